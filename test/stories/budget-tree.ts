import { firstStart, INSTALLED, JUST_NOW, mediumNode, settled, SINCE } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { storyOf } from './build/ask.ts';
import { budget } from './build/budget.ts';
import { condition, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import type { Expected, Story } from './story.ts';

/** Budgets while a node is emptied, and while none is. */
const cordon = (timeAdded: string): Change => ({
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
  timeAdded,
});
const closed = mediumNode('node-1', { spec: { unschedulable: true, taints: [cordon(SINCE)] } });
const justClosed = mediumNode('node-1', { spec: { unschedulable: true, taints: [cordon(JUST_NOW)] } });
const taken = mediumNode('node-1', { spec: { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] } });
const open = mediumNode('node-1');
const app = settled({});
const unready = firstStart({}, { change: waiting('CreateContainerConfigError', 'secret "web-db" not found') });
const NO_OWNER = 'found no controllers for pod "web-5d7f9b8c6-q5w9b"';
const notCounted = condition('DisruptionAllowed', 'False', 'SyncFailed', NO_OWNER, INSTALLED);
const roomy = condition('DisruptionAllowed', 'True', 'SufficientPods', '', INSTALLED);

function about(name: string, summary: string, objects: readonly Built[], expected: Expected, denied?: string): Story {
  const scene = { objects, ...(denied === undefined ? {} : { denied: [denied] }) };
  return storyOf(`disruption-budget/${name}`, summary, scene, expected, {
    runbook: 'disruption-budget',
    inputs: { budget: 'PodDisruptionBudget/shop/web' },
  });
}

export const budgetTree: readonly Story[] = [
  about(
    'holds-node',
    'Karpenter takes the node away, and the budget lets the only pod there not go.',
    [taken, ...app.all, budget()],
    problem('budget-holds-node', 'confirmed', { says: ['Node node-1 is not emptied', 'minAvailable: 0'] }),
  ),
  about(
    'holds-cordoned-node',
    'Somebody has closed the node three quarters of an hour ago.',
    [closed, ...app.all, budget()],
    problem('budget-holds-node', 'likely'),
  ),
  about(
    'just-closed',
    'The node was closed half a minute ago.',
    [justClosed, ...app.all, budget()],
    inProgress({ says: ['less than five minutes ago'] }),
  ),
  about(
    'lets-go-healthy',
    'It lets one of its pods go.',
    [
      closed,
      ...app.all,
      budget({ disruptionsAllowed: 1, desiredHealthy: 0 }, { spec: { minAvailable: 0 }, said: roomy }),
    ],
    healthy,
  ),
  about('never-decoy', 'It lets no pod go, and nobody empties a node.', [open, ...app.all, budget()], {
    ...healthy,
    says: ['cannot be emptied'],
  }),
  about(
    'nodes-denied',
    'The nodes may not be looked at.',
    [taken, ...app.all, budget()],
    incomplete({ says: ['nodes'] }),
    'nodes',
  ),
  about(
    'pod-unready',
    'It lets none go because its pod waits for a Secret.',
    [taken, ...unready.all, budget({ currentHealthy: 0 })],
    problem('secret-missing', 'confirmed', { says: ['web-db'] }),
  ),
  about(
    'two-budgets',
    'Two budgets guard the pod on a node that is taken away.',
    [taken, ...app.all, budget(), budget({}, { name: 'all' })],
    problem('budgets-overlap', 'likely', { says: ['refused with an error'] }),
  ),
  about(
    'two-budgets-decoy',
    'Two budgets guard one pod, and nobody empties a node.',
    [open, ...app.all, budget(), budget({}, { name: 'all' })],
    { ...healthy, says: ['guards the same pods'] },
  ),
  about(
    'not-counted',
    'It asks for a share of pods that nobody scales.',
    [open, ...app.all, budget({}, { spec: { minAvailable: undefined, maxUnavailable: '50%' }, said: notCounted })],
    problem('budget-not-worked-out', 'confirmed', { says: [NO_OWNER.slice(0, 25)] }),
  ),
];
