import type { App } from './app.ts';
import { condition, unschedulable, type Built } from './build.ts';
import { deepMerge } from './merge.ts';

/** An app that is as it should be with so many replicas, all on the node of the first. */
export function scaled(app: App, replicas: number): readonly Built[] {
  const counted = { replicas, readyReplicas: replicas, availableReplicas: replicas };
  const deployment = deepMerge(app.deployment, {
    spec: { replicas },
    status: { ...counted, updatedReplicas: replicas },
  });
  const set = deepMerge(app.newSet, {
    metadata: {
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(replicas),
        'deployment.kubernetes.io/max-replicas': String(replicas + Math.ceil(replicas / 4)),
      },
    },
    spec: { replicas },
    status: { ...counted, fullyLabeledReplicas: replicas },
  });
  const { name } = app.newPod['metadata'] as { name: string };
  const pods = Array.from({ length: replicas - 1 }, (_, index) =>
    deepMerge(app.newPod, {
      metadata: { name: `${name.slice(0, -5)}w${String(index).padStart(2, '2')}vk`, uid: `uid-of-${name}-${index}` },
    }),
  );
  return [deployment, set, app.newPod, ...pods];
}

const NO_CPU =
  '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
const AT = '2025-11-15T17:40:00Z';

/** The same of which the last few find no node, since half an hour. */
export function scaledBeyond(app: App, replicas: number, ready: number): readonly Built[] {
  const [deployment, set, ...pods] = scaled(app, replicas);
  if (deployment === undefined || set === undefined) return [];
  const available = condition(
    'Available',
    'False',
    'MinimumReplicasUnavailable',
    'Deployment does not have minimum availability.',
    AT,
  );
  const { conditions } = deployment['status'] as { conditions: readonly { type: string }[] };
  const counted = { readyReplicas: ready, availableReplicas: ready };
  return [
    deepMerge(deployment, {
      status: {
        ...counted,
        unavailableReplicas: replicas - ready,
        conditions: [available, ...conditions.filter(({ type }) => type !== 'Available')],
      },
    }),
    deepMerge(set, { status: counted }),
    ...pods.map((pod, index) => (index < ready ? pod : waiting(pod))),
  ];
}

function waiting(pod: Built): Built {
  const { nodeName: _none, ...spec } = pod['spec'] as Record<string, never>;
  const { status } = unschedulable(NO_CPU, AT);
  return { ...pod, spec, status: { qosClass: 'Guaranteed', ...(status as object) } };
}
