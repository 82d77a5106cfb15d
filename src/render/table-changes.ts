import { hang, pad } from '../layout/wrap.ts';
import { objectName } from '../layout/words.ts';
import type { Changes, Lead } from '../model/report.ts';
import { parseTime } from '../text/time.ts';
import type { Page } from './page.ts';
import { count, leadText, splitLeads, timeText } from './reading.ts';

/** `2025-11-12 20:29:29` */
const TIME_WIDTH = 19;

/** How many of these objects are named. */
const NAMED = 3;

/** Changes of one writer at one time, in the same words. */
type Stroke = readonly [Lead, ...Lead[]];

/** What was changed in the time that was asked about; nothing where nobody asked. */
export function changesLines(changes: Changes | undefined, page: Page): readonly string[] {
  if (changes === undefined) return [];
  const { before, after } = splitLeads(changes);
  const most = page.full ? changes.most : Math.floor(changes.most / 2);
  const first = gathered(before, changes).slice(0, most);
  const then = gathered(after, changes).slice(0, most - first.length);
  const hidden = changes.leads.length - [...first, ...then].flat().length;
  return [
    ...title(changes, page),
    ...hang('  ', changes.told, page.width),
    ...first.flatMap((stroke) => strokeLines(stroke, page)),
    ...(then.length === 0 ? [] : ['  after it:', ...then.flatMap((stroke) => strokeLines(stroke, page))]),
    ...(hidden > 0 ? [`  … and ${count(hidden, 'more change')}; -o json has all`] : []),
  ];
}

function title({ since }: Changes, { width, ink }: Page): readonly string[] {
  const text = `what was changed since ${timeText(since)}: leads, not causes`;
  return hang('  ', text, width).map((line) => ink.bold(line));
}

/** What one writer does to many objects at once is one thing that it did. */
function gathered(leads: readonly Lead[], { atOnceSeconds }: Changes): readonly Stroke[] {
  const strokes: Stroke[] = [];
  for (const lead of leads) {
    const [first, ...rest] = strokes.at(-1) ?? [];
    if (first !== undefined && isOfOneStroke(first, lead, atOnceSeconds))
      strokes[strokes.length - 1] = [first, ...rest, lead];
    else strokes.push([lead]);
  }
  return strokes;
}

function isOfOneStroke(one: Lead, other: Lead, atOnce: number): boolean {
  const apart = Math.abs((parseTime(one.at) ?? 0) - (parseTime(other.at) ?? 0));
  return one.by !== '' && one.by === other.by && one.what === other.what && apart <= atOnce;
}

function strokeLines([first, ...rest]: Stroke, { width }: Page): readonly string[] {
  const time = timeText(first.at).replace(/ UTC$/, '');
  const text = rest.length === 0 ? leadText(first) : `${namesOf([first, ...rest])}: ${first.what} (by ${first.by})`;
  const narrow = width < 64 || time.length > TIME_WIDTH;
  return narrow ? hang('  ', `${time}  ${text}`, width) : hang(`  ${pad(time, TIME_WIDTH)}  `, text, width);
}

function namesOf(stroke: Stroke): string {
  const names = stroke.flatMap(({ object }) => (object === null ? [] : [objectName(object)]));
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}
