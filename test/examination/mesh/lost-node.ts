import { condition, type Change } from '../../stories/build/build.ts';
import { lost } from '../kit/waits.ts';
import { fine } from '../kit/fates.ts';
import { add, amend, remove, witness, type Model, type Step } from '../kit/model.ts';
import { ago } from '../kit/moment.ts';
import { worker } from '../kit/system.ts';
import { WORKERS, type Workload } from '../kit/workload.ts';
import { STATE_NODE } from './home.ts';

export const SILENT = ago('26m');
const TAINTS: readonly Change[] = ['NoSchedule', 'NoExecute'].map((effect) => ({
  key: 'node.kubernetes.io/unreachable',
  effect,
  timeAdded: SILENT,
}));

const unknown = (type: string): Change =>
  condition(type, 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.', SILENT);

const dead = worker(STATE_NODE, 'eu-central-1c', {
  spec: { taints: TAINTS },
  status: { conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map(unknown) },
});

/** Where the pods of a workload are after the node with the state fell silent. */
function after(workload: Workload): Workload {
  const [first, second] = WORKERS;
  const gone = { node: STATE_NODE, created: ago('70d'), silentSince: SILENT };
  if (workload.kind === 'DaemonSet') {
    const fates = [first, second].map((node) => fine(undefined, { node }));
    return { ...workload, fates: [...fates, lost({ ...gone, created: ago('200d'), evicted: false })] };
  }
  if (workload.name === 'dunlin') return { ...workload, fates: [lost({ ...gone, evicted: true })] };
  return { ...workload, nodes: workload.nodes ?? [first, second] };
}

export const nodeDown: readonly Step[] = [
  remove('Node', STATE_NODE),
  add(dead),
  witness('Node', STATE_NODE, {
    reason: 'NodeNotReady',
    type: 'Normal',
    message: `Node ${STATE_NODE} status is now: NodeNotReady`,
    by: 'node-controller',
    last: SILENT,
  }),
  amend('APIService', 'v1beta1.metrics.k8s.io', {}),
  (model: Model): Model => ({ ...model, workloads: model.workloads.map(after) }),
];
