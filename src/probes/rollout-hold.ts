import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { formatDuration } from '../text/duration.ts';
import { parseTime } from '../text/time.ts';
import { isEnding } from './controllers/end-of-pod.ts';
import { condition, entry, field, list, nameOf, num, text } from './read.ts';
import { hasEnded, isReady } from './scheduling/pods.ts';

/**
 * What a rollout waits for when no pod of it is unready, and how long it may (pkg/controller/deployment/progress.go,
 * recreate.go and rolling.go; minReadySeconds: pkg/api/v1/pod/util.go, IsPodAvailable).
 */
export const rolloutHold: Probe = {
  name: 'rollout-hold',
  computes:
    'How much of its time a rollout has left, which pods are ready and not yet available, and what it waits for.',
  params: {
    workload: { is: 'object', means: 'A Deployment, StatefulSet or DaemonSet.' },
    newest: { is: 'object', optional: true, means: 'The newest ReplicaSet of a Deployment; null without one.' },
    newPods: { is: 'list', optional: true, means: 'Pods of the newest revision.' },
    oldPods: { is: 'list', optional: true, means: 'Pods of older revisions.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
  },
  returns: {
    passed: 'Whether the controller says that the deadline has passed.',
    allowedSeconds: 'How long the rollout may go without progress, in seconds; null without a deadline.',
    leftSeconds: 'How much of that is left since the last progress, in seconds; null without a deadline.',
    leftWords: 'The same in a sentence; empty without a deadline.',
    settling: 'Pods that are ready, and not yet for as long as minReadySeconds asks.',
    settleSeconds: 'How long until the last of them counts as available, in seconds.',
    missing: 'How many pods its newest ReplicaSet has not made (a count).',
    waitsForOld: 'Names of the old pods that have to go before any new one is made (strategy Recreate).',
    lingering: 'Names of old pods that are still there, those on their way out among them.',
    words: 'What it waits for, in one sentence.',
  },
  run: readHold,
};

/** API reference, DeploymentSpec: the default, in seconds, and the number that means none (HasProgressDeadline). */
const DEFAULT_DEADLINE = 600;
const NO_DEADLINE = 2_147_483_647;

function readHold(args: ProbeArgs): ProbeResult | undefined {
  const { workload } = args;
  const now = parseTime(text(args['now']));
  if (now === undefined) return undefined;
  const held = heldBy(args);
  return {
    passed: entry(condition(workload, 'Progressing'), 'reason') === 'ProgressDeadlineExceeded',
    ...deadlineOf(workload, now),
    ...settlingOf(workload, [...list(args['newPods']), ...list(args['oldPods'])], now),
    ...held,
    words: wordsOf(held, nameOf(args['newest'])),
  };
}

/** The deadline counts from the last progress, which `lastUpdateTime` tells (requeueStuckDeployment). */
function deadlineOf(workload: unknown, now: number): ProbeResult {
  const seconds = num(field(workload, 'spec.progressDeadlineSeconds')) ?? DEFAULT_DEADLINE;
  const progressing = condition(workload, 'Progressing');
  const told = text(entry(progressing, 'lastUpdateTime')) || text(entry(progressing, 'lastTransitionTime'));
  const since = parseTime(told);
  if (entry(workload, 'kind') !== 'Deployment' || seconds >= NO_DEADLINE || since === undefined)
    return { allowedSeconds: null, leftSeconds: null, leftWords: '' };
  const left = Math.max(0, since + seconds - now);
  const leftWords = `It may go ${formatDuration(seconds)} without progress and has ${formatDuration(left)} of that left.`;
  return { allowedSeconds: seconds, leftSeconds: left, leftWords };
}

function settlingOf(workload: unknown, pods: readonly unknown[], now: number): ProbeResult {
  const wanted = num(field(workload, 'spec.minReadySeconds')) ?? 0;
  const waits = pods
    .filter((pod) => isReady(pod) && !isEnding(pod))
    .map((pod) => ({ pod, left: readySince(pod) + wanted - now }))
    .filter(({ left }) => left > 0);
  return {
    settling: waits.map(({ pod }) => pod),
    settleSeconds: Math.max(0, ...waits.map(({ left }) => left)),
  };
}

function readySince(pod: unknown): number {
  return parseTime(text(entry(condition(pod, 'Ready'), 'lastTransitionTime'))) ?? 0;
}

interface Held {
  readonly missing: number;
  readonly waitsForOld: readonly string[];
  readonly lingering: readonly string[];
}

function heldBy({ workload, newest, oldPods }: ProbeArgs): Held {
  const lingering = list(oldPods)
    .filter((pod) => !hasEnded(pod))
    .map(nameOf);
  const made = num(field(newest, 'status.replicas')) ?? 0;
  const wanted = num(field(newest, 'spec.replicas')) ?? 0;
  const recreates = field(workload, 'spec.strategy.type') === 'Recreate';
  return { missing: Math.max(0, wanted - made), waitsForOld: recreates ? lingering : [], lingering };
}

function wordsOf({ missing, waitsForOld, lingering }: Held, newest: string): string {
  if (waitsForOld.length > 0)
    return `Its strategy is Recreate: no new pod is made before the old ones have gone, and ${waitsForOld.join(', ')} ${waitsForOld.length === 1 ? 'is' : 'are'} still there.`;
  if (missing > 0)
    return `ReplicaSet ${newest} has not made ${missing} of its pods, and nothing says that they are refused: its controller may be behind or away.`;
  if (lingering.length > 0)
    return `Its new pods are ready now; of the old ones ${lingering.join(', ')} ${lingering.length === 1 ? 'is' : 'are'} still there.`;
  return 'Every pod of it is ready at this moment: they became ready late, or do not stay so.';
}
