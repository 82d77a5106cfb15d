import type { Confidence, Report } from '../../../src/model/report.ts';
import type { Request } from '../cluster/audit.ts';
import { tableOf } from '../plane/manifest.ts';

/** How kubedoc ended with some rights: a report, or one line instead of it. */
export interface Outcome {
  readonly exit: number;
  /** Undefined where a line on stderr stands for it. */
  readonly report: Report | undefined;
  readonly stderr: string;
  /** What the authoriser refused. */
  readonly refused: readonly Request[];
}

/** A report as it was when all could be read. */
export type Whole = Outcome & { readonly report: Report };

/**
 * What is wrong with how kubedoc ended without some rights, beside how it ends with all of them: to see less never makes
 * it surer, and what it was refused it has to say, but for requests that were shown to be needless here.
 */
export function faultsOf(whole: Whole, without: Outcome, needless: readonly string[] = []): readonly string[] {
  const { exit, report, refused, stderr } = without;
  if (/bug in kubedoc|^\s+at .*:\d+:\d+/m.test(stderr)) return [`it breaks: ${stderr.trim()}`];
  if (report === undefined) return lineFaults(without);
  return [
    ...(exit === EXIT_OF[report.verdict] ? [] : [`exit code ${exit} with the verdict ${report.verdict}`]),
    ...(refused.length === 0 ? differences(whole.report, report) : []),
    ...verdictFaults(whole.report, report),
    ...surer(whole.report, report),
    ...unsaid(report, refused)
      .filter(({ uri }) => !needless.includes(uri))
      .map(({ verb, uri }) => `refused and not told: ${verb} ${uri}`),
    ...unasked(report, refused),
  ];
}

/** As docs/usage.md has it. */
const EXIT_OF = { healthy: 0, 'in-progress': 0, problem: 1, incomplete: 3 } as const;

/** Instead of a report there may only be the line that nothing may be read, and where a role comes from. */
function lineFaults({ exit, stderr, refused }: Outcome): readonly string[] {
  const isSaid = exit === 4 && /^kubedoc: nothing may be read .*--plan --role/m.test(stderr);
  return isSaid && refused.length > 0 ? [] : [`neither report nor reason: exit code ${exit}, ${stderr.trim()}`];
}

/**
 * The requests that were refused without a word, by reports that are the same as the whole one to the last field: what
 * they would have answered goes into nothing that is said here.
 */
export function needlessIn(whole: Whole, outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ report, refused }) => {
    if (report === undefined || differences(whole.report, report).length > 0) return [];
    return unsaid(report, refused).map(({ uri }) => uri);
  });
}

/** Where nothing was refused, nothing may be told otherwise. */
function differences(whole: Report, report: Report): readonly string[] {
  const [before, after] = [tableOf(lasting(whole)), tableOf(lasting(report))];
  return Object.keys(before)
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => `nothing was refused, and yet ${key} is another`);
}

/** A report without what differs from one moment to the next: the clock, ages, and when an event was last seen. */
export function lasting({ now, tables, timeline, ...rest }: Report): unknown {
  const cells = tables.map(({ rows, ...table }) => ({ ...table, rows: rows.map((row) => row.map(ageless)) }));
  const told = timeline.map(({ object, text }) => ({ object, text }));
  const text = JSON.stringify({ ...rest, tables: cells, timeline: told }).replaceAll(now ?? '-', 'NOW');
  return JSON.parse(text.replaceAll(/\b(\d+[dhms])+ old\b/g, 'AGE old'));
}

function ageless(cell: string): string {
  return /^(\d+[dhms])+$/.test(cell) ? 'AGE' : cell;
}

function verdictFaults(whole: Report, { verdict, unknown }: Report): readonly string[] {
  if (verdict === 'incomplete') return unknown.some(({ required }) => required) ? [] : ['incomplete for no reason'];
  return verdict === whole.verdict ? [] : [`${whole.verdict} becomes ${verdict}`];
}

const SURE: readonly Confidence[] = ['possible', 'likely', 'confirmed'];

/** A cause that was not there when all could be seen may be thought of now; it is not sure of it. */
function surer(whole: Report, report: Report): readonly string[] {
  return report.findings.flatMap(({ code, confidence }) => {
    const before = whole.findings.find((each) => each.code === code)?.confidence ?? 'likely';
    return SURE.indexOf(confidence) > SURE.indexOf(before) ? [`${code} is ${confidence}, it was ${before}`] : [];
  });
}

/** What was refused and is not named among what could not be looked at, with the right that it takes. */
function unsaid(report: Report, refused: readonly Request[]): readonly Request[] {
  const needs = deniedRows(report).map(({ need }) => need);
  return refused.filter((request) => !needs.some((need) => isFor(need, request)));
}

/** What the report says was denied, and the authoriser never refused. */
function unasked(report: Report, refused: readonly Request[]): readonly string[] {
  return deniedRows(report)
    .filter(({ need }) => !refused.some((request) => isFor(need, request)))
    .map(({ need }) => `told as denied, and nobody refused it: ${need}`);
}

function deniedRows({ unknown }: Report): Report['unknown'] {
  return unknown.filter(({ state }) => state === 'denied');
}

/** Whether a missing right is that of a request: `list deployments.apps in namespace coder`, `get nodes kyrion`. */
function isFor(need: string, { verb, group, resource, uri }: Request): boolean {
  const [path = ''] = uri.split('?');
  const kind = resource === '' ? path : `${resource}${group === '' ? '' : `.${group}`}`;
  if (need.split(' ').slice(0, 2).join(' ') !== `${verb} ${kind}`) return false;
  const namespace = /\/namespaces\/([^/]+)\//.exec(path)?.[1];
  return namespace === undefined ? !need.includes(' in namespace ') : need.endsWith(` in namespace ${namespace}`);
}

/** What kubedoc says it takes to see more: each right once. */
export function missingIn({ report }: Outcome): readonly string[] {
  if (report === undefined) return ['-n NAMESPACE, or the printed role'];
  return [...new Set(deniedRows(report).map(({ need, required }) => `${need}${required ? ' (required)' : ''}`))];
}
