import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { entry, field, list, namespaceOf, num, text } from './read.ts';
import { hasEnded, isReady } from './scheduling/pods.ts';
import { endOfPod } from './pod-stop.ts';

/** Pods that kubelets send away one after the other, while a successor is ready whenever somebody looks. */
export const evictedAgain: Probe = {
  name: 'evicted-again',
  computes:
    'Which pods were evicted last where several of one controller were evicted lately, and those that it has now are ready.',
  params: {
    pods: { is: 'list', means: 'The pods.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
    within: { is: 'number', means: 'How long ago an eviction may be to count, in seconds.' },
    least: { is: 'number', means: 'How many there have to be.' },
  },
  returns: {
    pods:
      'The pod that was evicted last, for each controller with so many; none of a controller that has no pod, of one with a ' +
      'pod that is not ready, which is told by itself, and of a Job.',
  },
  run({ pods, now, within, least }): ProbeResult | undefined {
    const [at, span, count] = [parseTime(text(now)), num(within), num(least)];
    if (!Array.isArray(pods) || at === undefined || span === undefined || count === undefined) return undefined;
    const groups = groupsOf(list(pods));
    return {
      pods: groups.flatMap((members) => {
        const gone = members.filter((pod) => isEvicted(pod) && at - (parseTime(endOfPod(pod)) ?? 0) <= span);
        const alive = members.filter((pod) => !hasEnded(pod));
        if (gone.length < count || alive.length === 0 || !alive.every(isReady)) return [];
        return gone.toSorted((a, b) => (endOfPod(a) < endOfPod(b) ? 1 : -1)).slice(0, 1);
      }),
    };
  },
};

/** The pods of each controller; Node 20 has no `Map.groupBy`. */
function groupsOf(pods: readonly unknown[]): readonly (readonly unknown[])[] {
  const groups = new Map<string, unknown[]>();
  for (const pod of pods) {
    const maker = makerOf(pod);
    if (maker === '') continue;
    const group = groups.get(maker);
    if (group === undefined) groups.set(maker, [pod]);
    else group.push(pod);
  }
  return [...groups.values()];
}

function isEvicted(pod: unknown): boolean {
  return field(pod, 'status.phase') === 'Failed' && field(pod, 'status.reason') === 'Evicted';
}

function makerOf(pod: unknown): string {
  const owner = list(field(pod, 'metadata.ownerReferences')).find((each) => entry(each, 'controller') === true);
  const kind = text(entry(owner, 'kind'));
  return kind === '' || kind === 'Job' ? '' : `${kind} ${namespaceOf(pod)}/${text(entry(owner, 'name'))}`;
}
