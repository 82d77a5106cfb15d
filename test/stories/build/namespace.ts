import { object, type Built, type Change } from './build.ts';

/** A namespace as the API server returns it. */
export function namespaceObject(name: string, change: Change = {}): Built {
  return object(
    { apiVersion: 'v1', kind: 'Namespace', namespace: null, name, created: '2025-10-01T08:00:00Z' },
    {
      metadata: { labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
    change,
  );
}
