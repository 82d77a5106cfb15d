import {
  PREFLIGHT_SCHEMA_VERSION,
  type After,
  type Check,
  type ContextRow,
  type PlannedChange,
  type PreflightReport,
} from '../model/preflight.ts';
import { objectName } from '../layout/words.ts';
import type { Note } from '../model/report.ts';
import type { Workshop } from '../model/workshop.ts';
import { capacitiesOf } from './capacity.ts';
import { expectedChanges } from './fewest-changes.ts';
import { toCheck, type Contacts } from './to-check.ts';
import { verdictOf } from './verdict.ts';
import type { WalkedCheck } from './walked-check.ts';

/** What a preflight came to, before it is a report. */
export interface Outcome {
  readonly workshop: Workshop;
  readonly contexts: readonly ContextRow[];
  readonly walked: readonly WalkedCheck[];
  readonly contacts: Contacts;
  /** What is worth knowing about the workshop itself. */
  readonly notes: readonly string[];
  readonly changes: readonly PlannedChange[];
  readonly after: PreflightReport['after'];
}

/** What the checks across contexts come to by themselves, for reports that are joined. */
export function assembleAcross(
  walked: readonly WalkedCheck[],
  contacts: Contacts,
): Pick<PreflightReport, 'checks' | 'changes'> & { readonly after: After } {
  return { checks: inOrder(walked).map((one) => toCheck(one, contacts)), ...expectedChanges(walked, contacts) };
}

/** The report of a preflight. */
export function assemble({ workshop, contexts, walked, contacts, notes, changes, after }: Outcome): PreflightReport {
  const checks = inOrder(walked).map((one) => toCheck(one, contacts));
  const { participants, window, workspace } = workshop;
  return {
    schemaVersion: PREFLIGHT_SCHEMA_VERSION,
    verdict: verdictOf(checks.map(({ result }) => result)),
    workshop: { participants, window, workspace },
    contexts,
    checks,
    changes,
    after,
    capacity: capacitiesOf(walked),
    trials: trialsOf(walked),
    notes: [...notes.map((text) => ({ context: '', text })), ...notesOf(walked, checks)],
    given: givenOf(contexts, walked),
  };
}

function inOrder(walked: readonly WalkedCheck[]): readonly WalkedCheck[] {
  return walked.toSorted((one, other) => one.runbook.check.order - other.runbook.check.order);
}

function trialsOf(walked: readonly WalkedCheck[]): PreflightReport['trials'] {
  return walked.flatMap(({ context, report }) =>
    context === null ? [] : (report?.trial ?? []).map((trial) => ({ context, trial })),
  );
}

/** Each once per context; what a check says as its summary is not said again. */
function notesOf(walked: readonly WalkedCheck[], checks: readonly Check[]): PreflightReport['notes'] {
  const said = new Set(checks.map(({ context, summary }) => JSON.stringify([context ?? '', summary])));
  const notes = walked.flatMap(({ context, report }) =>
    (report?.notes ?? [])
      .filter(({ kind }) => kind !== 'not-applicable')
      .map((note) => ({ context: context ?? '', text: textOf(note) })),
  );
  const distinct = new Map(notes.map((note) => [JSON.stringify([note.context, note.text]), note]));
  return [...distinct].flatMap(([key, note]) => (said.has(key) ? [] : [note]));
}

/** With the object that it is about, of which many notes say no more than "it". */
function textOf({ object, text }: Note): string {
  return object === null || text.includes(`${object.namespace ?? ''}/${object.name}`)
    ? text
    : `${objectName(object)}: ${text}`;
}

function givenOf(contexts: readonly ContextRow[], walked: readonly WalkedCheck[]): PreflightReport['given'] {
  return contexts.map(({ context }) => ({
    context,
    values: Object.assign(
      {},
      ...walked.filter((one) => one.context === context).map(({ report }) => report?.gives),
    ) as Readonly<Record<string, unknown>>,
  }));
}
