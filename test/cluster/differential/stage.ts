import type { Api } from '../plane/api.ts';
import { at, conditionOf, describe, type Manifest, nameOf, textAt } from '../plane/manifest.ts';
import type { Plane } from '../plane/plane.ts';
import { pause, until } from '../plane/wait.ts';
import type { Case } from './case.ts';
import { CLASSES, type Resident } from './pods.ts';
import { NAMESPACES } from './rules.ts';

/** What the scheduler did with the subject: the node it chose, or what it says; and the node it clears for it. */
export interface Answer {
  readonly node: string;
  readonly message: string;
  readonly nominated: string;
}

/** A cluster as it was before the gate of the subject was lifted. */
export interface Scene {
  readonly subject: unknown;
  readonly nodes: readonly unknown[];
  readonly pods: readonly unknown[];
  readonly claims: readonly unknown[];
  readonly volumes: readonly unknown[];
  readonly namespaces: readonly unknown[];
}

/** What all cases share: namespaces with labels, and priority classes. */
export async function prepare({ api, signal }: Plane): Promise<void> {
  for (const [index, name] of NAMESPACES.entries()) {
    const labels = { team: index === 0 ? 'one' : 'two' };
    await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: name, name: 'default' };
    await until(`the account of ${name}`, () => api.get(account), { seconds: 30, signal });
  }
  const classOf = (name: string, value: number, more: object = {}): Manifest => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    ...more,
  });
  for (const [name, value] of Object.entries(CLASSES)) await api.apply(classOf(name, value));
  await api.apply(classOf('diff-patient', 0, { preemptionPolicy: 'Never' }));
}

/** Builds the cluster of a case up to the point where only the gate of its subject has to be lifted. */
export async function build({ nodes, residents, subject, bound }: Case, plane: Plane): Promise<Scene> {
  const { api, signal } = plane;
  await Promise.all(nodes.map((node) => create(api, node)));
  await Promise.all(bound.map(({ volume }) => create(api, volume)));
  await Promise.all(residents.map((resident) => settle(api, resident)));
  await create(api, subject);
  const patience = { seconds: 40, signal, every: 50 };
  // A claim that is looked at before its volume waits for the controller's next round.
  await until('the volumes', () => allAre('Available', 'PersistentVolume', api), patience);
  await Promise.all(bound.map(({ claim }) => create(api, claim)));
  await until('the claims', () => allAre('Bound', 'PersistentVolumeClaim', api), patience);
  await until('the taints of the nodes', async () => (await api.list('v1', 'Node')).every(isTainted), patience);
  return {
    subject: await api.get(nameOf(subject)),
    nodes: await api.list('v1', 'Node'),
    pods: await api.list('v1', 'Pod'),
    claims: await api.list('v1', 'PersistentVolumeClaim'),
    volumes: await api.list('v1', 'PersistentVolume'),
    namespaces: await api.list('v1', 'Namespace'),
  };
}

/** Lifts the gate and waits for the scheduler. What it says of other nodes than those of the case is of a moment before. */
export async function ask({ nodes, subject }: Case, { api, signal }: Plane): Promise<Answer> {
  // The scheduler sees nodes and pods by separate watches: give them the time to come in.
  await pause(WATCH_MS, signal);
  await api.patch(nameOf(subject), { spec: { schedulingGates: null } });
  const look = async (): Promise<Answer | false> => {
    const pod = await api.get(nameOf(subject));
    const { reason, message } = conditionOf(pod, 'PodScheduled');
    const said = reason === 'Unschedulable' && typeof message === 'string' ? message : '';
    const node = textAt(pod, 'spec.nodeName');
    const isOfNow = said.startsWith(`0/${nodes.length} nodes`);
    return (node !== '' || isOfNow) && { node, message: said, nominated: textAt(pod, 'status.nominatedNodeName') };
  };
  return until(`the scheduler's answer about ${subject.metadata.name}`, look, { seconds: 30, signal, every: 30 });
}

const WATCH_MS = 150;

/** Takes everything of a case away. */
export async function clear({ nodes, bound }: Case, { api, signal }: Plane): Promise<void> {
  const now = '?gracePeriodSeconds=0';
  await Promise.all(NAMESPACES.map((namespace) => api.send('DELETE', `/api/v1/namespaces/${namespace}/pods${now}`)));
  await Promise.all(nodes.map((node) => api.remove(nameOf(node))));
  await Promise.all(bound.flatMap(({ claim, volume }) => [api.remove(nameOf(claim)), api.remove(nameOf(volume))]));
  const isEmpty = async (): Promise<boolean> => {
    const kinds = ['Pod', 'Node', 'PersistentVolumeClaim', 'PersistentVolume'];
    const left = await Promise.all(kinds.map((kind) => api.list('v1', kind)));
    return left.every((each) => each.length === 0);
  };
  await until('an empty cluster', isEmpty, { seconds: 30, signal, every: 50 });
}

async function allAre(phase: string, kind: string, api: Api): Promise<boolean> {
  return (await api.list('v1', kind)).every((each) => textAt(each, 'status.phase') === phase);
}

/** Created and not applied: what a node says of itself comes with it, as from a kubelet. */
async function create(api: Api, manifest: Manifest): Promise<void> {
  const { status, body } = await api.send('POST', collectionOf(manifest), JSON.stringify(manifest));
  if (status >= 300) throw new Error(`creating ${describe(nameOf(manifest))}: ${status} ${textAt(body, 'message')}`);
}

function collectionOf({ kind, metadata }: Manifest): string {
  const plural = `${kind.toLowerCase()}s`;
  return metadata.namespace === undefined ? `/api/v1/${plural}` : `/api/v1/namespaces/${metadata.namespace}/${plural}`;
}

/** No kubelet looks after these pods: a deleted one ends for as long as its grace lasts, and longer. */
async function settle(api: Api, { manifest, standing }: Resident): Promise<void> {
  await create(api, manifest);
  const path = `${collectionOf(manifest)}/${manifest.metadata.name}`;
  if (standing === 'ends') {
    await api.send('DELETE', `${path}?gracePeriodSeconds=600`);
    return;
  }
  const phase = standing === 'runs' ? 'Running' : standing;
  const patch = JSON.stringify({ status: { phase } });
  const { status, body } = await api.send('PATCH', `${path}/status`, patch, 'application/merge-patch+json');
  if (status >= 300) throw new Error(`${path}: ${status} ${textAt(body, 'message')}`);
}

/** Whether the control plane has turned readiness and cordon into taints, and taken its first taint off. */
function isTainted(node: unknown): boolean {
  const taints = at(node, 'spec.taints');
  const list: readonly unknown[] = Array.isArray(taints) ? taints : [];
  const has = (key: string): boolean => list.some((each) => at(each, 'key') === `node.kubernetes.io/${key}`);
  const isReady = conditionOf(node, 'Ready')['status'] === 'True';
  return has('not-ready') === !isReady && has('unschedulable') === (at(node, 'spec.unschedulable') === true);
}
