import { condition, object } from './build.ts';

const FAILED_AT = '2025-11-15T17:34:58Z';
const NO_INDEX =
  'failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch https://charts.example/web/index.yaml : 404 Not Found';

/** The repository of the charts, which source-controller 1.7 cannot fetch. */
export const brokenRepository = object(
  {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    namespace: 'flux-system',
    name: 'web-charts',
    created: '2025-10-01T08:05:00Z',
  },
  {
    metadata: { generation: 2, finalizers: ['finalizers.fluxcd.io'] },
    spec: { interval: '10m', provider: 'generic', url: 'https://charts.example/web' },
    status: {
      observedGeneration: -1,
      conditions: [
        condition('Reconciling', 'True', 'Progressing', 'processing object: new generation -1 -> 2', FAILED_AT),
        condition('Ready', 'False', 'Failed', NO_INDEX, FAILED_AT),
        condition('FetchFailed', 'True', 'Failed', NO_INDEX, FAILED_AT),
      ],
    },
  },
);
