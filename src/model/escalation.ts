import type { Expression, Words } from './words.ts';

/** Who deals with a finding, one after the other: whoever is on call, those who run what is broken, those who made it. */
export const LEVELS = ['L1', 'L2', 'L3'] as const;
export type Level = (typeof LEVELS)[number];

/** Whom to call about what a walk found, as the runbook that it began with has it. In its texts `item` is the finding. */
export interface EscalationSpec {
  /** The level to begin with: the first rule that holds; the last has no condition. */
  readonly begin: readonly { readonly level: Level; readonly when?: Expression; readonly because: Words }[];
  /** Per level whose turn it is, and what they do: the first rule that holds; the last has no condition. */
  readonly levels: Readonly<Record<Level, readonly TurnSpec[]>>;
  /** Who the teams are, by the names that a profile gives contacts to. */
  readonly teams: Readonly<Record<string, Words>>;
  readonly 'hand-over': readonly HandOverSpec[];
}

/** Whose turn it is and what they do, where `when` holds. */
export interface TurnSpec {
  readonly team: string;
  readonly when?: Expression;
  readonly does: Words;
}

/** One thing that the next level needs; with `each` one per element, which is `item`. */
export interface HandOverSpec {
  readonly what: Words;
  readonly each?: Expression;
  readonly when?: Expression;
  /** What is in it, and what to see to before it is given away. */
  readonly holds: Words;
  readonly commands: readonly Words[];
  /** What a person has to fill in, by the name that stands as `<name>` in the commands. */
  readonly blanks?: Readonly<Record<string, Words>>;
}

/** Whom to call about one finding. */
export interface Escalation {
  readonly begin: Level;
  /** The rule that chose the level. */
  readonly because: string;
  /** One per level, in their order. */
  readonly turns: readonly Turn[];
}

/** What one level does. */
export interface Turn {
  readonly level: Level;
  /** The name that a profile gives a contact to. */
  readonly team: string;
  /** Who that is, in words. */
  readonly who: string;
  /** How they are reached; empty where no profile says so. */
  readonly contact: string;
  readonly does: string;
}

/** Something to hand over, and the commands that make it; they are printed and never run. */
export interface HandOver {
  readonly what: string;
  readonly holds: string;
  readonly commands: readonly string[];
  readonly blanks: readonly { readonly text: string; readonly question: string }[];
}
