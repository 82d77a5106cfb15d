import type { Escalation, HandOver } from './escalation.ts';
import type { FactState } from './fact.ts';
import type { ObjectRef } from './object.ts';

/** The version of the JSON report; it changes when a field is renamed, removed or changes its meaning. */
export const REPORT_SCHEMA_VERSION = 1;

/** What a run came to; decides the exit code together with nothing else. */
export type Verdict = 'healthy' | 'problem' | 'incomplete' | 'in-progress';

/** How sure a finding is: every link looked up and holding now / one link inferred or its witness gone / text alone. */
export type Confidence = 'confirmed' | 'likely' | 'possible';

/** P0 is the worst. */
export type Severity = 'P0' | 'P1' | 'P2' | 'P3';

/** Where in the machinery a cause sits, deepest first. A deeper cause explains the shallower ones, so it ranks first. */
export const LAYERS = [
  'control-plane',
  'node',
  'admission',
  'scheduling',
  'storage',
  'image',
  'configuration',
  'runtime',
  'probes',
  'routing',
  'release',
  // Nothing has gone wrong yet.
  'prevention',
] as const;
export type Layer = (typeof LAYERS)[number];

/** What a suggested command does to the cluster. */
export type Risk = 'reads' | 'changes' | 'interrupts' | 'loses-data';

/** When advice applies: at once, until a proper fix lands, or for good. */
export type Tier = 'now' | 'workaround' | 'permanent';

/** The whole result of a run: plain data, the same bytes for the same input. */
export interface Report {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  readonly runbook: string;
  readonly title: string;
  readonly context: string;
  readonly serverVersion: string | null;
  /** The API server's clock when the run began, RFC 3339 in UTC; null where the server did not tell. */
  readonly now: string | null;
  readonly verdict: Verdict;
  /** What it would come to without its findings, where they are accepted; what an accepted cause hides is not asked again. */
  readonly besides?: Exclude<Verdict, 'problem'>;
  /** Most probable root cause first. */
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownRow[];
  readonly notes: readonly Note[];
  /** The steps that were walked, in order. */
  readonly path: readonly PathStep[];
  readonly tables: readonly DetailTable[];
  readonly timeline: readonly TimelineEntry[];
  /** What was changed in the time that was asked about; only where somebody asked. */
  readonly changes?: Changes;
  /** What whoever is called needs; only where something was found, and the runbook says whom to call. */
  readonly handOver?: readonly HandOver[];
  /** Questions that only a person can answer and that nobody answered. */
  readonly unanswered: readonly Unanswered[];
  /** What a check gives to those across contexts; only where the walk began with a check. */
  readonly gives?: Readonly<Record<string, unknown>>;
  /** How a person tries it; only where the walk began with a check that says so. */
  readonly trial?: readonly HandOver[];
}

/** One root cause. */
export interface Finding {
  /** Stable; has its page in the documents. */
  readonly code: string;
  readonly title: string;
  readonly cause: string;
  readonly layer: Layer;
  readonly confidence: Confidence;
  /** What would raise the confidence; empty for a confirmed finding. */
  readonly wouldConfirm: readonly string[];
  readonly severity: Severity;
  /** The rule that chose the severity. */
  readonly severityRule: string;
  /** From the symptom to the cause. */
  readonly chain: readonly ObjectRef[];
  /** Further objects that suffer from the same cause. */
  readonly alsoAffects: readonly ObjectRef[];
  readonly evidence: readonly Evidence[];
  readonly ruledOut: readonly RuledOut[];
  readonly headroom: readonly NodeHeadroom[];
  readonly advice: readonly Advice[];
  /** Only where the profile accepts it: then it does not count for the verdict. */
  readonly accepted?: Acceptance;
  /** Whom to call, where the runbook that the walk began with says so. */
  readonly escalation?: Escalation;
}

/** Somebody knows of a finding and lives with it, for a time. */
export interface Acceptance {
  readonly reason: string;
  /** The last day of it, `2026-03-31` in UTC. */
  readonly until: string;
}

/** One thing that was seen, and how to see it by hand. */
export interface Evidence {
  readonly object: ObjectRef;
  /** Path of the field inside the object. */
  readonly field: string;
  readonly value: string | number | boolean | null;
  /** Null where the object's name does not fit into a command. */
  readonly command: string | null;
}

/** A cause that was excluded, and by what. */
export interface RuledOut {
  readonly what: string;
  readonly by: string;
}

/** One node's room for one resource, in the resource's base unit (bytes, millicores or a count). */
export interface NodeHeadroom {
  readonly node: string;
  readonly resource: string;
  readonly unit: 'bytes' | 'millicores' | 'count';
  readonly capacity: number | null;
  readonly allocatable: number;
  readonly requested: number;
  /** Measured use; null without metrics. It says nothing about room. */
  readonly used: number | null;
  /** allocatable − requested; negative on an overcommitted node. */
  readonly free: number;
  /** What the pod needs there. */
  readonly needed: number;
  /** Why the pod cannot go there whatever the room, empty when only room matters. */
  readonly excludedBy: readonly string[];
}

/** One way to mend it. */
export interface Advice {
  readonly id: string;
  readonly tier: Tier;
  readonly title: string;
  readonly recommended: boolean;
  /** The rule that recommended it on this cluster; empty for the others. */
  readonly because: string;
  readonly risk: Risk;
  /** What is interrupted or lost, in words; empty when nothing is. */
  readonly impact: string;
  readonly pros: readonly string[];
  readonly cons: readonly string[];
  readonly change: Change | null;
  readonly commands: readonly string[];
  readonly verify: readonly string[];
  /** What a person has to fill in before the change and the commands can be used; empty when they are whole. */
  readonly blanks: readonly Blank[];
}

/** A place in a change or a command for something that only a person can know. */
export interface Blank {
  /** As it stands in the patch and in the commands, such as `<address>`; each occurrence is replaced. */
  readonly text: string;
  /** What belongs there. */
  readonly question: string;
}

/** A change where the object's truth lives: in Git, in the values, or on the object itself. */
export interface Change {
  /** The object that the patch is laid over; null where the patch is the whole of a new object, or of several. */
  readonly object: ObjectRef | null;
  readonly file: string;
  readonly owner: string;
  readonly patch: string;
}

/** One look-up that gave no answer. */
export interface UnknownRow {
  readonly lookup: string;
  readonly state: Exclude<FactState, 'known'> | 'unanswered';
  /** What to grant, install or repair so that it can be looked at. */
  readonly need: string;
  /** Whether "healthy" was impossible without it. */
  readonly required: boolean;
}

/** What a note tells. `not-applicable`: what a check looks at is not there, and need not be. */
export const NOTE_KINDS = [
  'suspended',
  'in-progress',
  'history',
  'observation',
  'scope',
  'deleting',
  'not-applicable',
] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/** Something worth saying that is no problem. */
export interface Note {
  readonly kind: NoteKind;
  readonly object: ObjectRef | null;
  readonly text: string;
}

/** One step of the walk as it was answered. */
export interface PathStep {
  readonly runbook: string;
  readonly step: string;
  /** How deep in entered runbooks the step was walked; 0 is the first. */
  readonly depth: number;
  readonly question: string;
  readonly answer: string;
  /** Whether the answer is the good one; null where there is no good and bad. */
  readonly good: boolean | null;
  readonly detail: string;
}

/** A table of facts, such as the pods by version. Cells are text, formatted. */
export interface DetailTable {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Something that happened, in the order of time. */
export interface TimelineEntry {
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly object: ObjectRef | null;
  readonly text: string;
}

/** What was changed in some time. What was changed before trouble began may have caused it, and may have nothing to do with it. */
export interface Changes {
  /** From when on, RFC 3339 in UTC. */
  readonly since: string;
  /** The first sign of trouble, RFC 3339; null where none tells when it began. */
  readonly onset: string | null;
  /** What the onset rests on, in words. */
  readonly told: string;
  /** Those before the onset first, and of these the newest. */
  readonly leads: readonly Lead[];
  /** What one writer did in the same words within so many seconds is shown as one thing. */
  readonly atOnceSeconds: number;
  /** How many of them a screen shows. */
  readonly most: number;
}

/** One change: where to look for a cause, and no cause by itself. */
export interface Lead {
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly object: ObjectRef | null;
  readonly what: string;
  /** Who wrote it, as the cluster has it; empty where it does not tell. */
  readonly by: string;
  /** Whether it was before the trouble; null where it is not known when that began. */
  readonly beforeOnset: boolean | null;
}

/** A question without an answer and the flag that supplies it. */
export interface Unanswered {
  readonly question: string;
  readonly text: string;
  readonly flag: string;
}
