import { formatDuration, formatGoDuration, parseGoDuration } from '../text/duration.ts';
import { parseTime } from '../text/time.ts';
import type { Probe } from '../model/probe.ts';
import { compareText, condition, entry, field, list, nameOf, num, record, text } from './read.ts';
import { DEFAULT_TIMEOUT, isRelease } from './release/helm-release.ts';

const SECONDS_PER_MINUTE = 60;

/**
 * The time that Helm may take, beside the time that it took: the duration of the last action where it succeeded, and of
 * every Deployment's present revision the time from its ReplicaSet's creation to the last of its pods being ready. Helm
 * itself stores no end of an action.
 */
export const releaseTiming: Probe = {
  name: 'release-timing',
  computes: 'How long rollouts of a release took, and whether its timeout leaves a margin above that.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    deployments: { is: 'list', optional: true, means: 'the Deployments of the release' },
    replicasets: { is: 'list', optional: true, means: 'their ReplicaSets' },
    pods: { is: 'list', optional: true, means: 'the pods of those' },
    margin: { is: 'number', means: 'how many times the slowest a timeout has to be, such as 1.5' },
  },
  returns: {
    measured: 'how many durations are known (count)',
    slowest: 'the longest of them in seconds; null without one',
    what: 'what took so long, in words; empty without one',
    all: 'one line per duration, the longest first',
    timeoutSeconds: 'the shortest time that an install or an upgrade may take, in seconds; null if unreadable',
    timeoutField: 'the field that sets it; `spec.timeout` also where the default of 5m holds',
    timeoutText: 'that time as it is written, or `5m (the default)`',
    tooShort: 'whether it is below the slowest times the margin; false without a measure',
    suggested: 'the slowest times the margin as a Go duration in whole minutes; empty without one',
  },
  run({ release, deployments, replicasets, pods, margin }) {
    const times = num(margin);
    if (!isRelease(release) || times === undefined) return undefined;
    const limit = limitOf(release);
    const seen = [...lastAction(release), ...rollouts(list(deployments), list(replicasets), list(pods))];
    const all = seen.toSorted((a, b) => b.seconds - a.seconds || compareText(a.what, b.what));
    const [slowest] = all;
    const wanted = slowest === undefined ? 0 : slowest.seconds * times;
    const minutes = Math.ceil(wanted / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
    return {
      measured: all.length,
      slowest: slowest?.seconds ?? null,
      what: slowest?.what ?? '',
      all: all.map(({ what, seconds }) => `${what}: ${formatDuration(seconds)}`),
      ...limit,
      tooShort: limit.timeoutSeconds !== null && limit.timeoutSeconds < wanted,
      suggested: slowest === undefined ? '' : formatGoDuration(minutes),
    };
  },
};

interface Limit {
  readonly timeoutSeconds: number | null;
  readonly timeoutField: string;
  readonly timeoutText: string;
}

/** An action without a timeout of its own has the release's; an unreadable one is left to the API server. */
function limitOf(release: unknown): Limit {
  const whole = text(field(release, 'spec.timeout'));
  const limits = ['install', 'upgrade'].map((action): Limit => {
    const own = text(field(release, `spec.${action}.timeout`));
    const written = own || whole;
    return {
      timeoutSeconds: parseGoDuration(written || DEFAULT_TIMEOUT) ?? null,
      timeoutField: own === '' ? 'spec.timeout' : `spec.${action}.timeout`,
      timeoutText: written || `${DEFAULT_TIMEOUT} (the default)`,
    };
  });
  const [first = { timeoutSeconds: null, timeoutField: 'spec.timeout', timeoutText: '' }, second = first] = limits;
  return (second.timeoutSeconds ?? Infinity) < (first.timeoutSeconds ?? Infinity) ? second : first;
}

interface Duration {
  readonly what: string;
  readonly seconds: number;
}

/** How long a failed action took says how long it was waited for, and nothing else. */
function lastAction(release: unknown): readonly Duration[] {
  const seconds = parseGoDuration(text(field(release, 'status.lastAttemptedReleaseActionDuration')));
  const action = text(field(release, 'status.lastAttemptedReleaseAction'));
  const succeeded = text(entry(condition(release, 'Released'), 'status')) === 'True';
  return seconds === undefined || action === '' || !succeeded ? [] : [{ what: `the last ${action}`, seconds }];
}

function rollouts(
  deployments: readonly unknown[],
  replicasets: readonly unknown[],
  pods: readonly unknown[],
): readonly Duration[] {
  return deployments.flatMap((deployment) => {
    const current = replicasets.find((set) => isOwned(set, deployment) && revisionOf(set) === revisionOf(deployment));
    // One that was rolled back to is older than its rollout.
    if (current === undefined || REUSED in record(field(current, 'metadata.annotations'))) return [];
    const ended = endOfRollout(deployment);
    const own = pods.filter((pod) => isOwned(pod, current));
    const seconds = secondsToReady(current, own, ended);
    return seconds === undefined ? [] : [{ what: `the rollout of Deployment ${nameOf(deployment)}`, seconds }];
  });
}

/** The deployment controller notes here which revisions a ReplicaSet has been before. */
const REUSED = 'deployment.kubernetes.io/revision-history';

function isOwned(object: unknown, owner: unknown): boolean {
  const uid = text(field(owner, 'metadata.uid'));
  return uid !== '' && list(field(object, 'metadata.ownerReferences')).some((each) => entry(each, 'uid') === uid);
}

function revisionOf(object: unknown): string {
  return text(record(field(object, 'metadata.annotations'))['deployment.kubernetes.io/revision']);
}

/** When the deployment controller saw the rollout complete, in seconds since 1970; undefined where it does not say. */
function endOfRollout(deployment: unknown): number | undefined {
  const progressing = condition(deployment, 'Progressing');
  if (entry(progressing, 'reason') !== 'NewReplicaSetAvailable') return undefined;
  return parseTime(text(entry(progressing, 'lastUpdateTime')));
}

/** Pods that came after the rollout (scaled up, moved to another node) or were restarted do not measure it. */
function secondsToReady(set: unknown, pods: readonly unknown[], ended: number | undefined): number | undefined {
  const from = createdAt(set);
  const first = pods.filter((pod) => ended === undefined || (createdAt(pod) ?? Infinity) <= ended);
  const ready = first.flatMap(readySince);
  if (from === undefined || first.length === 0 || ready.length < first.length) return undefined;
  const seconds = Math.max(...ready) - from;
  return seconds < 0 ? undefined : seconds;
}

function createdAt(object: unknown): number | undefined {
  return parseTime(text(field(object, 'metadata.creationTimestamp')));
}

function readySince(pod: unknown): readonly number[] {
  const ready = condition(pod, 'Ready');
  const restarts = list(field(pod, 'status.containerStatuses')).some(
    (each) => (num(entry(each, 'restartCount')) ?? 0) > 0,
  );
  const at = parseTime(text(entry(ready, 'lastTransitionTime')));
  return entry(ready, 'status') !== 'True' || restarts || at === undefined ? [] : [at];
}
