import { type Grant, describeGrants } from './grants.ts';
import { missingIn, type Outcome } from './judge.ts';

/** What kubedoc said without some grants, or as somebody. */
export interface Row {
  readonly name: string;
  readonly outcome: Outcome;
}

/** The row of a look without some grants. */
export function without(grants: readonly Grant[], outcome: Outcome): Row {
  return { name: `without ${describeGrants(grants)}`, outcome };
}

/**
 * The matrix of one situation: what was taken away, the verdict with the exit code, the first finding with how sure it
 * is, and what kubedoc says it takes to see more. What was taken away and never asked for is counted at the end.
 */
export function matrix(situation: string, whole: Outcome, rows: readonly Row[]): string {
  const shown = rows.filter(({ outcome }) => !isIdle(outcome));
  const table = aligned([
    [situation, 'verdict', 'first finding', 'what it takes to see more'],
    ['with all rights', verdictOf(whole), findingOf(whole), ''],
    ...shown.flatMap(linesOf),
  ]);
  const idle = rows.length - shown.length;
  return idle === 0 ? table : `${table}\nand ${idle} more, of which nothing was asked for here: the same report`;
}

function linesOf({ name, outcome }: Row): readonly (readonly string[])[] {
  const [first = NEEDLESS, ...more] = missingIn(outcome);
  return [[name, verdictOf(outcome), findingOf(outcome), first], ...more.map((each) => ['', '', '', each])];
}

/** What was refused is not used here. */
const NEEDLESS = 'nothing: the same report';

function isIdle({ refused, report }: Outcome): boolean {
  return refused.length === 0 && report !== undefined && !report.unknown.some(({ state }) => state === 'denied');
}

function verdictOf({ exit, report }: Outcome): string {
  return `${report?.verdict ?? 'nothing read'} (${exit})`;
}

function findingOf({ report }: Outcome): string {
  const first = report?.findings[0];
  return first === undefined ? '-' : `${first.code}, ${first.confidence}`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
