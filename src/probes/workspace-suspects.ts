import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, fullName, list, num, text } from './read.ts';
import { isReady } from './scheduling/pods.ts';
import { answersFor, controllerOf, keyOfWorkload } from './workloads/answering.ts';
import { workloadsInTrouble } from './workloads-in-trouble.ts';

/**
 * Which few of many alike workloads and bare pods are worth a closer look: there may be hundreds, and what is wrong with
 * all of them shows in a few.
 */
export const workspaceSuspects: Probe = {
  name: 'workspace-suspects',
  computes: 'Which of many workspaces are in trouble, and which of those that run are the most suspicious.',
  params: {
    rows: { is: 'list', means: 'the workloads that are workspaces: `{workload, container}`' },
    pods: { is: 'list', means: 'pods among which there may be more of them, and those of the workloads' },
    variable: { is: 'text', means: 'the name of the variable by which a pod of no workload is told to be one' },
    follow: { is: 'number', means: 'how many in trouble are named at most' },
    read: { is: 'number', means: 'how many of those that run are named at most' },
  },
  returns: {
    troubled: 'those in trouble, the newest first, at most `follow`: object, container (list)',
    left: 'how many more are in trouble (count)',
    running:
      'of those that run the ones whose pods were restarted, then the newest, at most `read`: object, container (list)',
    unread: 'how many more run (count)',
    bare: 'how many are pods of no workload (count)',
  },
  run: suspects,
};

interface Suspect {
  readonly object: unknown;
  readonly container: string;
  readonly restarts: number;
}

function suspects({ rows, pods, variable, follow, read }: ProbeArgs): ProbeResult | undefined {
  if (!Array.isArray(rows) || !Array.isArray(pods)) return undefined;
  const [most, mostRead] = [num(follow), num(read)];
  if (most === undefined || mostRead === undefined) return undefined;
  const restarts = restartsByWorkload(list(pods));
  const workloads = list(rows).map((row) => suspectOf(row, restarts));
  const bare = barePods(list(pods), text(variable));
  const ill = illOf(workloads.map(({ object }) => object));
  const all = [...workloads, ...bare];
  const troubled = all.filter(({ object }) => ill.has(object) || isIllPod(object)).sort(newestFirst);
  const running = all.filter((each) => !troubled.includes(each) && isWanted(each.object)).sort(restartedFirst);
  return {
    troubled: troubled.slice(0, most).map(shown),
    left: Math.max(0, troubled.length - most),
    running: running.slice(0, mostRead).map(shown),
    unread: Math.max(0, running.length - mostRead),
    bare: bare.length,
  };
}

function restartsByWorkload(pods: readonly unknown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const key = answersFor(pod);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + restartsOf(pod));
  }
  return counts;
}

function suspectOf(row: unknown, restarts: ReadonlyMap<string, number>): Suspect {
  const object = entry(row, 'workload');
  return { object, container: text(entry(row, 'container')), restarts: restarts.get(keyOfWorkload(object)) ?? 0 };
}

/** Templates such as envbox make a pod without a workload, a label or an owner; only the variable tells it. */
function barePods(pods: readonly unknown[], variable: string): readonly Suspect[] {
  const seen = new Map<string, Suspect>();
  for (const pod of pods) {
    const container = containerWith(pod, variable);
    if (controllerOf(pod) !== undefined || container === undefined) continue;
    if (field(pod, 'status.phase') === 'Succeeded') continue;
    seen.set(fullName(pod), { object: pod, container: text(entry(container, 'name')), restarts: restartsOf(pod) });
  }
  return [...seen.values()];
}

function containerWith(pod: unknown, variable: string): unknown {
  const has = (container: unknown): boolean =>
    list(entry(container, 'env')).some((each) => entry(each, 'name') === variable);
  return list(field(pod, 'spec.containers')).find(has);
}

function restartsOf(pod: unknown): number {
  const counts = list(field(pod, 'status.containerStatuses')).map((each) => num(entry(each, 'restartCount')) ?? 0);
  return counts.reduce((sum, count) => sum + count, 0);
}

function illOf(workloads: readonly unknown[]): ReadonlySet<unknown> {
  return new Set(list(workloadsInTrouble.run({ workloads, pods: [] })?.['troubled']));
}

function isIllPod(object: unknown): boolean {
  return entry(object, 'kind') === 'Pod' && !isReady(object);
}

/** One that was stopped on purpose wants no pods; the API server fills in 1 where nothing is said. */
function isWanted(object: unknown): boolean {
  return (num(field(object, 'spec.replicas')) ?? 1) > 0;
}

function newestFirst(a: Suspect, b: Suspect): number {
  return compareText(createdAt(b), createdAt(a)) || compareText(fullName(a.object), fullName(b.object));
}

function restartedFirst(a: Suspect, b: Suspect): number {
  return b.restarts - a.restarts || newestFirst(a, b);
}

function createdAt({ object }: Suspect): string {
  return text(field(object, 'metadata.creationTimestamp'));
}

function shown({ object, container }: Suspect): ProbeResult {
  return { object, container };
}
