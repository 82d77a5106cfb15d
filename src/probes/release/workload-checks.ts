import { field, list, nameOf, namespaceOf, num, text } from '../read.ts';
import { targetNamespace } from './helm-release.ts';

/** One line of a verification list. */
export interface Check {
  readonly name: string;
  /** Null where it could not be looked at. */
  readonly holds: boolean | null;
  readonly seen: string;
}

/**
 * One check per workload (is its rollout complete?) and one for the workloads that the release's inventory names (do
 * they exist?). Without workloads there is one check that nobody could look at.
 */
export function checkWorkloads(release: unknown, workloads: unknown): readonly Check[] {
  if (!Array.isArray(workloads))
    return [{ name: 'its workloads are complete', holds: null, seen: 'workloads not listed' }];
  const known = list(workloads);
  return [...checkInventory(release, known), ...known.filter(isWorkload).map(checkRollout)];
}

/** No pod that waits for a node, an image or its next crash; finished and deleted pods do not count. */
export function checkPods(pods: unknown): Check {
  const name = 'no pod is pending or crashing';
  if (!Array.isArray(pods)) return { name, holds: null, seen: 'pods not listed' };
  const troubled = list(pods).flatMap((pod) => {
    const trouble = text(field(pod, 'metadata.deletionTimestamp')) === '' ? podTrouble(pod) : '';
    return trouble === '' ? [] : [`${nameOf(pod)} ${trouble}`];
  });
  return { name, holds: troubled.length === 0, seen: troubled.join(', ') || `${pods.length} pods looked at` };
}

const KINDS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

function isWorkload(object: unknown): boolean {
  return KINDS.includes(kindOf(object));
}

function kindOf(object: unknown): string {
  return text(field(object, 'kind'));
}

/** Entries are `namespace_name_group_kind` (helm-controller 1.5 and later). */
function checkInventory(release: unknown, workloads: readonly unknown[]): readonly Check[] {
  const entries = list(field(release, 'status.inventory.entries')).flatMap((each) => {
    const [, namespace = '', name = '', kind = ''] = /^([^_]*)_([^_]+)_apps_(\w+)$/.exec(text(field(each, 'id'))) ?? [];
    return KINDS.includes(kind) ? [{ namespace, name, kind }] : [];
  });
  if (entries.length === 0) return [];
  const lost = entries.filter(
    ({ namespace, name, kind }) => !workloads.some((each) => isThis(each, kind, namespace, name)),
  );
  const elsewhere = lost.every(({ namespace }) => namespace !== targetNamespace(release));
  const name = 'every workload of its inventory exists';
  if (lost.length === 0) return [{ name, holds: true, seen: `${entries.length} found` }];
  const seen = lost.map((each) => `${each.kind} ${each.namespace}/${each.name} not found`).join(', ');
  // A list of one namespace says nothing about another one.
  return [{ name, holds: elsewhere ? null : false, seen }];
}

function isThis(object: unknown, kind: string, namespace: string, name: string): boolean {
  return kindOf(object) === kind && namespaceOf(object) === namespace && nameOf(object) === name;
}

function checkRollout(workload: unknown): Check {
  const name = `${kindOf(workload)} ${namespaceOf(workload)}/${nameOf(workload)} is complete`;
  const count = (path: string): number => num(field(workload, path)) ?? 0;
  const observed = count('status.observedGeneration') >= count('metadata.generation');
  const [desired, updated, ready, total] =
    kindOf(workload) === 'DaemonSet' ? daemonCounts(count) : replicaCounts(workload, count);
  const seen = `${updated} updated, ${ready} ready, ${total} in all, ${desired} wanted`;
  const complete = updated === desired && ready === desired && total === desired;
  return {
    name,
    holds: observed && complete,
    seen: observed ? seen : `${seen}; its controller has not seen the change`,
  };
}

type Counts = readonly [desired: number, updated: number, ready: number, total: number];

function daemonCounts(count: (path: string) => number): Counts {
  const desired = count('status.desiredNumberScheduled');
  const total = count('status.currentNumberScheduled');
  return [desired, count('status.updatedNumberScheduled'), count('status.numberReady'), total];
}

function replicaCounts(workload: unknown, count: (path: string) => number): Counts {
  const desired = num(field(workload, 'spec.replicas')) ?? 1;
  return [desired, count('status.updatedReplicas'), count('status.readyReplicas'), count('status.replicas')];
}

/** Reasons of a waiting container that are an ordinary part of starting. */
const STARTING = new Set(['', 'ContainerCreating', 'PodInitializing']);

function podTrouble(pod: unknown): string {
  const statuses = [
    ...list(field(pod, 'status.initContainerStatuses')),
    ...list(field(pod, 'status.containerStatuses')),
  ];
  const reasons = statuses.map((status) => text(field(status, 'state.waiting.reason')));
  const reason = reasons.find((each) => !STARTING.has(each));
  if (reason !== undefined) return reason;
  return text(field(pod, 'status.phase')) === 'Pending' ? 'Pending' : '';
}
