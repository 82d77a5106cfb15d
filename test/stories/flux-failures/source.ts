import { faces, type FluxFailure, nothingYet } from './cell.ts';

/** The way from a repository to a chart. */
export const sourceFailures: readonly FluxFailure[] = [
  { id: 'F29', failure: 'the chart is not found or not packed', ...nothingYet },
  { id: 'F30', failure: 'the Helm repository is not read', ...nothingYet },
  { id: 'F31', failure: 'the OCI repository is not read', ...nothingYet },
  { id: 'F32', failure: 'the Git repository or bucket is not read', ...nothingYet },
  { id: 'F33', failure: 'the artifact is missing or stale', ...nothingYet },
  { id: 'F34', failure: 'the Kustomization above it fails', ...faces('flux-kustomization/key-secret-missing') },
];
