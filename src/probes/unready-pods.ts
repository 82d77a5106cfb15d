import type { Probe, ProbeResult } from '../model/probe.ts';
import { ageSeconds, parseTime } from '../text/time.ts';
import { condition, entry, field, list, num, text } from './read.ts';
import { hasEnded } from './scheduling/pods.ts';

/** Which of many pods have a node and are not ready: as a filter in a runbook it would take most of the time of a whole cluster. */
export const unreadyPods: Probe = {
  name: 'unready-pods',
  computes: 'Which pods have had a node for a while and are neither ready nor at their end.',
  params: {
    pods: { is: 'list', means: 'the pods' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
    after: { is: 'number', means: 'how old a pod has to be, in seconds' },
  },
  returns: { pods: 'those pods, in the order in which they were given' },
  run({ pods, now, after }): ProbeResult | undefined {
    const at = parseTime(text(now));
    const least = num(after);
    if (!Array.isArray(pods) || at === undefined || least === undefined) return undefined;
    return { pods: list(pods).filter((pod) => isUnready(pod) && isOlder(pod, least, at)) };
  },
};

function isUnready(pod: unknown): boolean {
  if (statusOf(pod, 'Ready') !== 'False' || statusOf(pod, 'PodScheduled') !== 'True') return false;
  return !hasEnded(pod) && field(pod, 'metadata.deletionTimestamp') === undefined;
}

function isOlder(pod: unknown, least: number, now: number): boolean {
  const age = ageSeconds(text(field(pod, 'metadata.creationTimestamp')), now);
  return age !== undefined && age > least;
}

function statusOf(pod: unknown, type: string): unknown {
  return entry(condition(pod, type), 'status');
}
