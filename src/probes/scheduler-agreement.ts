import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, list, num, text } from './read.ts';

/** Holds the arithmetic of now against the scheduler's own message, its second witness. */
export const schedulerAgreement: Probe = {
  name: 'scheduler-agreement',
  computes: "What the filters computed here and the scheduler's message both say, and where they differ.",
  params: {
    reasons: { is: 'list', means: 'The reasons of scheduler-message.' },
    first: { is: 'list', means: '`first` of pod-placement.' },
  },
  returns: {
    kinds: 'The kinds of reason that both name, in the words of pod-placement.',
    differs: 'Where the numbers of nodes differ: `{reason, said, counted}`.',
  },
  run: ({ reasons, first }) => compare(list(reasons), list(first)),
};

/** The kinds of pod-placement by what the scheduler calls them. */
const CLASSES: Readonly<Record<string, string>> = {
  cordoned: 'cordoned',
  notReady: 'taint',
  taint: 'taint',
  selector: 'selector',
  ports: 'ports',
  capacity: 'capacity',
  tooSmall: 'capacity',
  volume: 'volume',
  volumeZone: 'volume',
  spread: 'spread',
  affinity: 'affinity',
  antiAffinity: 'anti-affinity',
};

function compare(reasons: readonly unknown[], first: readonly unknown[]): ProbeResult {
  const said = sums(
    reasons.map((reason) => [classOf(reason), num(entry(reason, 'count')) ?? 0] as const),
    Math.max,
  );
  const counted = sums(
    first.map((bar) => [CLASSES[text(entry(bar, 'kind'))] ?? '', num(entry(bar, 'count')) ?? 0] as const),
    (a, b) => a + b,
  );
  const classes = [...new Set([...counted.keys(), ...said.keys()])];
  return {
    kinds: Object.keys(CLASSES).filter((kind) => said.has(CLASSES[kind] ?? '') && counted.has(CLASSES[kind] ?? '')),
    differs: classes
      .map((reason) => ({ reason, said: said.get(reason) ?? 0, counted: counted.get(reason) ?? 0 }))
      .filter((each) => each.said !== each.counted),
  };
}

/**
 * A node that lacks several resources is named once for each, so the largest number of a class is the nearest; the number
 * of pods is one of its resources here.
 */
function classOf(reason: unknown): string {
  const name = text(entry(reason, 'class'));
  return name === 'pods' ? 'capacity' : name;
}

function sums(
  counts: readonly (readonly [string, number])[],
  join: (a: number, b: number) => number,
): ReadonlyMap<string, number> {
  const joined = new Map<string, number>();
  for (const [name, count] of counts) joined.set(name, join(joined.get(name) ?? 0, count));
  return joined;
}
