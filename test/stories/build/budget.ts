import { INSTALLED } from './app.ts';
import { condition, object, type Built, type Change } from './build.ts';

/** A PodDisruptionBudget of the shop over the app `web`, which wants its only pod ready. */
export function budget(counts: Change = {}, sketch: { name?: string; spec?: Change; said?: Change } = {}): Built {
  const {
    name = 'web',
    spec = {},
    said = condition('DisruptionAllowed', 'False', 'InsufficientPods', '', INSTALLED),
  } = sketch;
  return object(
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', namespace: 'shop', name, created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: { minAvailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } }, ...spec },
      status: {
        conditions: [said],
        currentHealthy: 1,
        desiredHealthy: 1,
        disruptionsAllowed: 0,
        expectedPods: 1,
        observedGeneration: 1,
        ...counts,
      },
    },
  );
}
