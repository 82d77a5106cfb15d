import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { isEnding } from './controllers/end-of-pod.ts';
import { condition, entry, field, list, nameOf, num, text } from './read.ts';
import { isOwnedBy, isReady, revisionHash } from './scheduling/pods.ts';
import { containerViews } from './scheduling/container-view.ts';

/**
 * In which order a StatefulSet makes and replaces its pods, and which pod it waits for
 * (pkg/controller/statefulset/stateful_set_control.go).
 */
export const statefulsetOrder: Probe = {
  name: 'statefulset-order',
  computes: 'Which pod a StatefulSet waits for, which it has not made yet, and which it leaves on an older revision.',
  params: {
    workload: { is: 'object', means: 'The workload; anything but a StatefulSet has no order.' },
    pods: { is: 'list', means: 'Pods of the namespace.' },
  },
  returns: {
    ordered: 'Whether pods are made one after the other (podManagementPolicy OrderedReady).',
    waitsFor: 'The pod of the lowest ordinal that is not ready; null when all are, or the order does not matter.',
    waitsForName: 'Its name; empty without one.',
    missing: 'Names of the pods that do not exist yet, lowest ordinal first.',
    behind: 'Pods of an older revision that may be replaced, highest ordinal first.',
    held: 'Names of the pods that the partition keeps on the older revision.',
    onDelete: 'Names of the pods of an older revision that stay until somebody deletes them.',
    broken:
      'The pod of an older revision that is broken and that the update waits for, which never replaces it; null ' +
      'without one.',
    brokenWords: 'What is wrong with that pod.',
    words: 'Which pods wait for which, in one sentence; empty where none waits.',
    keptWords: 'Which pods stay on an older revision on purpose, and why; empty without any.',
  },
  run: readOrder,
};

const NOTHING: ProbeResult = {
  ordered: false,
  waitsFor: null,
  waitsForName: '',
  missing: [],
  behind: [],
  held: [],
  onDelete: [],
  broken: null,
  brokenWords: '',
  words: '',
  keptWords: '',
};

interface Member {
  readonly pod: unknown;
  readonly ordinal: number;
  readonly isOld: boolean;
}

function readOrder({ workload, pods }: ProbeArgs): ProbeResult {
  if (entry(workload, 'kind') !== 'StatefulSet') return NOTHING;
  const members = membersOf(workload, list(pods));
  const ordered = field(workload, 'spec.podManagementPolicy') !== 'Parallel';
  const old = oldOf(workload, members);
  const first = ordered ? firstUnready(workload, members) : undefined;
  const broken = brokenOf(first, old.behind);
  const missing = missingOf(workload, members);
  return {
    ordered,
    waitsFor: first?.pod ?? null,
    waitsForName: first === undefined ? '' : nameOf(first.pod),
    missing,
    behind: old.behind.map(({ pod }) => pod).toReversed(),
    held: old.held.map(({ pod }) => nameOf(pod)),
    onDelete: old.onDelete.map(({ pod }) => nameOf(pod)),
    broken: broken?.pod ?? null,
    brokenWords: broken === undefined ? '' : faultOf(broken.pod),
    words: wordsOf(first, missing, old.behind),
    keptWords: keptWordsOf(workload, old),
  };
}

/** The pods inside the range of ordinals, lowest first; a pod beyond it is on its way out. */
function membersOf(workload: unknown, pods: readonly unknown[]): readonly Member[] {
  const { first, end } = rangeOf(workload);
  const update = text(field(workload, 'status.updateRevision'));
  return pods
    .filter((pod) => isOwnedBy(pod, workload))
    .map((pod) => ({ pod, ordinal: ordinalOf(pod), isOld: update !== '' && revisionHash(pod) !== update }))
    .filter(({ ordinal }) => ordinal >= first && ordinal < end)
    .toSorted((a, b) => a.ordinal - b.ordinal);
}

/** API reference, StatefulSetSpec: ordinals count from `spec.ordinals.start`. */
function rangeOf(workload: unknown): { readonly first: number; readonly end: number } {
  const first = num(field(workload, 'spec.ordinals.start')) ?? 0;
  return { first, end: first + (num(field(workload, 'spec.replicas')) ?? 1) };
}

/** The number behind the last dash of a pod's name (stateful_set_utils.go, getOrdinal); -1 where there is none. */
function ordinalOf(pod: unknown): number {
  const match = /-(\d+)$/.exec(nameOf(pod));
  return match?.[1] === undefined ? -1 : Number(match[1]);
}

/** Going up from the lowest ordinal, the first pod that exists and is not ready; one that is missing is made next. */
function firstUnready(workload: unknown, members: readonly Member[]): Member | undefined {
  const { first } = rangeOf(workload);
  const row = members.filter(({ ordinal }, index) => ordinal === first + index);
  return row.find(({ pod }) => !isReady(pod) || isEnding(pod));
}

function missingOf(workload: unknown, members: readonly Member[]): readonly string[] {
  const { first, end } = rangeOf(workload);
  const there = new Set(members.map(({ ordinal }) => ordinal));
  return Array.from({ length: end - first }, (_, index) => first + index)
    .filter((ordinal) => !there.has(ordinal))
    .map((ordinal) => `${nameOf(workload)}-${ordinal}`);
}

interface Old {
  readonly behind: readonly Member[];
  readonly held: readonly Member[];
  readonly onDelete: readonly Member[];
}

/** API reference, StatefulSetUpdateStrategy: a partition keeps every ordinal below it; OnDelete keeps all. */
function oldOf(workload: unknown, members: readonly Member[]): Old {
  const old = members.filter(({ isOld }) => isOld);
  if (field(workload, 'spec.updateStrategy.type') === 'OnDelete') return { behind: [], held: [], onDelete: old };
  const below = rangeOf(workload).first + (num(field(workload, 'spec.updateStrategy.rollingUpdate.partition')) ?? 0);
  return {
    behind: old.filter(({ ordinal }) => ordinal >= below),
    held: old.filter(({ ordinal }) => ordinal < below),
    onDelete: [],
  };
}

/**
 * The controller waits for the first pod that is not ready before it looks at revisions, so one that is broken by its old
 * template is never replaced by itself (StatefulSet documentation, "Forced rollback"; kubernetes issue 67250).
 */
function brokenOf(first: Member | undefined, behind: readonly Member[]): Member | undefined {
  if (first === undefined || !behind.includes(first) || isEnding(first.pod)) return undefined;
  return faultOf(first.pod) === '' ? undefined : first;
}

/** Reasons that come from the pod's template and so do not go away while it stays as it is. */
const TEMPLATE_FAULTS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'CrashLoopBackOff',
]);

function faultOf(pod: unknown): string {
  const waits = containerViews(pod).find(({ state, reason }) => state === 'waiting' && TEMPLATE_FAULTS.has(reason));
  if (waits !== undefined)
    return `Container ${waits.name} (${waits.image}) waits, ${waits.reason}${waits.message === '' ? '' : `: ${waits.message}`}`;
  const scheduled = condition(pod, 'PodScheduled');
  if (entry(scheduled, 'reason') !== 'Unschedulable') return '';
  return `It cannot be scheduled: ${text(entry(scheduled, 'message'))}`;
}

function wordsOf(first: Member | undefined, missing: readonly string[], behind: readonly Member[]): string {
  if (first === undefined) return '';
  const old = behind.filter((member) => member !== first).map(({ pod }) => nameOf(pod));
  const waiting = [sentence(missing, 'made'), sentence(old, 'replaced')].filter((words) => words !== '');
  if (waiting.length === 0) return '';
  return `It takes its pods one after the other: ${waiting.join(', ')} only once ${nameOf(first.pod)} is ready.`;
}

function sentence(names: readonly string[], verb: string): string {
  if (names.length === 0) return '';
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} ${verb}`;
}

function keptWordsOf(workload: unknown, { held, onDelete }: Old): string {
  const names = (members: readonly Member[]) => members.map(({ pod }) => nameOf(pod)).join(', ');
  if (onDelete.length > 0)
    return `Its update strategy is OnDelete: ${names(onDelete)} keep the older revision until somebody deletes them.`;
  if (held.length === 0) return '';
  const partition = num(field(workload, 'spec.updateStrategy.rollingUpdate.partition')) ?? 0;
  return `Its partition, ${partition}, keeps ${names(held)} on the older revision.`;
}
