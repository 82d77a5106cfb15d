import { commandLines } from '../layout/command-lines.ts';
import { hang } from '../layout/wrap.ts';
import type { Escalation, HandOver, Turn } from '../model/escalation.ts';
import type { Finding } from '../model/report.ts';
import { labelled } from './labelled.ts';
import type { Page } from './page.ts';
import { calledText, turnsKey } from './reading.ts';

/** Whom to call about one of the findings: a line per level, or that it is as for one above. */
export function escalationLines(findings: readonly Finding[], index: number, page: Page): readonly string[] {
  const finding = findings[index];
  if (finding?.escalation === undefined || finding.accepted !== undefined) return [];
  const { escalation } = finding;
  const above = findings.slice(0, index).findIndex((other) => isSame(other, escalation));
  return ['', ...labelled('escalate', textsOf(escalation, above, page), page)];
}

function isSame({ escalation, accepted }: Finding, { turns }: Escalation): boolean {
  return accepted === undefined && escalation !== undefined && turnsKey(escalation.turns) === turnsKey(turns);
}

function textsOf({ begin, because, turns }: Escalation, above: number, { full }: Page): readonly string[] {
  const start = `begin with ${begin}: ${because}`;
  if (above >= 0) return [`${start}; whom to call is as for ${String(above + 1)}`];
  if (!full) return [start, turns.map((turn) => `${turn.level} ${calledText(turn)}`).join(' · ')];
  return [start, ...turns.map(turnText)];
}

function turnText(turn: Turn): string {
  return `${turn.level} ${calledText(turn)}: ${turn.does}`;
}

/** What to hand over, with the commands that make it. A short report tells of the first, which is the report itself. */
export function handOverLines(handOver: readonly HandOver[] | undefined, page: Page): readonly string[] {
  if (handOver === undefined || handOver.length === 0) return [];
  const told = page.full ? handOver : handOver.slice(0, 1);
  return [`  ${page.ink.bold('to hand over')}`, ...told.flatMap((one) => oneLines(one, page))];
}

function oneLines({ what, holds, commands, blanks }: HandOver, { width, full }: Page): readonly string[] {
  return [
    ...hang('  - ', full ? `${what}: ${holds}` : what, width),
    ...blanks.flatMap(({ text, question }) => hang('    fill in ', `${text}: ${question}`, width)),
    ...commandLines(commands, 4),
  ];
}
