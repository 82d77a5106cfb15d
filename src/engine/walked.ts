import type { Draft } from './draft.ts';
import type { Outcome } from './ending.ts';

/** A walk that has ended, for whoever enters the same runbook with the same inputs again. */
export interface Walked {
  /** A text that is equal for equal inputs, objects being equal by name. */
  readonly inputs: () => Promise<string>;
  readonly outcome: Outcome;
  /** What was found there and further in. */
  readonly drafts: readonly Draft[];
}
