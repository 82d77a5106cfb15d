import type { DetailTable, Note, Report, TimelineEntry, Unanswered, UnknownRow } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import { safeCommand } from '../layout/command-lines.ts';
import { objectName } from '../layout/words.ts';
import { compactGrid } from './grid.ts';
import { pairLines } from './pairs.ts';
import { heading, type Page } from './page.ts';
import { changesLines } from './table-changes.ts';
import { aboutText, notesOf, timeText } from './reading.ts';
import { hang, pad, wrap } from '../layout/wrap.ts';

/** `2025-11-12 20:29:29` */
const TIME_WIDTH = 19;

/** What was not looked at and what it would take; "healthy" was impossible without the required ones. */
export function unknownLines(unknown: readonly UnknownRow[], page: Page): readonly string[] {
  if (unknown.length === 0) return [];
  const rows = unknown.map(({ lookup, state, need, required }) => [
    lookup,
    required ? `${state}, required` : state,
    need,
  ]);
  return [
    heading('not looked at', page),
    ...compactGrid({ columns: ['look-up', 'state', 'what it takes'], rows }, page),
  ];
}

/** What is worth knowing beside the diagnosis, one block each. A short report keeps the notes. */
export function besideLines(report: Report, page: Page): readonly (readonly string[])[] {
  const notes = otherNoteBlocks(notesOf(report, 'others'), page);
  const changes = changesLines(report.changes, page);
  if (!page.full) return [...notes, changes];
  return [
    ...notes,
    changes,
    noteLines('observations', notesOf(report, 'observations'), page),
    ...report.tables.map((table) => tableLines(table, page)),
    timelineLines(report.timeline, page),
  ];
}

/** Questions that nobody answered, each with the flag that does, whole on a line of its own. */
export function unansweredLines(unanswered: readonly Unanswered[], page: Page): readonly string[] {
  if (unanswered.length === 0) return [];
  const lines = unanswered.flatMap(({ text, flag }) => [...hang('  ? ', text, page.width), `    ${safeCommand(flag)}`]);
  return [heading('not answered', page), ...lines];
}

/** What was not asked of one object stands together under its name, which is then said once. */
function otherNoteBlocks(notes: readonly Note[], page: Page): readonly (readonly string[])[] {
  const names = notes.map(unaskedOf);
  const shared = [...new Set(names)].filter((name) => name !== '' && names.indexOf(name) !== names.lastIndexOf(name));
  const single = notes.filter((_, index) => !shared.includes(names[index] ?? ''));
  const together = shared.map((name) => [
    ...wrap(`not looked at of ${name}`, page.width - 2).map((line) => heading(line, page)),
    ...notes.filter((note) => unaskedOf(note) === name).flatMap(({ text }) => hang('  - ', text, page.width)),
  ]);
  return [noteLines('notes', single, page), ...together];
}

/** The object that a note of what was not looked at is about; empty for every other note. */
function unaskedOf({ kind, object }: Note): string {
  return kind === 'scope' && object !== null ? objectName(object) : '';
}

function noteLines(title: string, notes: readonly Note[], page: Page): readonly string[] {
  if (notes.length === 0) return [];
  return [heading(title, page), ...notes.flatMap((note) => hang('  - ', noteText(note), page.width))];
}

function noteText({ kind, object, text }: Note): string {
  const about = object === null ? '' : `${objectName(object)}: `;
  return kind === 'observation' ? `${about}${text}` : `${kind.replace('-', ' ')} · ${about}${text}`;
}

function tableLines(table: DetailTable, page: Page): readonly string[] {
  const title = wrap(escapeLine(table.title), page.width - 2).map((line) => heading(line, page));
  return [...title, ...rowLines(table, page)];
}

/** One row reads better as a list of what it holds. */
function rowLines(table: DetailTable, page: Page): readonly string[] {
  const [first, ...rest] = table.rows;
  if (first === undefined) return ['  no rows'];
  return rest.length === 0 ? pairLines(table.columns, first, page) : compactGrid(table, page);
}

function timelineLines(timeline: readonly TimelineEntry[], page: Page): readonly string[] {
  if (timeline.length === 0) return [];
  return [heading('timeline (UTC)', page), ...timeline.flatMap((entry) => entryLines(entry, page))];
}

function entryLines({ at, object, text }: TimelineEntry, { width }: Page): readonly string[] {
  const what = aboutText(object, text);
  const time = timeText(at).replace(/ UTC$/, '');
  const narrow = width < 64 || time.length > TIME_WIDTH;
  return narrow ? hang('  ', `${time}  ${what}`, width) : hang(`  ${pad(time, TIME_WIDTH)}  `, what, width);
}
