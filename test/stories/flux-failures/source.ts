import { faces, type FluxFailure } from './cell.ts';

/** The way from a repository to a chart. */
export const sourceFailures: readonly FluxFailure[] = [
  { id: 'F29', failure: 'the chart is not found or not packed', ...faces('chart-version/version-missing') },
  { id: 'F30', failure: 'the Helm repository is not read', ...faces('source-address/index-not-found') },
  { id: 'F31', failure: 'the OCI repository is not read', ...faces('source-access/registry-refuses') },
  { id: 'F32', failure: 'the Git repository or bucket is not read', ...faces('git-or-bucket/branch-missing') },
  { id: 'F33', failure: 'the artifact is missing or stale', ...faces('flux-source/stale-behind-ready') },
  { id: 'F34', failure: 'the Kustomization above it fails', ...faces('flux-kustomization/key-secret-missing') },
];
