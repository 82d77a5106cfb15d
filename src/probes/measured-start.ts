import { formatGoDuration } from '../text/duration.ts';
import { parseTime } from '../text/time.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { condition, entry, field, list, nameOf, num, text } from './read.ts';

const SECONDS_PER_MINUTE = 60;

/** How long the pods that are ready took from their creation to being ready: the measure for a Helm timeout. */
export const measuredStart: Probe = {
  name: 'measured-start',
  computes: 'How long pods took to become ready, and the timeout that would leave a margin above that.',
  params: {
    pods: { is: 'list', means: 'the pods of the release' },
    margin: { is: 'number', means: 'how many times the slowest start a timeout is to be, such as 1.5' },
  },
  returns: {
    measured: 'how many pods could be measured (count)',
    slowest: 'the slowest start, in seconds; null without one',
    pod: 'the name of the pod that took so long; empty without one',
    waited: 'for how long of that it had no node, in seconds; 0 where nothing tells',
    suggestedSeconds: 'the slowest start times the margin, in seconds, rounded up to a minute; null without one',
    suggested: 'the same as a Go duration such as 10m0s; empty without one',
  },
  run({ pods, margin }) {
    const times = num(margin);
    if (!Array.isArray(pods) || times === undefined) return undefined;
    const starts = list(pods).flatMap(startOf);
    const slowest = starts.toSorted((a, b) => b.seconds - a.seconds)[0];
    if (slowest === undefined) return NOTHING;
    const suggestedSeconds = Math.ceil((slowest.seconds * times) / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
    return {
      measured: starts.length,
      slowest: slowest.seconds,
      pod: slowest.pod,
      waited: slowest.waited,
      suggestedSeconds,
      suggested: formatGoDuration(suggestedSeconds),
    };
  },
};

const NOTHING: ProbeResult = {
  measured: 0,
  slowest: null,
  pod: '',
  waited: 0,
  suggestedSeconds: null,
  suggested: '',
};

interface Start {
  readonly pod: string;
  readonly seconds: number;
  readonly waited: number;
}

/** A pod that was restarted became ready again later than it first did, so it measures nothing. */
function startOf(pod: unknown): readonly Start[] {
  const ready = condition(pod, 'Ready');
  if (entry(ready, 'status') !== 'True' || restartsOf(pod) > 0) return [];
  const from = parseTime(text(field(pod, 'metadata.creationTimestamp')));
  const to = parseTime(text(entry(ready, 'lastTransitionTime')));
  if (from === undefined || to === undefined || to < from) return [];
  const placed = parseTime(text(entry(condition(pod, 'PodScheduled'), 'lastTransitionTime'))) ?? from;
  return [{ pod: nameOf(pod), seconds: to - from, waited: Math.max(0, Math.min(placed, to) - from) }];
}

function restartsOf(pod: unknown): number {
  return list(field(pod, 'status.containerStatuses')).reduce<number>(
    (sum, status) => sum + (num(entry(status, 'restartCount')) ?? 0),
    0,
  );
}
