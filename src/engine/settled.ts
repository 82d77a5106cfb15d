import type { FactState } from '../model/fact.ts';

/** A value as a walk sees it: known, or unknown because of look-ups that gave no answer. */
export type Settled = Known | Unknown;

/** A value that was worked out. */
export interface Known {
  readonly known: true;
  readonly value: unknown;
  /** What would have gone into the value, gave no answer, and turned out not to be needed for it. */
  readonly without: readonly Gap[];
}

/** No value, with the look-ups that it would have taken. */
export interface Unknown {
  readonly known: false;
  readonly because: readonly Gap[];
}

/** Why something is not known: a look-up that gave no answer, or a value that could not be worked out. */
export interface Gap {
  readonly of: 'look-up' | 'value';
  readonly lookup: string;
  readonly state: Exclude<FactState, 'known'>;
  readonly need: string;
}

/** A value that cannot be used: what it is the value of, and what is wrong with it. */
export function misfit(lookup: string, need: string): Gap {
  return { of: 'value', lookup, state: 'failed', need };
}

/** A value that is known, with the gaps that it could do without. */
export function known(value: unknown, without: readonly Gap[] = []): Known {
  return { known: true, value, without: distinct(without) };
}

/** A value that is not known, with every distinct reason once. */
export function unknown(gaps: readonly Gap[]): Unknown {
  return { known: false, because: distinct(gaps) };
}

/** The same value, beside which further gaps were seen. */
export function beside(settled: Settled, gaps: readonly Gap[]): Settled {
  if (gaps.length === 0) return settled;
  return settled.known ? known(settled.value, [...settled.without, ...gaps]) : unknown([...settled.because, ...gaps]);
}

/** All that gave no answer among some values: what they lack, and what they could do without. */
export function gapsOf(values: readonly Settled[]): readonly Gap[] {
  return values.flatMap((value) => (value.known ? value.without : value.because));
}

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  if (gaps.length < 2) return gaps;
  return [...new Map(gaps.map((gap) => [`${gap.lookup} ${gap.state} ${gap.need}`, gap])).values()];
}
