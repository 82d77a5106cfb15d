import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, list, text } from './read.ts';

/** How long images took to arrive, by what kubelets say when they have one. */
export const pullTimes: Probe = {
  name: 'pull-times',
  computes: 'How long the pulls of images took that kubelets tell of in events, longest first.',
  params: {
    events: { is: 'list', means: 'Events with the reason Pulled.' },
    slow: { is: 'number', means: 'From how many seconds on a pull is slow.' },
  },
  returns: {
    rows: 'One row per image, slowest first: image, pulls (a count), longest and waiting (that with the queue before it; seconds), bytes (0 where not told).',
    slow: 'Those of them that were slow.',
    pulls: 'How many pulls there were (a count).',
  },
  run({ events, slow }): ProbeResult | undefined {
    if (!Array.isArray(events) || typeof slow !== 'number') return undefined;
    const pulls = list(events).flatMap((each) => pullIn(text(entry(each, 'message'))));
    const rows = [...new Set(pulls.map(({ image }) => image))]
      .map((image) => rowOf(pulls.filter((each) => each.image === image)))
      .toSorted((a, b) => b.longest - a.longest);
    return { rows, slow: rows.filter(({ longest }) => longest >= slow), pulls: pulls.length };
  },
};

interface Pull {
  readonly image: string;
  readonly seconds: number;
  readonly waiting: number;
  readonly bytes: number;
}

/** kubernetes: pkg/kubelet/images/image_manager.go; an image that was there already is told in other words. */
const PULLED =
  /^Successfully pulled image "([^"]{1,500})" in ([0-9a-zµ.]+)(?: \(([0-9a-zµ.]+) including waiting\))?(?:\. Image size: (\d+) bytes)?/;

function pullIn(message: string): readonly Pull[] {
  const match = PULLED.exec(message);
  if (match === null) return [];
  const [, image = '', took = '', whole = took, bytes = '0'] = match;
  const seconds = goSeconds(took);
  return seconds === undefined ? [] : [{ image, seconds, waiting: goSeconds(whole) ?? seconds, bytes: Number(bytes) }];
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, µs: 0.000001, us: 0.000001, ns: 0 };

/** A duration as Go writes it, such as `1m2.5s`. */
function goSeconds(words: string): number | undefined {
  const parts = [...words.matchAll(/([0-9.]+)(h|ms|m|s|µs|us|ns)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
}

function rowOf(pulls: readonly Pull[]): { readonly image: string; readonly longest: number } & ProbeResult {
  const most = (of: (pull: Pull) => number): number => Math.max(...pulls.map(of));
  return {
    image: pulls[0]?.image ?? '',
    pulls: pulls.length,
    longest: Math.round(most(({ seconds }) => seconds)),
    waiting: Math.round(most(({ waiting }) => waiting)),
    bytes: most(({ bytes }) => bytes),
  };
}
