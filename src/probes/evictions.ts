import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { kubeletEviction } from './kubelet-eviction.ts';
import { podStop } from './pod-stop.ts';
import { compareText, field, list, nameOf, num, text } from './read.ts';

/** Of many evicted pods those that say something: the late ones over a limit of their own, and the last of each node. */
export const evictions: Probe = {
  name: 'evictions',
  computes:
    'Which evicted pods went over a limit of their own lately, and which was the last that each node evicted for its own sake.',
  params: {
    pods: { is: 'list', means: 'The pods; those that were not evicted are passed over.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
    within: { is: 'number', means: 'What counts as lately, in seconds.' },
  },
  returns: {
    overLimit: 'The pods that went over their own limit lately, latest first.',
    lastOfNode: 'The last evicted pod of each node that ran low, by node.',
    nodes: 'Those nodes, in order.',
    count: 'How many of the pods were evicted (a count).',
  },
  run({ pods, now, within }): ProbeResult | undefined {
    const [at, span] = [parseTime(text(now)), num(within)];
    if (!Array.isArray(pods) || at === undefined || span === undefined) return undefined;
    const all = list(pods)
      .flatMap(evictionOf)
      .toSorted((a, b) => b.at - a.at || compareText(a.name, b.name));
    const forNode = all.filter(({ ownLimit, node }) => !ownLimit && node !== '');
    const nodes = [...new Set(forNode.map(({ node }) => node))].toSorted(compareText);
    return {
      overLimit: all.filter((each) => each.ownLimit && at - each.at <= span).map(({ pod }) => pod),
      lastOfNode: nodes.map((node) => forNode.find((each) => each.node === node)?.pod),
      nodes,
      count: all.length,
    };
  },
};

interface Eviction {
  readonly pod: unknown;
  readonly name: string;
  readonly node: string;
  readonly ownLimit: boolean;
  /** In seconds since 1970; 0 where nothing says so. */
  readonly at: number;
}

function evictionOf(pod: unknown): readonly Eviction[] {
  const stop = podStop.run({ pod });
  if (stop?.['by'] !== 'evicted') return [];
  const told = kubeletEviction.run({ message: stop['message'] });
  return [
    {
      pod,
      name: nameOf(pod),
      node: text(field(pod, 'spec.nodeName')),
      ownLimit: told?.['kind'] === 'own-limit',
      at: parseTime(text(stop['at'])) ?? 0,
    },
  ];
}
