/** One line of CEL. Names are inputs, look-ups, derived values, `answers`, `state`, `server` and `matched`. */
export type Expression = string;

/** Words with placeholders: `{name.field}` or `{name.field:unit}`. No logic. */
export type Words = string;

/** Words that are said where their condition is known to hold. */
export interface ConditionalWords {
  readonly when: Expression;
  readonly words: Words;
}
