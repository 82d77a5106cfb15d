import type { ConditionalWords, Expression, Words } from './words.ts';

/** What was changed in some time, as leads: what may have caused the trouble, and may have nothing to do with it. */
export interface LeadsSpec {
  /** From when on, RFC 3339; without it there is nothing to tell. */
  readonly since: Expression;
  /** The first sign of trouble, RFC 3339 or null. */
  readonly onset: Expression;
  /** What the onset rests on: the first whose condition is known to hold. */
  readonly told: readonly ConditionalWords[];
  readonly kinds: readonly LeadSpec[];
  /** What one writer does in the same words within so many seconds is one thing that it did. */
  readonly 'at-once': number;
  /** How many of them a screen shows; a short report half as many. */
  readonly most: number;
}

/** Changes of one kind, in the same words: one per element of `each`. */
export interface LeadSpec {
  readonly each: Expression;
  readonly at: Expression;
  readonly of: Expression;
  readonly text: Words;
  /** Who wrote it; an empty text where nobody is told. */
  readonly writer: Expression;
}
