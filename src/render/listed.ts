import type { ObjectRef } from '../model/object.ts';
import type { DetailTable, Finding, Report } from '../model/report.ts';

/** One release of a list, as its table tells it. */
export interface ListedRow {
  /** `namespace/name` */
  readonly name: string;
  readonly state: string;
  /** The version that runs; empty where the table does not say. */
  readonly runs: string;
  readonly chart: string;
}

/** Releases under one heading. */
export interface ListedSection {
  readonly title: string;
  readonly rows: readonly ListedRow[];
  /** Whether something is wrong with them. */
  readonly bad: boolean;
  /** What `recover` would look at; empty where there is nothing to recover. */
  readonly looksAt: string;
}

/** A cause that is not the release's own, and the releases that suffer from it. */
export interface ListedGroup {
  readonly finding: Finding;
  readonly rows: readonly ListedRow[];
}

/** A report about many releases, ordered for reading: shared causes first, then the releases by their state. */
export interface Listed {
  readonly groups: readonly ListedGroup[];
  readonly sections: readonly ListedSection[];
  /** Tables about something else than releases. */
  readonly others: readonly DetailTable[];
  /** What is wrong with the first release of the first section; its advice stands for the others. */
  readonly next: Finding | undefined;
  readonly total: number;
  readonly troubled: number;
}

/** Headings by which a table is known to be about releases; the words below them are the runbook's. */
const RELEASE = 'Release';
const STATE = 'State';
const RUNS = 'Runs';
const CHART = 'Chart';
const LOOKS_AT = 'Looks at';

/**
 * Sorts a report's tables into shared causes and sections. A release that suffers from a shared cause stands below it and
 * nowhere else; the order of sections and rows is the report's.
 */
export function listed(report: Report): Listed {
  const tables = report.tables.filter(({ columns }) => columns[0] === RELEASE);
  const rows = new Map(tables.flatMap((table) => rowsOf(table).map((row) => [row.name, row] as const)));
  const groups = report.findings.filter((finding) => isShared(finding)).map((finding) => groupOf(finding, rows));
  const grouped = new Set(groups.flatMap((group) => group.rows.map(({ name }) => name)));
  const affected = new Set(report.findings.flatMap(affectedBy));
  const sections = tables.map((table) => sectionOf(table, grouped, affected)).filter((each) => each.rows.length > 0);
  const worst = sections.find(({ bad }) => bad)?.rows[0]?.name ?? '';
  return {
    groups,
    sections,
    others: report.tables.filter(({ columns }) => columns[0] !== RELEASE),
    next: report.findings.find((finding) => !isShared(finding) && affectedBy(finding).includes(worst)),
    total: rows.size,
    troubled: [...rows.keys()].filter((name) => affected.has(name)).length,
  };
}

/** The cause sits on another object than the release that shows it. */
function isShared({ chain }: Finding): boolean {
  return chain.length > 1 || chain[0]?.kind !== 'HelmRelease';
}

function groupOf(finding: Finding, rows: ReadonlyMap<string, ListedRow>): ListedGroup {
  const names = affectedBy(finding).toSorted();
  return { finding, rows: names.flatMap((name) => rows.get(name) ?? []) };
}

function affectedBy({ chain, alsoAffects }: Finding): readonly string[] {
  const symptoms = [...chain.slice(0, 1), ...alsoAffects].filter(({ kind }) => kind === 'HelmRelease');
  return symptoms.map(nameOf);
}

function nameOf({ namespace, name }: ObjectRef): string {
  return `${namespace ?? ''}/${name}`;
}

function sectionOf(table: DetailTable, grouped: ReadonlySet<string>, affected: ReadonlySet<string>): ListedSection {
  const rows = rowsOf(table).filter(({ name }) => !grouped.has(name));
  const bad = rows.some(({ name }) => affected.has(name));
  return { title: table.title, rows, bad, looksAt: cellsBelow(table, LOOKS_AT)[0] ?? '' };
}

function rowsOf(table: DetailTable): readonly ListedRow[] {
  const [names, states, runs, charts] = [RELEASE, STATE, RUNS, CHART].map((heading) => cellsBelow(table, heading));
  return (names ?? []).map((name, index) => ({
    name,
    state: states?.[index] ?? '',
    runs: runs?.[index] ?? '',
    chart: charts?.[index] ?? '',
  }));
}

function cellsBelow({ columns, rows }: DetailTable, heading: string): readonly string[] {
  const index = columns.indexOf(heading);
  return index < 0 ? [] : rows.map((row) => row[index] ?? '');
}
