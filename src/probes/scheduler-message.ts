import type { Probe, ProbeResult } from '../model/probe.ts';
import { text } from './read.ts';

/** Reads what kube-scheduler says about a pod that it cannot place (`FitError.Error`, framework/types.go). */
export const schedulerMessage: Probe = {
  name: 'scheduler-message',
  computes: "The reasons in a scheduler's message, with the number of nodes and the kind of each.",
  params: {
    message: { is: 'text', means: "The message of the pod's PodScheduled condition, or of a FailedScheduling event." },
  },
  returns: {
    total: 'Number of nodes that the message speaks of; null when it does not say.',
    reasons: 'Each reason as `{count, text, class}`; a reason without a count of its own holds for all nodes.',
    classes:
      'The kinds of reason, each once: capacity, pods, taint, selector, cordoned, volume, pvc, affinity, anti-affinity, spread, ports, gates, other.',
    insufficient: 'The resources that are insufficient, each once.',
    preemption: 'What it says about evicting other pods; empty when nothing.',
  },
  run: ({ message }) => parseMessage(text(message)),
};

interface Reason {
  readonly count: number | null;
  readonly text: string;
  readonly class: string;
}

/** Dots occur inside reasons (`nvidia.com/gpu`), so the tail is found by its words. Old releases put it on a new line. */
const TAIL = /(?:\.?\s{1,4}|^)(?:(?:no new claims to deallocate|still not schedulable)(?:, |\.?$))?(?:preemption: |$)/;

const HEADER = /^\d+\/(\d+) nodes are available: /;

function parseMessage(message: string): ProbeResult | undefined {
  const whole = message.trim();
  if (whole === '') return undefined;
  const header = HEADER.exec(whole);
  const total = header === null ? statedTotal(whole) : Number(header[1]);
  const [body, preemption] = splitTail(whole.slice(header?.[0].length ?? 0));
  const reasons = parseReasons(body, total);
  return {
    total,
    reasons,
    classes: unique(reasons.map((reason) => reason.class)),
    insufficient: unique(reasons.flatMap((reason) => /^Insufficient (\S+)$/.exec(reason.text)?.[1] ?? [])),
    preemption,
  };
}

function statedTotal(message: string): number | null {
  return message.startsWith('no nodes available to schedule pods') ? 0 : null;
}

function splitTail(rest: string): readonly [body: string, tail: string] {
  const tail = TAIL.exec(rest);
  if (tail === null) return [withoutEnd(rest), ''];
  return [withoutEnd(rest.slice(0, tail.index)), withoutEnd(rest.slice(tail.index + tail[0].length))];
}

/** Drops the final dot, and the mark that an event's message was cut. */
function withoutEnd(part: string): string {
  return part
    .trim()
    .replace(/ \.\.\.$/, '')
    .replace(/\.$/, '');
}

/** A message from before any node was looked at (prefilter) has no counts. */
function parseReasons(body: string, total: number | null): readonly Reason[] {
  if (body === '') return [];
  if (!/^\d+ /.test(body)) return [{ count: total, text: body, class: classOf(body) }];
  return body.split(/, (?=\d+ )/).map((part) => {
    const [, count = '0', reason = ''] = /^(\d+) (.*)$/s.exec(part) ?? [];
    return { count: Number(count), text: reason, class: classOf(reason) };
  });
}

/**
 * In order: the first that matches names the kind. Words are those of the plugins in pkg/scheduler/framework/plugins, and
 * of the nodes that the NodeAffinity plugin leaves out beforehand, by name (schedule_one.go, framework/runtime).
 */
const CLASSES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/scheduling gates/i, 'gates'],
  [/persistentvolumeclaim/i, 'pvc'],
  [/^insufficient /i, 'capacity'],
  [/^too many pods/i, 'pods'],
  [/\btaints?\b|nodes?(?:\(s\))? were not ready/i, 'taint'],
  [/were unschedulable/i, 'cordoned'],
  [/volume|non-existent pv|enough free storage|ReadWriteOncePod|no available disk/i, 'volume'],
  [/topology spread/i, 'spread'],
  [/pods? anti-affinity rules/i, 'anti-affinity'],
  [/node affinity|node selector|affinity\/selector|requested node name|plugin(?:\(s\))? \[?NodeAffinity/i, 'selector'],
  [/^pod affinity terms conflict/i, 'selector'],
  [/pod affinity/i, 'affinity'],
  [/free ports/i, 'ports'],
];

function classOf(reason: string): string {
  return CLASSES.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
