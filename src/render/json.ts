import type { HandOver } from '../model/escalation.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Changes, Lead, Note, PathStep, Report, TimelineEntry, Unanswered, UnknownRow } from '../model/report.ts';
import { escapeJson } from '../text/escape.ts';
import { orderedFinding, orderedObject } from './json-finding.ts';

/**
 * The report as JSON: two spaces, a newline at the end, keys in the order of the Report interface whatever order they
 * were set in, and fields that the interface does not name left out. Dangerous characters are `\uXXXX`, so the text is
 * safe to print and parses to the same data.
 */
export function renderJson(report: Report): string {
  return `${escapeJson(JSON.stringify(orderedReport(report), null, 2))}\n`;
}

/** The report as it is written. */
type Written = Omit<Report, 'changes'> & { readonly changes?: WrittenChanges };
type WrittenChanges = Omit<Changes, 'atOnceSeconds' | 'most'>;

function orderedReport(report: Report): Written {
  return {
    schemaVersion: report.schemaVersion,
    runbook: report.runbook,
    title: report.title,
    context: report.context,
    serverVersion: report.serverVersion,
    now: report.now,
    verdict: report.verdict,
    findings: report.findings.map(orderedFinding),
    unknown: report.unknown.map(orderedUnknown),
    notes: report.notes.map(orderedNote),
    path: report.path.map(orderedStep),
    tables: report.tables.map(({ id, title, columns, rows }) => ({ id, title, columns, rows })),
    timeline: report.timeline.map(orderedEntry),
    ...(report.changes === undefined ? {} : { changes: orderedChanges(report.changes) }),
    ...(report.handOver === undefined ? {} : { handOver: report.handOver.map(orderedHandOver) }),
    unanswered: report.unanswered.map(orderedQuestion),
  };
}

function orderedUnknown({ lookup, state, need, required }: UnknownRow): UnknownRow {
  return { lookup, state, need, required };
}

function orderedNote({ kind, object, text }: Note): Note {
  return { kind, object: orderedOrNull(object), text };
}

function orderedStep({ runbook, step, depth, question, answer, good, detail }: PathStep): PathStep {
  return { runbook, step, depth, question, answer, good, detail };
}

function orderedEntry({ at, object, text }: TimelineEntry): TimelineEntry {
  return { at, object: orderedOrNull(object), text };
}

/** How a screen gathers them is no fact of the cluster. */
function orderedChanges({ since, onset, told, leads }: Changes): WrittenChanges {
  return { since, onset, told, leads: leads.map(orderedLead) };
}

function orderedLead({ at, object, what, by, beforeOnset }: Lead): Lead {
  return { at, object: orderedOrNull(object), what, by, beforeOnset };
}

function orderedHandOver({ what, holds, commands, blanks }: HandOver): HandOver {
  return { what, holds, commands, blanks: blanks.map(({ text, question }) => ({ text, question })) };
}

function orderedQuestion({ question, text, flag }: Unanswered): Unanswered {
  return { question, text, flag };
}

function orderedOrNull(object: ObjectRef | null): ObjectRef | null {
  return object === null ? null : orderedObject(object);
}
