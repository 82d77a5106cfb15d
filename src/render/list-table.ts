import { commandLines } from '../layout/command-lines.ts';
import { cut } from '../layout/cut.ts';
import { pack } from '../layout/pack.ts';
import { hang, pad, widest, wrap } from '../layout/wrap.ts';
import type { DetailTable, Report } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import type { Look } from './format.ts';
import { listed, type Listed, type ListedGroup, type ListedRow, type ListedSection } from './listed.ts';
import { pageOf, type Page } from './page.ts';
import { count, timeText, VERDICT_WORDS } from './reading.ts';
import { besideLines, unknownLines } from './table-beside.ts';

/** From this width on there is room for the chart. */
const WIDE = 110;
/** What a cell may take of a narrow screen before its row breaks up. */
const WIDEST_NAME = 30;
const WIDEST_RUNS = 12;
const WIDEST_CHART = 40;
/** An error can go on for pages; json has all of it. */
const LINES_OF_STATE = 3;

/**
 * Many releases on a terminal, the worst first: shared causes with the releases below them, then the releases by their
 * state. No line is wider than the page except commands.
 */
export function renderList(report: Report, look: Look): string {
  const page = pageOf(look);
  const content = listed(report);
  const table = columnsOf(content, page);
  const blocks = [
    headLines(report, content, page),
    ...content.groups.map((group) => groupLines(group, table, page)),
    ...content.sections.map((section) => sectionLines(section, table, page)),
    ...content.others.map((other) => otherLines(other, page)),
    ...besideLines(report, { ...page, full: false }),
    unknownLines(report.unknown, page),
    nextLines(content, page),
  ];
  const told = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${told.join('\n\n')}\n`;
}

function headLines(report: Report, { total, troubled }: Listed, page: Page): readonly string[] {
  const { context, serverVersion, verdict, now } = report;
  const parts = [
    escapeLine(`context ${context}`),
    escapeLine(serverVersion ?? 'server version unknown'),
    'reading only',
    verdict === 'healthy' ? 'nothing wrong by their status' : VERDICT_WORDS[verdict],
  ];
  const seen = total === 0 ? 'none seen' : `${count(total, 'release')} seen, ${String(troubled)} in trouble`;
  return [
    ...pack(parts, { separator: ' · ', indent: 2, hanging: 2, width: page.width }),
    ...hang('  ', `${seen} · as of ${timeText(now)}`, page.width).map((line) => page.ink.bold(line)),
  ];
}

/** How wide the columns are, for all sections alike. */
interface Columns {
  readonly name: number;
  readonly runs: number;
  /** 0 where there is no room for it. */
  readonly chart: number;
}

function columnsOf({ groups, sections }: Listed, { width }: Page): Columns {
  const rows = [...groups, ...sections].flatMap((each) => each.rows);
  const fitting = (texts: readonly string[], most: number): number =>
    Math.min(most, widest(texts.map((text) => escapeLine(text))));
  return {
    name: fitting(
      rows.map(({ name }) => name),
      width >= WIDE ? WIDEST_NAME + 10 : WIDEST_NAME,
    ),
    runs: fitting(
      rows.map(({ runs }) => runs),
      WIDEST_RUNS,
    ),
    chart:
      width >= WIDE
        ? fitting(
            rows.map(({ chart }) => chart),
            WIDEST_CHART,
          )
        : 0,
  };
}

function groupLines({ finding, rows }: ListedGroup, columns: Columns, page: Page): readonly string[] {
  const commands = finding.advice.flatMap((advice) => advice.commands).slice(0, 1);
  return [
    ...headingLines('✖', finding.title, page, page.ink.red.bold),
    ...limited(finding.cause, '    ', page),
    ...rows.flatMap((row) => rowLines(row, columns, page)),
    ...commandLines(commands, 4),
  ];
}

function sectionLines({ title, rows, bad, looksAt }: ListedSection, columns: Columns, page: Page): readonly string[] {
  const heading = rows.length === 1 ? title : `${title} (${String(rows.length)})`;
  return [
    ...headingLines(bad ? '✖' : '·', heading, page, bad ? page.ink.red.bold : page.ink.bold),
    ...rows.flatMap((row) => rowLines(row, columns, page)),
    ...(looksAt === ''
      ? []
      : hang('    ', `recover looks at ${looksAt}`, page.width).map((line) => page.ink.dim(line))),
  ];
}

function headingLines(
  sign: string,
  title: string,
  { width }: Page,
  paint: (text: string) => string,
): readonly string[] {
  return hang(`  ${sign} `, escapeLine(title), width).map((line) => paint(line));
}

/** Name, version, chart where there is room, and state; a name that is too long stands on a line of its own. */
function rowLines({ name, runs, chart, state }: ListedRow, columns: Columns, page: Page): readonly string[] {
  const cells = [
    pad(escapeLine(runs), columns.runs),
    ...(columns.chart === 0 ? [] : [pad(cut(escapeLine(chart), columns.chart), columns.chart)]),
  ];
  const lead = `    ${pad(escapeLine(name), columns.name)}  ${cells.join('  ')}  `;
  const fits = widest([escapeLine(name)]) <= columns.name && widest([escapeLine(runs)]) <= columns.runs;
  if (fits) return limited(state, lead, page);
  const above = [name, runs].filter((part) => part !== '').join('  ');
  return [...hang('    ', escapeLine(above), page.width), ...limited(state, `    ${' '.repeat(columns.name)}  `, page)];
}

/** Text behind a lead, cut after some lines: what is cut ends in an ellipsis. */
function limited(text: string, lead: string, { width }: Page): readonly string[] {
  const room = Math.max(width - widest([lead]), 1);
  const lines = wrap(escapeLine(text), room);
  const rest = lines.slice(LINES_OF_STATE - 1).join(' ');
  const kept = lines.length <= LINES_OF_STATE ? lines : [...lines.slice(0, LINES_OF_STATE - 1), cut(rest, room)];
  const margin = ' '.repeat(widest([lead]));
  return kept.map((line, index) => `${index === 0 ? lead : margin}${line}`.trimEnd());
}

function otherLines({ title, rows }: DetailTable, page: Page): readonly string[] {
  return [
    ...headingLines('·', title, page, page.ink.bold),
    ...rows.flatMap((row) => hang('    - ', row.map((cell) => escapeLine(cell)).join(': '), page.width)),
  ];
}

/** One release stands for all: the command for the worst of them. */
function nextLines({ next }: Listed, { ink }: Page): readonly string[] {
  const commands = next?.advice.flatMap((advice) => advice.commands).slice(0, 1) ?? [];
  return commands.length === 0 ? [] : [`  ${ink.bold('next')}`, ...commandLines(commands, 4)];
}
