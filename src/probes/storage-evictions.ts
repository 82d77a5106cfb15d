import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { kubeletEviction } from './kubelet-eviction.ts';
import { podStop } from './pod-stop.ts';
import { compareText, field, list, nameOf, namespaceOf, num, text } from './read.ts';

/** Which pods were evicted for disk in some time: the trace that a full disk leaves when it has been emptied again. */
export const storageEvictions: Probe = {
  name: 'storage-evictions',
  computes:
    'Which of many pods a kubelet evicted lately because a disk ran low, or because they wrote more than they may.',
  params: {
    pods: { is: 'list', means: 'The pods; those that were not evicted are passed over.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
    within: { is: 'number', means: 'What counts as lately, in seconds.' },
  },
  returns: {
    rows: 'One row per pod, latest first: pod, namespace, name, node, at (RFC 3339), ownLimit (whether it went over a limit of its own).',
    nodes: 'Names of the nodes that ran low, in order.',
  },
  run({ pods, now, within }): ProbeResult | undefined {
    const [at, span] = [parseTime(text(now)), num(within)];
    if (!Array.isArray(pods) || at === undefined || span === undefined) return undefined;
    const rows = list(pods)
      .flatMap(evictionOf)
      .filter((each) => at - (parseTime(each.at) ?? 0) <= span)
      .toSorted((a, b) => compareText(b.at, a.at) || compareText(a.name, b.name));
    const low = rows.filter(({ ownLimit, node }) => !ownLimit && node !== '').map(({ node }) => node);
    return { rows, nodes: [...new Set(low)].toSorted(compareText) };
  },
};

function evictionOf(pod: unknown) {
  const stop = podStop.run({ pod });
  const told = stop?.['by'] === 'evicted' ? kubeletEviction.run({ message: stop['message'] }) : undefined;
  const ownLimit = told?.['kind'] === 'own-limit';
  if (!ownLimit && !['ephemeral-storage', 'inodes'].includes(text(told?.['resource']))) return [];
  const node = text(field(pod, 'spec.nodeName'));
  return [{ pod, namespace: namespaceOf(pod), name: nameOf(pod), node, at: text(stop?.['at']), ownLimit }];
}
