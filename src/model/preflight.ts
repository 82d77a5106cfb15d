import type { HandOver } from './escalation.ts';
import type { Acceptance, Advice, Confidence, Severity, UnknownRow } from './report.ts';
import type { Role, Window, WorkspaceShape } from './workshop.ts';

/** The version of the JSON of a preflight; it changes when a field is renamed, removed or changes its meaning. */
export const PREFLIGHT_SCHEMA_VERSION = 1;

/** What a check came to. */
export const CHECK_RESULTS = ['fail', 'unknown', 'warn', 'pass', 'not-applicable'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

/** Whether the workshop can begin. */
export const PREFLIGHT_VERDICTS = ['go', 'go-with-risks', 'no-go', 'cannot-tell'] as const;
export type PreflightVerdict = (typeof PREFLIGHT_VERDICTS)[number];

/** The whole result of a preflight: plain data, the same bytes for the same input. */
export interface PreflightReport {
  readonly schemaVersion: typeof PREFLIGHT_SCHEMA_VERSION;
  readonly verdict: PreflightVerdict;
  readonly workshop: {
    readonly participants: number;
    readonly window: Window;
    readonly workspace: WorkspaceShape;
  };
  readonly contexts: readonly ContextRow[];
  /** In the order of the checks, and of each in that of the contexts. */
  readonly checks: readonly Check[];
  /** The fewest changes found that leave no check failed; empty where none fails. */
  readonly changes: readonly PlannedChange[];
  /** What it comes to when they are done; null where there is nothing to change. */
  readonly after: After | null;
  readonly capacity: readonly Capacity[];
  /** How to try it, by context. */
  readonly trials: readonly { readonly context: string; readonly trial: HandOver }[];
  readonly notes: readonly { readonly context: string; readonly text: string }[];
  /** What the checks of each context gave to those across contexts; what `--join` needs. */
  readonly given: readonly { readonly context: string; readonly values: Readonly<Record<string, unknown>> }[];
}

/** One context, and whether anything was seen there. */
export interface ContextRow {
  readonly context: string;
  readonly role: Role;
  /** The API server's clock, RFC 3339; null where it did not answer. */
  readonly now: string | null;
  readonly serverVersion: string | null;
  /** Why nothing was seen there; empty where something was. */
  readonly unreachable: string;
}

/** One check in one context, or across them. */
export interface Check {
  /** The name of its runbook. */
  readonly id: string;
  /** What it looks at, in a few words. */
  readonly about: string;
  /** Null for a check across contexts. */
  readonly context: string | null;
  readonly result: CheckResult;
  /** The result in one line. */
  readonly summary: string;
  /** What was found, worst first. */
  readonly findings: readonly CheckFinding[];
  readonly evidence: readonly CheckEvidence[];
  /** What would mend the first finding; null where nothing has to be, or nothing is known to. */
  readonly fix: Advice | null;
  /** Who has to do it; null where nothing has to be done. */
  readonly owner: string | null;
  readonly covers: readonly string[];
  readonly unknown: readonly UnknownRow[];
}

/** One finding of a check. */
export interface CheckFinding {
  readonly code: string;
  readonly title: string;
  readonly cause: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** `Kind/namespace/name` of what it is on. */
  readonly object: string;
  readonly accepted?: Acceptance;
}

/** One thing that was seen: a sentence, or a field of an object with the command that shows it. */
export interface CheckEvidence {
  readonly text: string;
  readonly command: string | null;
}

/** A change that has to be made before the workshop. */
export interface PlannedChange {
  readonly context: string | null;
  readonly owner: string;
  readonly fix: Advice;
  /** The checks that it mends, by id. */
  readonly mends: readonly string[];
  /** `computed`: the checks were walked again over the objects with the patch laid on; `expected`: the advice says so. */
  readonly sure: 'computed' | 'expected';
}

/** What remains when all changes are done. */
export interface After {
  readonly verdict: PreflightVerdict;
  /** The checks that would still fail, warn or be unknown. */
  readonly open: readonly { readonly id: string; readonly context: string | null; readonly result: CheckResult }[];
}

/** The room for workspaces in one context, in workspaces. */
export interface Capacity {
  readonly context: string;
  /** How many run there. */
  readonly running: number;
  /** How many more fit on the nodes that are there. */
  readonly room: number;
  /** How many more fit on nodes that an autoscaler may add; null where that is not known. */
  readonly possible: number | null;
  /** How many are needed there. */
  readonly needed: number;
}

/** What has changed between two looks. */
export interface Difference {
  /** When the second look was taken by the clock of the first context that told, RFC 3339; null where none did. */
  readonly now: string | null;
  readonly verdict: PreflightVerdict;
  /** The verdict before, where it was another. */
  readonly before: PreflightVerdict | null;
  /** The checks whose result or reason is another, with the result before; null for one that is new. */
  readonly checks: readonly { readonly check: Check; readonly before: Check['result'] | null }[];
  /** How many checks fail or are unknown now. */
  readonly open: number;
}
