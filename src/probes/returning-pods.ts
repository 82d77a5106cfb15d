import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { entry, field, list, namespaceOf, nameOf, num, text } from './read.ts';
import { hasEnded, isReady } from './scheduling/pods.ts';

/** Pods that look well at this moment, and whose containers end again and again: a workload calls itself complete then. */
export const returningPods: Probe = {
  name: 'returning-pods',
  computes:
    'Which pods are ready, though a container of them ended lately and often; one for all that share a controller.',
  params: {
    pods: { is: 'list', means: 'The pods.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
    within: { is: 'number', means: 'How long ago the last end may be, in seconds.' },
    least: { is: 'number', means: 'How often the container has to have been started anew.' },
    paces: {
      is: 'number',
      means:
        'How many times as long as between two ends a container may be up before it counts as settled: after the crashes of a start it soon is.',
    },
  },
  returns: {
    pods:
      'Those pods, the one whose container ended last for each controller; none of a controller that has a pod which is ' +
      'not ready, and none of which the container has been up for longer than `paces` allows.',
  },
  run({ pods, now, within, least, paces }): ProbeResult | undefined {
    const measure = measureOf(parseTime(text(now)), [within, least, paces].map(num));
    if (!Array.isArray(pods) || measure === undefined) return undefined;
    return { pods: chosenOf(list(pods), (pod) => lastEnd(pod, measure)) };
  },
};

/** The pod that ended last, of each controller of which all pods are ready. */
function chosenOf(pods: readonly unknown[], endOf: (pod: unknown) => number | undefined): readonly unknown[] {
  const latest = new Map<string, { pod: unknown; end: number }>();
  for (const pod of pods) {
    const end = isWell(pod) ? endOf(pod) : undefined;
    if (end === undefined) continue;
    const before = latest.get(makerOf(pod));
    if (before === undefined || end > before.end) latest.set(makerOf(pod), { pod, end });
  }
  if (latest.size === 0) return [];
  for (const pod of pods) if (!hasEnded(pod) && !isReady(pod)) latest.delete(makerOf(pod));
  return [...latest.values()].map(({ pod }) => pod);
}

function isWell(pod: unknown): boolean {
  return isReady(pod) && !hasEnded(pod) && field(pod, 'metadata.deletionTimestamp') === undefined;
}

function makerOf(pod: unknown): string {
  const [owner] = list(field(pod, 'metadata.ownerReferences'));
  return owner === undefined
    ? `Pod ${namespaceOf(pod)}/${nameOf(pod)}`
    : `${text(entry(owner, 'kind'))} ${namespaceOf(pod)}/${text(entry(owner, 'name'))}`;
}

interface Measure {
  /** Seconds since 1970. */
  readonly now: number;
  /** Seconds. */
  readonly within: number;
  readonly least: number;
  readonly paces: number;
}

function measureOf(now: number | undefined, given: readonly (number | undefined)[]): Measure | undefined {
  const [within, least, paces] = given;
  if (now === undefined || within === undefined || least === undefined || paces === undefined) return undefined;
  return { now, within, least, paces };
}

/** When a container that returns again and again ended last, in seconds since 1970; undefined where none does. */
function lastEnd(pod: unknown, { now, within, least, paces }: Measure): number | undefined {
  const born = parseTime(text(field(pod, 'metadata.creationTimestamp')));
  const ends = list(field(pod, 'status.containerStatuses')).flatMap((status) => {
    const restarts = num(entry(status, 'restartCount')) ?? 0;
    const end = parseTime(text(field(status, 'lastState.terminated.finishedAt')));
    if (restarts < least || end === undefined || born === undefined || now - end > within) return [];
    return now - end > (paces * (end - born)) / restarts ? [] : [end];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}
