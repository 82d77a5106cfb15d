import type { Manifest } from '../plane/manifest.ts';
import type { Dice } from './dice.ts';

/** Keys that rules of the cases speak of; some nodes lack some of them. */
export const ZONE = 'topology.kubernetes.io/zone';
export const HOSTNAME = 'kubernetes.io/hostname';

/**
 * A random node; its name is its own in all cases, so that a message about another case's nodes shows. Where there is
 * plenty of room, it is other pods that decide.
 */
export function randomNode(name: string, plenty: boolean, dice: Dice): Manifest {
  const amounts = {
    cpu: `${plenty ? 64 : dice.between(1, 4)}`,
    memory: `${plenty ? 256 : dice.between(1, 6)}Gi`,
    pods: `${dice.chance(0.2) ? dice.between(1, 3) : 110}`,
    'ephemeral-storage': '20Gi',
    ...dice.maybe(0.4, () => ({ 'example.com/gpu': `${dice.between(0, 2)}` })),
    ...dice.maybe(0.2, () => ({ 'hugepages-2Mi': '64Mi' })),
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: labelsOf(name, dice) },
    spec: { taints: taints(dice), ...dice.maybe(0.1, () => ({ unschedulable: true })) },
    status: { capacity: amounts, allocatable: amounts, conditions: [readiness(dice.chance(0.94))] },
  };
}

function labelsOf(name: string, dice: Dice): object {
  return {
    ...dice.maybe(0.96, () => ({ [HOSTNAME]: name })),
    ...dice.maybe(0.85, () => ({ [ZONE]: dice.pick(['a', 'b', 'c']) })),
    ...dice.maybe(0.6, () => ({ disk: dice.pick(['ssd', 'hdd']) })),
    ...dice.maybe(0.5, () => ({ size: `${dice.between(1, 9)}` })),
  };
}

function taints(dice: Dice): readonly object[] {
  const value = (): object => dice.maybe(0.7, () => ({ value: dice.pick(['batch', 'db']) }));
  return [
    ...(dice.chance(0.18) ? [{ key: 'dedicated', effect: dice.pick(['NoSchedule', 'NoExecute']), ...value() }] : []),
    ...(dice.chance(0.1) ? [{ key: 'old', effect: 'PreferNoSchedule' }] : []),
    ...(dice.chance(0.05) ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] : []),
  ];
}

function readiness(isReady: boolean): object {
  const now = new Date().toISOString();
  const [status, reason] = isReady ? ['True', 'KubeletReady'] : ['False', 'KubeletNotReady'];
  return { type: 'Ready', status, reason, message: 'simulated', lastHeartbeatTime: now, lastTransitionTime: now };
}
