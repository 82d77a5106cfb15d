import type { Check, PlannedChange, PreflightReport } from '../model/preflight.ts';
import { escapeJson } from '../text/escape.ts';
import { orderedAdvice } from './json-finding.ts';

/** The report of a preflight as JSON, its keys in the order of the interface, safe to print. */
export function renderPreflightJson(report: PreflightReport): string {
  return `${escapeJson(JSON.stringify(ordered(report), null, 2))}\n`;
}

function ordered(report: PreflightReport): PreflightReport {
  const { participants, window, workspace } = report.workshop;
  return {
    schemaVersion: report.schemaVersion,
    verdict: report.verdict,
    workshop: {
      participants,
      window: { start: window.start, end: window.end, zone: window.zone },
      workspace: {
        cpuMillicores: workspace.cpuMillicores,
        memoryBytes: workspace.memoryBytes,
        storageBytes: workspace.storageBytes,
        perParticipant: workspace.perParticipant,
        namespace: workspace.namespace,
        images: workspace.images,
      },
    },
    contexts: report.contexts.map(({ context, role, now, serverVersion, unreachable }) => ({
      context,
      role,
      now,
      serverVersion,
      unreachable,
    })),
    checks: report.checks.map(orderedCheck),
    changes: report.changes.map(orderedChange),
    after:
      report.after === null
        ? null
        : {
            verdict: report.after.verdict,
            open: report.after.open.map(({ id, context, result }) => ({ id, context, result })),
          },
    capacity: report.capacity.map(({ context, running, room, possible, needed }) => ({
      context,
      running,
      room,
      possible,
      needed,
    })),
    trials: report.trials.map(({ context, trial: { what, holds, commands, blanks } }) => ({
      context,
      trial: { what, holds, commands, blanks: blanks.map(({ text, question }) => ({ text, question })) },
    })),
    notes: report.notes.map(({ context, text }) => ({ context, text })),
    given: report.given.map(({ context, values }) => ({ context, values: sorted(values) })),
  };
}

function orderedCheck(check: Check): Check {
  return {
    id: check.id,
    about: check.about,
    context: check.context,
    result: check.result,
    summary: check.summary,
    findings: check.findings.map(({ code, title, cause, severity, confidence, object, accepted }) => ({
      code,
      title,
      cause,
      severity,
      confidence,
      object,
      ...(accepted === undefined ? {} : { accepted: { reason: accepted.reason, until: accepted.until } }),
    })),
    evidence: check.evidence.map(({ text, command }) => ({ text, command })),
    fix: check.fix === null ? null : orderedAdvice(check.fix),
    owner: check.owner,
    covers: check.covers,
    unknown: check.unknown.map(({ lookup, state, need, required }) => ({ lookup, state, need, required })),
  };
}

function orderedChange({ context, owner, fix, mends, sure }: PlannedChange): PlannedChange {
  return { context, owner, fix: orderedAdvice(fix), mends, sure };
}

/** Which check gave its value first depends on nothing that matters. */
function sorted(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
