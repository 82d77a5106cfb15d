import type { LeadsSpec } from './leads-spec.ts';
import type { ConditionalWords, Expression, Words } from './words.ts';
import type { DnsLookup, LogsLookup } from './lookup-forms.ts';
import type { ProgramSpec } from './program.ts';
import type { PatternSet } from './log-pattern.ts';
import type { Topic } from './topic.ts';
import type { Layer, Note, Risk, Severity, Tier } from './report.ts';

export type { ConditionalWords, Expression, Words } from './words.ts';

/** The number that every runbook file opens with. Another number is refused. */
export const RUNBOOK_FORMAT = 1;

/** A checked runbook: exactly what stands in its file. */
export interface Runbook {
  readonly format: typeof RUNBOOK_FORMAT;
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly covers: readonly string[];
  readonly sources: readonly string[];
  /** Makes it what `kubedoc diagnose` begins with for a topic. */
  readonly topic?: Topic;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly lookups: Readonly<Record<string, Lookup>>;
  readonly derive: Readonly<Record<string, Derived>>;
  readonly steps: readonly Step[];
  readonly findings: Readonly<Record<string, FindingSpec>>;
  readonly advice: Readonly<Record<string, AdviceSpec>>;
  readonly notes: Readonly<Record<string, NoteSpec>>;
  readonly observations: readonly ObservationSpec[];
  readonly tables: Readonly<Record<string, TableSpec>>;
  readonly timeline: readonly TimelineSpec[];
  readonly leads?: LeadsSpec;
  /** Programs that commands of any runbook begin with, by name. */
  readonly programs: Readonly<Record<string, ProgramSpec>>;
}

/** What an input holds: an object of a kind (or any `object`), or a text. */
export interface Input {
  readonly kind: string;
  readonly optional?: boolean;
  /** Given to every runbook of a run that has an input of this name marked so, unless whoever enters it says otherwise. */
  readonly throughout?: boolean;
}

/** How looked-up objects hang together with the one they follow from; each is a link of the graph. */
export const RELATIONS = [
  'owned-by',
  'applied-by',
  'selected-by',
  'about',
  'referenced-by',
  'awaited-by',
  'mounted-by',
  'placed-by',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** One declared look-up. Exactly one of list, get, logs, stats, run, http, dns. */
export type Lookup = {
  readonly list?: string;
  readonly get?: string;
  readonly logs?: LogsLookup;
  /** The name of the node whose kubelet is asked what it measures; skipped unless the person allowed it. */
  readonly stats?: Expression;
  /** A program and its arguments; nothing is run where a placeholder has no value, or one that does not fit into a command. */
  readonly run?: readonly Words[];
  /** The program asks the cluster of the walk; it has to be declared under `programs`, with `cluster`. */
  readonly 'in-cluster'?: boolean;
  /** The address that one GET is sent to. */
  readonly http?: Expression;
  readonly dns?: DnsLookup;
  readonly name?: Expression;
  readonly namespace?: Expression;
  readonly labels?: Words;
  readonly fields?: Words;
  readonly where?: Expression;
  readonly read?: 'metadata';
  readonly keep?: readonly string[];
  readonly when?: Expression;
  /** Asked only once a step, a finding or a table names it. */
  readonly late?: boolean;
  readonly required?: boolean;
  /** A kind that the server does not have has no objects: a CRD that nobody installed is nothing that went unseen. */
  readonly 'if-served'?: boolean;
} & { readonly [relation in Relation]?: Expression };

/** A named value that never changes: one expression, or a probe over named arguments. */
export type Derived = Expression | ProbeCall;
export interface ProbeCall {
  readonly probe: string;
  readonly with: Readonly<Record<string, Expression>>;
  /** The files of log patterns that the probe gets as its argument `patterns`; `all` for every one. */
  readonly patterns?: readonly string[];
  /** What stands in them; it comes with the catalogue and not with the file. */
  readonly given?: readonly PatternSet[];
}

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
  /** Ask a person which one; everything is walked when nobody answers. */
  readonly pick?: { readonly label: Words; readonly hint: Words; readonly value: Words };
  readonly found: Branch;
  readonly progressing?: Branch;
  readonly clean: Branch;
  readonly unknown: Branch;
}

/** A question that no machine can answer. Without an answer its `unknown` branch is taken. */
export interface AskStep extends StepBase {
  readonly ask: readonly AskOption[];
  readonly unknown: Branch;
}
export interface AskOption {
  readonly answer: string;
  readonly label: string;
  readonly then: Branch;
}

/** Where an answer leads: a step's name, `next`, `healthy`, `unclear`, `end` (with what was found so far), or more than that. */
export type Branch = string | BranchSpec;
export interface BranchSpec {
  readonly finding?: string;
  readonly note?: string;
  readonly go?: string;
  readonly say?: Words;
  readonly 'rules-out'?: readonly RuledOutSpec[];
  /** Advice of this runbook that is added to what the entered runbook found. */
  readonly advise?: readonly string[];
}
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

/** One ending that names a cause. */
export interface FindingSpec {
  readonly layer: Layer;
  /** The object that the cause sits on; the chain runs from the symptom to it. */
  readonly on: Expression;
  /** A text: findings of this code that give the same one are one cause, whatever object each sits on. */
  readonly same?: Expression;
  readonly title: Words;
  readonly cause: Words;
  /** Further sentences of the cause, each only where its condition is known to hold. */
  readonly also?: readonly ConditionalWords[];
  readonly severity: readonly SeverityRule[];
  /** What must hold for *confirmed*; what is not known or does not hold makes it *likely*. */
  readonly confirmed?: readonly Confirmation[];
  /** What must hold for *likely* where not all that *confirmed* asks for does; when it does not, the finding is *possible*. */
  readonly likely?: readonly Confirmation[];
  /** The most that this finding can ever be, whatever holds. */
  readonly 'at-most'?: 'likely' | 'possible';
  readonly evidence?: readonly EvidenceSpec[];
  readonly 'rules-out'?: readonly RuledOutSpec[];
  /** An expression giving NodeHeadroom rows. */
  readonly headroom?: Expression;
  readonly advice: readonly string[];
}
export interface SeverityRule {
  readonly is: Severity;
  readonly when?: Expression;
  readonly rule: Words;
}
export interface Confirmation {
  readonly when: Expression;
  readonly needs: Words;
}

/** One way to mend it. */
export interface AdviceSpec {
  readonly tier: Tier;
  readonly title: Words;
  readonly risk: Risk;
  readonly impact?: Words;
  readonly when?: Expression;
  /** Rules in order; the first advice of a finding whose rule holds is the recommended one. */
  readonly recommended?: readonly { readonly when: Expression; readonly because: Words }[];
  readonly pros?: readonly Words[];
  readonly cons?: readonly Words[];
  readonly change?: ChangeSpec;
  readonly commands?: readonly Words[];
  readonly verify?: readonly Words[];
  /** Questions to the person who follows it, by the name that stands as `<name>` in the patch and the commands. */
  readonly blanks?: Readonly<Record<string, Words>>;
}

/** A change where the truth lives. Without `of` the patch is the whole of a new object. */
export interface ChangeSpec {
  readonly of?: Expression;
  readonly file: Words;
  readonly owner: Words;
  readonly patch: Words;
}

/** An ending that is no problem. */
export interface NoteSpec {
  readonly kind: Note['kind'];
  readonly on: Expression;
  readonly text: Words;
}

/** Something worth saying beside the diagnosis. */
export interface ObservationSpec {
  readonly when: Expression;
  readonly on: Expression;
  readonly text: Words;
}

/** A table of facts: one row per element. `cells` are expressions with an optional unit behind a colon-colon. */
export interface TableSpec {
  readonly title: Words;
  /** Told even where nothing was found, if the walk began with this runbook. */
  readonly always?: true;
  readonly each: Expression;
  readonly columns: Readonly<Record<string, Words>>;
}

/** Entries of the timeline: one per element of `each`, or one. */
export interface TimelineSpec {
  readonly each: Expression;
  readonly at: Words;
  readonly of?: Expression;
  readonly text: Words;
}
