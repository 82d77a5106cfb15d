import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, list, num, text } from './read.ts';
import { grouped } from './scheduling/grouped.ts';

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
  const said = grouped(reasons, classOf);
  const counted = grouped(first, (bar) => CLASSES[text(entry(bar, 'kind'))] ?? '');
  const classes = [...new Set([...counted.keys(), ...said.keys()])];
  return {
    kinds: Object.keys(CLASSES).filter((kind) => said.has(CLASSES[kind] ?? '') && counted.has(CLASSES[kind] ?? '')),
    differs: classes
      .map((reason) => {
        const number = sum(counts(counted.get(reason)));
        return { reason, said: nearest(number, counts(said.get(reason))), counted: number };
      })
      .filter((each) => each.said !== each.counted),
  };
}

/** The number of pods is one of a node's resources here. */
function classOf(reason: unknown): string {
  const name = text(entry(reason, 'class'));
  return name === 'pods' ? 'capacity' : name;
}

function counts(reasons: readonly unknown[] | undefined): readonly number[] {
  return (reasons ?? []).map((reason) => num(entry(reason, 'count')) ?? 0);
}

/**
 * A node that lacks several resources is named once for each (`FitError.Error`, framework/types.go), and different nodes
 * may lack different ones: the nodes of a class are at least as many as its largest number says and at most the sum.
 */
function nearest(counted: number, said: readonly number[]): number {
  return Math.min(Math.max(counted, ...said), sum(said));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
