import { objectName } from '../layout/words.ts';
import type { Report } from '../model/report.ts';
import { listed, type Listed, type ListedGroup } from './listed.ts';
import { tableBlocks, unknownBlocks, besideBlocks } from './markdown-beside.ts';
import { bullets, code, inline } from './markdown-escape.ts';
import { count, timeText, VERDICT_WORDS } from './reading.ts';
import { safeCommand } from '../layout/command-lines.ts';

/** Many releases as a page: what they share first, then each by its state, then what could not be looked at. */
export function renderListMarkdown(report: Report): string {
  const content = listed(report);
  const blocks = [
    '# HelmReleases',
    bullets(factsOf(report, content)),
    ...(content.groups.length === 0 ? [] : ['## Shared causes', ...content.groups.flatMap(groupBlocks)]),
    ...(report.tables.length === 0 ? [] : ['## By state', ...tableBlocks(report.tables)]),
    ...besideBlocks(report),
    ...unknownBlocks(report.unknown),
    '---',
    `Looked at ${inline(timeText(report.now))} by kubedoc, reading only.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function factsOf({ context, serverVersion, now, verdict }: Report, { total, troubled }: Listed): readonly string[] {
  return [
    `**Context:** ${inline(context)}`,
    `**Server version:** ${inline(serverVersion ?? 'unknown')}`,
    `**Looked at:** ${inline(timeText(now))}`,
    `**Verdict:** ${VERDICT_WORDS[verdict]}`,
    `**Seen:** ${count(total, 'release')}, ${String(troubled)} in trouble`,
  ];
}

function groupBlocks({ finding }: ListedGroup): readonly string[] {
  const { chain, alsoAffects, title, confidence, cause, advice } = finding;
  const affected = [...(chain.length > 1 ? chain.slice(0, 1) : []), ...alsoAffects].map(objectName);
  const [command] = advice.flatMap((one) => one.commands);
  return [
    `### ${inline(title)}`,
    bullets([
      `${inline(cause)} (${confidence})`,
      ...(affected.length === 0 ? [] : [`Affects ${inline(affected.join(', '))}`]),
      ...(command === undefined ? [] : [code(safeCommand(command))]),
    ]),
  ];
}
