import { object, type Built } from './build.ts';

/** Metadata of a Secret in which Helm keeps a revision. */
export const helmSecret = (name: string, revision: number, status: string): Built =>
  object(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'shop',
      name: `sh.helm.release.v1.${name}.v${String(revision)}`,
      created: '2025-11-01T09:00:00Z',
    },
    {
      metadata: {
        labels: { owner: 'helm', name, status, version: String(revision), modifiedAt: '1763227798' },
      },
      type: 'helm.sh/release.v1',
    },
  );

/** An application of Argo CD that deploys into `shop`. */
export const application = object(
  {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    namespace: 'argocd',
    name: 'web',
    created: '2025-10-01T08:00:00Z',
  },
  {
    spec: {
      project: 'default',
      destination: { namespace: 'shop', server: 'https://kubernetes.default.svc' },
      source: { chart: 'web', repoURL: 'https://charts.example/web', targetRevision: '1.5.0' },
    },
    status: { sync: { status: 'Synced' }, health: { status: 'Degraded' } },
  },
);
