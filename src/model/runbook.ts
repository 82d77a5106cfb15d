import type { CheckSpec } from './check.ts';
import type { EscalationSpec } from './escalation.ts';
import type { LeadsSpec } from './leads-spec.ts';
import type { Expression, Words } from './words.ts';
import type { AwsLookup, DnsLookup, LogsLookup, RegistryLookup } from './lookup-forms.ts';
import type { Upgrade } from './network.ts';
import type { ProgramSpec } from './program.ts';
import type { PatternSet } from './log-pattern.ts';
import type { TokenUse } from './query.ts';
import type { Topic } from './topic.ts';
import type { Step } from './step-specs.ts';
import type { FindingSpec, AdviceSpec, NoteSpec, ObservationSpec, TableSpec, TimelineSpec } from './ending-specs.ts';

export type {
  FindingSpec,
  SeverityRule,
  Confirmation,
  AdviceSpec,
  ChangeSpec,
  NoteSpec,
  ObservationSpec,
  TableSpec,
  TimelineSpec,
} from './ending-specs.ts';
export type {
  Step,
  CheckStep,
  MatchStep,
  PatternCase,
  CasesStep,
  Case,
  EnterStep,
  PickSpec,
  CapSpec,
  AskStep,
  AskOption,
  Branch,
  BranchSpec,
  RuledOutSpec,
  EvidenceSpec,
} from './step-specs.ts';
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
  /** Makes it a check of `kubedoc workshop preflight`. */
  readonly check?: CheckSpec;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly lookups: Readonly<Record<string, Lookup>>;
  readonly derive: Readonly<Record<string, Derived>>;
  /** In place of steps: values for the runbooks that name it under `given-by`. */
  readonly gives?: Readonly<Record<string, Expression>>;
  readonly steps: readonly Step[];
  readonly findings: Readonly<Record<string, FindingSpec>>;
  readonly advice: Readonly<Record<string, AdviceSpec>>;
  readonly notes: Readonly<Record<string, NoteSpec>>;
  readonly observations: readonly ObservationSpec[];
  readonly tables: Readonly<Record<string, TableSpec>>;
  readonly timeline: readonly TimelineSpec[];
  readonly leads?: LeadsSpec;
  /** Whom to call about what was found; told where the walk began with this runbook. */
  readonly escalation?: EscalationSpec;
  /** Programs that commands of any runbook begin with, by name. */
  readonly programs: Readonly<Record<string, ProgramSpec>>;
}

/** What an input holds: an object of a kind (or any `object`), a text, a number or a list. */
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

/** One declared look-up. Exactly one of list, get, logs, stats, run, aws, http, dns, registry, terraform. */
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
  /** What AWS is asked. */
  readonly aws?: AwsLookup;
  /** The address that one GET is sent to. */
  readonly http?: Expression;
  /** The token that goes with it; skipped where there is none for that address. */
  readonly token?: TokenUse;
  /** How much of the answer's body is kept, in KiB; `USUAL_BODY_KIB` where it is left out. */
  readonly 'most-kib'?: number;
  /** What that GET asks the connection to change to. */
  readonly upgrade?: Upgrade;
  readonly dns?: DnsLookup;
  /** What the registry of an image holds under its name. */
  readonly registry?: RegistryLookup;
  /** The folder whose state is read for what it says of Coder's templates; nothing is run where it is empty. */
  readonly terraform?: Expression;
  readonly name?: Expression;
  readonly namespace?: Expression;
  readonly labels?: Words;
  readonly fields?: Words;
  readonly where?: Expression;
  /** `metadata` leaves the content where it is; `address` keeps the place of a database out of one key of a Secret. */
  readonly read?: 'metadata' | 'address';
  /** The key of the Secret that `read: address` reads. */
  readonly key?: Expression;
  readonly keep?: readonly string[];
  readonly when?: Expression;
  /** Asked only once a step, a finding or a table names it. */
  readonly late?: boolean;
  readonly required?: boolean;
  /** A kind that the server does not have has no objects: a CRD that nobody installed is nothing that went unseen. */
  readonly 'if-served'?: boolean;
} & { readonly [relation in Relation]?: Expression };

/** A named value that never changes: one expression, a probe over named arguments, or what another runbook gives. */
export type Derived = Expression | ProbeCall | GivenCall;
/** What a runbook without steps gives, once it has its inputs: an object, unknown where one of its values is. */
export interface GivenCall {
  readonly 'given-by': string;
  readonly with: Readonly<Record<string, Expression>>;
}

/** A probe by its name, with an expression per argument. */
export interface ProbeCall {
  readonly probe: string;
  readonly with: Readonly<Record<string, Expression>>;
  /** The files of log patterns that the probe gets as its argument `patterns`; `all` for every one. */
  readonly patterns?: readonly string[];
  /** What stands in them; it comes with the catalogue and not with the file. */
  readonly given?: readonly PatternSet[];
}
