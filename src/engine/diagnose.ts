import {
  REPORT_SCHEMA_VERSION,
  type Changes,
  type DetailTable,
  type Report,
  type UnknownRow,
  type Verdict,
} from '../model/report.ts';
import type { Runbook } from '../model/runbook.ts';
import { fillAlways, fillDetails, inOrder, type Details } from './details.ts';
import { fillCheck } from './check.ts';
import type { Ending, Outcome } from './ending.ts';
import { escalate } from './escalate.ts';
import { fillDraft } from './finding.ts';
import { fillLeads } from './leads.ts';
import { rank } from './rank.ts';
import { Run, type RunInput } from './run.ts';
import type { Inputs } from './names.ts';
import { Scope } from './scope.ts';
import { known } from './settled.ts';
import { walk } from './walk.ts';
import { compareText } from '../text/compare-text.ts';

/** What to diagnose: a runbook by name, and the values of its inputs. */
export interface Request extends RunInput {
  readonly entry: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** A runbook that is walked behind it, for its leads; what it comes to changes no verdict. */
  readonly changes?: { readonly entry: string; readonly inputs: Readonly<Record<string, unknown>> };
}

/**
 * Walks a runbook over the world and gives the report. Reads no clock, touches no terminal; the same answers of the
 * world give the same report. Throws only for a runbook that is broken, or for an answer that no question offers.
 */
export async function diagnose(request: Request): Promise<Report> {
  const run = new Run(request, throughoutOf(runbookOf(request, request.entry), request.inputs));
  const scope = scopeOf(run, request);
  const behind = request.changes === undefined ? undefined : scopeOf(run, request.changes);
  scope.prefetch();
  behind?.prefetch();
  await run.serverInfo();
  const outcome = await walk(scope);
  if (behind !== undefined) await walk(behind);
  return toReport(run, scope, outcome, await fillLeads(behind ?? scope));
}

function scopeOf(run: Run, { entry, inputs }: Pick<Request, 'entry' | 'inputs'>): Scope {
  const runbook = runbookOf(run, entry);
  return new Scope(run, runbook, inputsOf(runbook, inputs));
}

function runbookOf({ runbooks }: Pick<Request, 'runbooks'>, name: string): Runbook {
  const runbook = runbooks.get(name);
  if (runbook === undefined) throw new Error(`there is no runbook ${name}`);
  return runbook;
}

function inputsOf(runbook: Runbook, values: Readonly<Record<string, unknown>>): Inputs {
  const names = Object.keys(runbook.inputs);
  return Object.fromEntries(names.map((name) => [name, Promise.resolve(known(values[name] ?? null))]));
}

/** What the runbook that the walk begins with was given for inputs that hold throughout. */
function throughoutOf({ inputs }: Runbook, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys(inputs).filter((name) => inputs[name]?.throughout === true);
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

async function toReport(run: Run, scope: Scope, outcome: Outcome, changes: Changes | undefined): Promise<Report> {
  const { runbook } = scope;
  const [filled, details] = await Promise.all([Promise.all(run.drafts.map(fillDraft)), detailsOf(run)]);
  const { findings, handOver } = await escalate(rank(filled), runbook.escalation, scope);
  const unknown = unknownRows(run);
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    runbook: runbook.name,
    title: runbook.title,
    context: run.server?.context ?? '',
    serverVersion: run.server?.version ?? null,
    now: run.now,
    verdict: findings.length > 0 ? 'problem' : VERDICTS[outcome.ending],
    besides: VERDICTS[outcome.besides],
    findings,
    unknown,
    notes: distinct([...run.notes, ...details.flatMap((detail) => detail.notes), ...run.programs.notes]),
    path: run.path,
    tables: oneOfEach(details.flatMap((detail) => detail.tables)),
    timeline: inOrder(details.flatMap((detail) => detail.timeline)),
    ...(changes === undefined ? {} : { changes }),
    ...(handOver === undefined ? {} : { handOver }),
    unanswered: run.unanswered,
    ...(await fillCheck(runbook.check, scope)),
  };
}

/** A finding is a problem, whatever else could not be seen; without one, not everything seen is not healthy. */
const VERDICTS = {
  healthy: 'healthy',
  found: 'incomplete',
  progressing: 'in-progress',
  unclear: 'incomplete',
} as const satisfies Record<Ending, Verdict>;

/**
 * The runbooks that led to a finding say what they know besides; each once, outermost first. The others that were walked
 * still say what they always say.
 */
function detailsOf(run: Run): Promise<readonly Details[]> {
  const readers = new Set(run.drafts.flatMap((draft) => draft.reader.line));
  const others = [...run.tellers].filter((reader) => !readers.has(reader));
  return Promise.all([...others.map(fillAlways), ...[...readers].map(fillDetails)]);
}

/** Tables of the same words from walks about several objects are one, with each row once. */
function oneOfEach(tables: readonly DetailTable[]): readonly DetailTable[] {
  const merged = new Map<string, DetailTable>();
  for (const table of tables) {
    const key = JSON.stringify([table.id, table.title, table.columns]);
    merged.set(key, { ...table, rows: distinct([...(merged.get(key)?.rows ?? []), ...table.rows]) });
  }
  return [...merged.values()];
}

/** Required ones first, then by their words: in which order they failed depends on the network. */
function unknownRows(run: Run): readonly UnknownRow[] {
  const rows = [...run.gaps.values()].map(({ gap: { lookup, state, need }, required }) => ({
    lookup,
    state,
    need,
    required,
  }));
  return rows.toSorted((a, b) => Number(b.required) - Number(a.required) || compareText(a.lookup, b.lookup));
}

/** Each once: two runbooks that were entered for the same object say the same. */
function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
