import type { FactState } from '../model/fact.ts';
import type { Settled } from './settled.ts';

/** A look-up's value and its state; `skipped` when its condition did not hold, `unclear` when what it follows from is unknown. */
export interface LookedUp {
  readonly settled: Settled;
  readonly state: FactState | 'skipped' | 'unclear';
}
