import type { Expression, Words } from './words.ts';

/** One step; its form is told by which of check, match, cases, enter and ask it has. */
export type Step = CheckStep | MatchStep | CasesStep | EnterStep | AskStep;

interface StepBase {
  readonly step: string;
  readonly question: string;
  /** What is shown behind the answer. */
  readonly say?: Words;
  /** Evidence that the step rests on. */
  readonly evidence?: readonly EvidenceSpec[];
  /** Not knowing the answer does not stand in the way of "healthy". */
  readonly optional?: boolean;
}

/** A yes/no question that the facts answer. */
export interface CheckStep extends StepBase {
  readonly check: Expression;
  /** Which answer is the good one; `yes` where it is left out, `either` where neither is bad. */
  readonly good?: 'yes' | 'no' | 'either';
  readonly yes: Branch;
  readonly no: Branch;
  readonly unknown: Branch;
}

/** A text held against patterns in order; the first match leads on, its named groups become `matched`. */
export interface MatchStep extends StepBase {
  readonly match: Expression;
  readonly patterns: readonly PatternCase[];
  readonly otherwise: Branch;
  readonly unknown: Branch;
}

/** A pattern (RE2) of a match step, and what a text is called that it matches. */
export interface PatternCase {
  readonly is: string;
  readonly class: string;
  readonly then: Branch;
}

/** Conditions in order; the first that holds leads on. */
export interface CasesStep extends StepBase {
  readonly cases: readonly Case[];
  readonly otherwise: Branch;
  readonly unknown: Branch;
}

/** A condition of a step of cases, and the answer of the step when it holds. */
export interface Case {
  readonly when: Expression;
  readonly answer: string;
  readonly then: Branch;
}

/** Another runbook, entered once, or once per object of a list (then `item` is the object). */
export interface EnterStep extends StepBase {
  readonly enter: string;
  readonly with: Readonly<Record<string, Expression>>;
  readonly each?: Expression;
  /** Its look-ups are started with those of the runbook that enters it, since it is entered whatever they say. */
  readonly ahead?: true;
  /** Ask a person which one; everything is walked when nobody answers. */
  readonly pick?: PickSpec;
  readonly found: Branch;
  /** The step goes there on a guess: what is found is no surer than that, whatever its own witnesses are. */
  readonly 'at-most'?: CapSpec;
  readonly progressing?: Branch;
  readonly clean: Branch;
  readonly unknown: Branch;
}

/** How sure a finding can be at most that was come upon by a guess, and what would tell that the guess was right. */
export interface CapSpec {
  readonly is: 'likely' | 'possible';
  readonly needs: Words;
}

/** The words by which a person chooses one of several. */
export interface PickSpec {
  readonly label: Words;
  readonly hint: Words;
  readonly value: Words;
  /** Where the others are in trouble, too: what is noted of them, and they keep the walk from ending well. */
  readonly 'left-out'?: Words;
}

/** A question that no machine can answer. Without an answer its `unknown` branch is taken. */
export interface AskStep extends StepBase {
  readonly ask: readonly AskOption[];
  readonly unknown: Branch;
}

/** One of the answers that a person may give. */
export interface AskOption {
  readonly answer: string;
  readonly label: string;
  readonly then: Branch;
}

/** Where an answer leads: a step's name, `next`, `healthy`, `unclear`, `end` (with what was found so far), or more than that. */
export type Branch = string | BranchSpec;

/** A branch that does more than lead on: it finds or notes something, or says its own words. */
export interface BranchSpec {
  readonly finding?: string;
  readonly note?: string;
  readonly go?: string;
  readonly say?: Words;
  readonly 'rules-out'?: readonly RuledOutSpec[];
  /** Advice of this runbook that is added to what the entered runbook found. */
  readonly advise?: readonly string[];
}

/** A cause that a branch rules out, and by what. */
export interface RuledOutSpec {
  readonly what: Words;
  readonly by: Words;
}

/** One field of one object. `field` is a dotted path; `[type=Ready]` picks the element of a list. */
export interface EvidenceSpec {
  readonly of: Expression;
  readonly field: string;
  readonly when?: Expression;
}
