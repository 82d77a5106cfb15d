import type {
  Changes,
  DetailTable,
  Finding,
  Lead,
  Note,
  PathStep,
  Report,
  TimelineEntry,
  Unanswered,
  UnknownRow,
} from '../model/report.ts';
import { safeCommand } from '../layout/command-lines.ts';
import { bullets, code, fence, inline, markdownTable } from './markdown-escape.ts';
import { objectName } from '../layout/words.ts';
import { aboutText, leadText, notesOf, splitLeads, timeText } from './reading.ts';

/** The steps that were walked, indented by depth. */
export function pathBlocks(path: readonly PathStep[]): readonly string[] {
  return path.length === 0 ? [] : ['## Steps walked', path.map(stepItem).join('\n')];
}

/** Tables of facts, each below its own heading; a table of one row is a list of what it holds. */
export function tableBlocks(tables: readonly DetailTable[]): readonly string[] {
  return tables.flatMap((table) => [`### ${inline(table.title)}`, rowBlock(table)]);
}

function rowBlock({ columns, rows }: DetailTable): string {
  const [first, ...rest] = rows;
  if (first === undefined) return 'No rows.';
  if (rest.length === 0)
    return bullets(columns.map((column, at) => `**${inline(column)}**: ${inline(first[at] ?? '')}`));
  return markdownTable(
    columns.map(inline),
    rows.map((row) => row.map(inline)),
  );
}

/** What is worth knowing beside the diagnosis. */
export function besideBlocks(report: Report): readonly string[] {
  return [
    ...section('Additional observations', notesOf(report, 'observations').map(noteItem)),
    ...section('Notes', notesOf(report, 'others').map(noteItem)),
  ];
}

/** What was changed in the time that was asked about; without one, nothing. */
export function changesBlocks(changes: Changes | undefined): readonly string[] {
  if (changes === undefined) return [];
  const { before, after } = splitLeads(changes);
  return [
    `## What was changed since ${inline(timeText(changes.since))}: leads, not causes`,
    inline(changes.told),
    ...(before.length === 0 ? [] : [bullets(before.map(leadItem))]),
    ...(after.length === 0 ? [] : ['After it:', bullets(after.map(leadItem))]),
  ];
}

/** What happened, in the order of time. */
export function timelineBlocks(timeline: readonly TimelineEntry[]): readonly string[] {
  return section('Timeline', timeline.map(entryItem));
}

/** The causes that were excluded, and by what. */
export function ruledOutBlocks(findings: readonly Finding[]): readonly string[] {
  const rows = findings.flatMap((finding) => finding.ruledOut);
  return section(
    'What was ruled out',
    rows.map(({ what, by }) => `**${inline(what)}**: ${inline(by)}`),
  );
}

/** What could not be looked at; says so too when nothing is missing. */
export function unknownBlocks(unknown: readonly UnknownRow[]): readonly string[] {
  const rows = unknown.map((row) => [inline(row.lookup), row.state, row.required ? 'yes' : 'no', inline(row.need)]);
  const table = markdownTable(['Look-up', 'State', 'Required', 'What it takes'], rows);
  return ['## What could not be looked at', rows.length === 0 ? 'Every look-up gave an answer.' : table];
}

/** Questions that nobody answered, each with the flag that does. */
export function unansweredBlocks(unanswered: readonly Unanswered[]): readonly string[] {
  return section(
    'Unanswered questions',
    unanswered.map(({ text, flag }) => `${inline(text)} Answer with ${code(flag)}.`),
  );
}

/** The commands with which each piece of evidence can be seen by hand. */
export function byHandBlocks(findings: readonly Finding[]): readonly string[] {
  const evidence = findings.flatMap((finding) => finding.evidence);
  const commands = [...new Set(evidence.map((one) => one.command).filter((command) => command !== null))];
  return commands.length === 0 ? [] : ['## To see the evidence by hand', fence('bash', commands.map(safeCommand))];
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`## ${title}`, bullets(items)];
}

function stepItem({ depth, question, answer, good, detail }: PathStep): string {
  const sign = good === null ? '' : good ? ' ✔' : ' ✖';
  const told = [answer, detail]
    .filter((text) => text !== '')
    .map(inline)
    .join(': ');
  return `${'  '.repeat(Math.max(depth, 0))}- ${inline(question)}${sign} ${told}`.trimEnd();
}

function noteItem({ kind, object, text }: Note): string {
  const label = kind === 'observation' ? '' : `**${kind.replace('-', ' ')}** `;
  return `${label}${object === null ? '' : `${inline(objectName(object))}: `}${inline(text)}`;
}

function entryItem({ at, object, text }: TimelineEntry): string {
  return `**${inline(timeText(at))}**: ${inline(aboutText(object, text))}`;
}

function leadItem(lead: Lead): string {
  return `**${inline(timeText(lead.at))}**: ${inline(leadText(lead))}`;
}
