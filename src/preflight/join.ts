import type { After, Check, PreflightReport } from '../model/preflight.ts';
import { assembleAcross } from './assemble.ts';
import type { Contacts } from './to-check.ts';
import { verdictOf } from './verdict.ts';
import type { WalkedCheck } from './walked-check.ts';

/** Why reports cannot be joined: which of them, and what is wrong, in words. */
export interface Unjoinable {
  readonly report: number;
  readonly why: string;
}

/** Why reports of several runs are no parts of one preflight; undefined where they are. */
export function unjoinable(reports: readonly PreflightReport[]): Unjoinable | undefined {
  const [first] = reports;
  const seen = new Set<string>();
  for (const [report, { workshop, contexts }] of reports.entries()) {
    if (JSON.stringify(workshop) !== JSON.stringify(first?.workshop))
      return { report, why: `is about another workshop (${JSON.stringify(workshop)})` };
    const again = contexts.find(({ context }) => seen.has(context));
    if (again !== undefined) return { report, why: `holds the context ${again.context} once more` };
    for (const { context } of contexts) seen.add(context);
  }
  return undefined;
}

/**
 * One report of several, each of other contexts. The checks across contexts that are handed in were walked over what all of them
 * gave, and stand for those of each run alone.
 */
export function join(
  reports: readonly [PreflightReport, ...(readonly PreflightReport[])],
  across: readonly WalkedCheck[],
  contacts: Contacts,
): PreflightReport {
  const behind = assembleAcross(across, contacts);
  const own = reports.flatMap(({ checks }) => checks.filter(({ context }) => context !== null));
  const checks = [...own, ...behind.checks].toSorted(inOrderOf(reports, behind.checks));
  const changes = [
    ...reports.flatMap((report) => report.changes.filter(({ context }) => context !== null)),
    ...behind.changes,
  ];
  return {
    ...reports[0],
    verdict: verdictOf(checks.map(({ result }) => result)),
    contexts: reports.flatMap(({ contexts }) => contexts),
    checks,
    changes,
    after: checks.some(({ result }) => result === 'fail') ? afterOf(reports, behind.after) : null,
    capacity: reports.flatMap(({ capacity }) => capacity),
    trials: reports.flatMap(({ trials }) => trials),
    notes: reports.flatMap(({ notes }) => notes),
    given: reports.flatMap(({ given }) => given),
  };
}

/** The order in which the first report that has a check tells it, then that of the contexts. */
function inOrderOf(
  reports: readonly PreflightReport[],
  across: readonly Check[],
): (one: Check, other: Check) => number {
  const ids = [...reports.flatMap(({ checks }) => checks), ...across].map(({ id }) => id);
  const places = new Map([...new Set(ids)].map((id, place) => [id, place]));
  return (one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0);
}

/** What remains of each run, and of the checks across them. */
function afterOf(reports: readonly PreflightReport[], across: After): After {
  const open = [
    ...reports.flatMap((report) => openAfter(report).filter(({ context }) => context !== null)),
    ...across.open,
  ];
  // Some check passes where nothing is open, since one of them failed before.
  const results = open.length === 0 ? (['pass'] as const) : open.map(({ result }) => result);
  return { verdict: verdictOf(results), open };
}

/** Where nothing had to be changed all stays as it is. */
function openAfter({ after, checks }: PreflightReport): After['open'] {
  if (after !== null) return after.open;
  return checks
    .filter(({ result }) => result !== 'pass' && result !== 'not-applicable')
    .map(({ id, context, result }) => ({ id, context, result }));
}
