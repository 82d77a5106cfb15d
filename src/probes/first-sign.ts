import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { condition, entry, field, list, text } from './read.ts';

/** When trouble began, as far as what is in trouble now still tells. */
export const firstSign: Probe = {
  name: 'first-sign',
  computes: 'The first moment at which something that is not well now stopped being so, in some time and before it.',
  params: {
    since: { is: 'text', means: 'From when on, RFC 3339.' },
    pods: { is: 'list', means: 'The pods.' },
    objects: { is: 'list', means: 'Workloads, Jobs, HelmReleases and Kustomizations.' },
  },
  returns: {
    at: 'The first sign in that time, or else the last one before it, RFC 3339; null without any.',
    object: 'The object that gives it.',
    known: 'Whether there is one.',
    earlier: 'Whether it was before that time.',
  },
  run({ since, pods, objects }: ProbeArgs): ProbeResult | undefined {
    const from = parseTime(text(since));
    if (from === undefined) return undefined;
    const signs = [...list(pods).flatMap(signsOfPod), ...list(objects).flatMap(signsOfObject)].toSorted(
      (a, b) => a.seconds - b.seconds,
    );
    const sign = signs.find(({ seconds }) => seconds >= from) ?? signs.at(-1);
    if (sign === undefined) return { at: null, object: null, known: false, earlier: false };
    return { at: sign.at, object: sign.object, known: true, earlier: sign.seconds < from };
  },
};

interface Sign {
  readonly at: string;
  readonly seconds: number;
  readonly object: unknown;
}

/** A pod that is done is not ready either, and well. */
function signsOfPod(pod: unknown): readonly Sign[] {
  const phase = field(pod, 'status.phase');
  if (phase === 'Succeeded' || phase === 'Failed' || field(pod, 'metadata.deletionTimestamp') !== undefined) return [];
  return [condition(pod, 'Ready'), condition(pod, 'PodScheduled')].flatMap((each) => signOf(pod, each, 'False'));
}

function signsOfObject(object: unknown): readonly Sign[] {
  if (entry(object, 'kind') === 'Job') return signOf(object, condition(object, 'Failed'), 'True');
  const isOff = field(object, 'spec.suspend') === true;
  return isOff ? [] : ['Ready', 'Available'].flatMap((type) => signOf(object, condition(object, type), 'False'));
}

function signOf(object: unknown, told: unknown, bad: string): readonly Sign[] {
  const at = text(entry(told, 'lastTransitionTime'));
  const seconds = parseTime(at);
  return entry(told, 'status') === bad && seconds !== undefined ? [{ at, seconds, object }] : [];
}
