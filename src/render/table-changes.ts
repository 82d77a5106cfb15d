import type { Changes, Lead } from '../model/report.ts';
import { hang, pad } from '../layout/wrap.ts';
import type { Page } from './page.ts';
import { count, leadText, splitLeads, timeText } from './reading.ts';

/** More leads than this help nobody; of a short report half as many are shown. */
const MOST = 12;

/** `2025-11-12 20:29:29` */
const TIME_WIDTH = 19;

/** What was changed in the time that was asked about; without one, nothing. */
export function changesLines(changes: Changes | undefined, page: Page): readonly string[] {
  if (changes === undefined) return [];
  const { before, after } = splitLeads(changes);
  const most = page.full ? MOST : MOST / 2;
  const shownAfter = after.slice(0, Math.max(most - before.length, 0));
  const hidden = changes.leads.length - Math.min(before.length, most) - shownAfter.length;
  return [
    ...title(changes, page),
    ...hang('  ', changes.told, page.width),
    ...before.slice(0, most).flatMap((lead) => leadLines(lead, page)),
    ...(shownAfter.length === 0 ? [] : ['  after it:', ...shownAfter.flatMap((lead) => leadLines(lead, page))]),
    ...(hidden > 0 ? [`  … and ${count(hidden, 'more change')}; -o json has all`] : []),
  ];
}

function title({ since }: Changes, { width, ink }: Page): readonly string[] {
  const text = `what was changed since ${timeText(since)}: leads, not causes`;
  return hang('  ', text, width).map((line) => ink.bold(line));
}

function leadLines(lead: Lead, { width }: Page): readonly string[] {
  const time = timeText(lead.at).replace(/ UTC$/, '');
  const narrow = width < 64 || time.length > TIME_WIDTH;
  return narrow
    ? hang('  ', `${time}  ${leadText(lead)}`, width)
    : hang(`  ${pad(time, TIME_WIDTH)}  `, leadText(lead), width);
}
