import { parseTime } from '../text/time.ts';
import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, isRecord, list, num, text } from './read.ts';
import { tolerates, type Taint } from './scheduling/tolerations.ts';

/** When a pod is deleted from a node whose taints drive pods away (pkg/controller/tainteviction/taint_eviction.go). */
export const taintEviction: Probe = {
  name: 'taint-eviction',
  computes: 'When the taints of a node have a pod deleted from it, so that its owner can make another one elsewhere.',
  params: {
    pod: { is: 'object', means: 'The pod.' },
    node: { is: 'object', means: 'Its node.' },
  },
  returns: {
    taints: 'The NoExecute taints of the node, as one text.',
    moves: 'no (no such taint), never (it tolerates them without end) or yes.',
    after: 'Seconds that it tolerates them; null when it never moves.',
    at: 'When it is deleted, RFC 3339; empty when it never is, or the taint does not say since when it is there.',
  },
  run: readEviction,
};

interface Timed extends Taint {
  readonly added: string;
}

function readEviction({ pod, node }: ProbeArgs): ProbeResult | undefined {
  if (!isRecord(pod) || !isRecord(node)) return undefined;
  const taints = drivingTaints(node);
  const keys = taints.map(({ key }) => key).join(', ');
  if (taints.length === 0) return { taints: '', moves: 'no', after: null, at: '' };
  const after = patience(pod, taints);
  if (after === null) return { taints: keys, moves: 'never', after: null, at: '' };
  return { taints: keys, moves: 'yes', after, at: deadline(taints, after) };
}

function drivingTaints(node: unknown): readonly Timed[] {
  return list(field(node, 'spec.taints'))
    .map((taint) => ({
      key: text(entry(taint, 'key')),
      value: text(entry(taint, 'value')),
      effect: text(entry(taint, 'effect')),
      added: text(entry(taint, 'timeAdded')),
    }))
    .filter(({ effect }) => effect === 'NoExecute');
}

/**
 * The shortest time of the tolerations that match (`getMinTolerationTime`): 0 where a taint is not tolerated at all, null
 * where all are tolerated without end.
 */
function patience(pod: unknown, taints: readonly Taint[]): number | null {
  if (taints.some((taint) => !tolerates(pod, taint))) return 0;
  const used = list(field(pod, 'spec.tolerations')).filter((toleration) =>
    taints.some((taint) => tolerates({ spec: { tolerations: [toleration] } }, taint)),
  );
  const limits = used.flatMap((toleration) => num(entry(toleration, 'tolerationSeconds')) ?? []);
  return limits.length === 0 ? null : Math.max(0, Math.min(...limits));
}

/** The clock starts with the first of the taints. */
function deadline(taints: readonly Timed[], after: number): string {
  const began = taints.flatMap(({ added }) => parseTime(added) ?? []);
  if (began.length === 0) return '';
  return new Date((Math.min(...began) + after) * 1000).toISOString().replace('.000Z', 'Z');
}
