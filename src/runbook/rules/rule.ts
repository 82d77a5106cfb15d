import type { Probe } from '../../model/probe.ts';
import type { Runbook } from '../../model/runbook.ts';
import type { Mentions } from '../mentions.ts';
import type { Complaint } from '../shape-issue.ts';
import type { TypedText } from '../typed.ts';

/** What a rule looks at: one runbook, and what it may refer to. */
export interface Subject {
  readonly runbook: Runbook;
  readonly mentions: readonly Mentions[];
  /** The same texts with the types of what they name. */
  readonly typed: readonly TypedText[];
  /** Every runbook by name, this one included. */
  readonly runbooks: ReadonlyMap<string, Runbook>;
  /** Names of runbooks that are there and could not be read: nothing is known about them. */
  readonly unreadable: ReadonlySet<string>;
  readonly probes: ReadonlyMap<string, Probe>;
  /** The names of the files of log patterns. */
  readonly patterns: readonly string[];
}

/** A complaint before it is known by which rule. */
export type Flaw = Omit<Complaint, 'rule'>;

/** One thing that must be so in every runbook. */
export interface Rule {
  readonly name: string;
  /** What must be so, in one sentence for the documents. */
  readonly says: string;
  check(subject: Subject): readonly Flaw[];
}
