/** The story of a cell, `RUNBOOK/NAME` or a folder under `examples/`, or why there cannot be one. */
export type Cell = string | { readonly none: string };

/**
 * One way in which a HelmRelease fails, and its stories: the fault; nothing wrong, and old signs that speak of it; the
 * fault with the look-up forbidden that proves it.
 */
export interface FluxFailure {
  /** `F01` to `F38`, the kinds of unready rollouts as `F01a` to `F01i`. */
  readonly id: string;
  readonly failure: string;
  readonly fault: Cell;
  readonly decoy: Cell;
  readonly denied: Cell;
}

/** The cells of a failure, in the order of the page. */
export const FACES = ['fault', 'decoy', 'denied'] as const;

/** Nobody has written the story. A failure that is known and not built is listed, so that it is not forgotten. */
export const NOT_YET: Cell = { none: 'not built yet' };

/** The three stories that are called after the fault. */
export function faces(fault: string): Pick<FluxFailure, (typeof FACES)[number]> {
  return { fault, decoy: `${fault}-decoy`, denied: `${fault}-denied` };
}

/** A failure without a story so far. */
export const nothingYet = { fault: NOT_YET, decoy: NOT_YET, denied: NOT_YET };
