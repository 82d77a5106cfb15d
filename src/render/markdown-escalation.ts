import { safeCommand } from '../layout/command-lines.ts';
import type { Escalation, HandOver, Turn } from '../model/escalation.ts';
import type { Finding } from '../model/report.ts';
import { bullets, code, fence, inline } from './markdown-escape.ts';
import { calledText, turnsKey } from './reading.ts';

/** Whom to call about each finding, those with the same people together, and what to hand over. */
export function escalationBlocks(
  findings: readonly Finding[],
  handOver: readonly HandOver[] | undefined,
): readonly string[] {
  const groups = new Map<string, Called[]>();
  for (const { title, escalation } of findings) {
    if (escalation === undefined) continue;
    const key = turnsKey(escalation.turns);
    groups.set(key, [...(groups.get(key) ?? []), { title, escalation }]);
  }
  const blocks = [...groups.values()].flatMap(groupBlocks);
  return [...(blocks.length === 0 ? [] : ['## Whom to call', ...blocks]), ...handOverBlocks(handOver ?? [])];
}

interface Called {
  readonly title: string;
  readonly escalation: Escalation;
}

function groupBlocks(group: readonly Called[]): readonly string[] {
  const begin = group.map(
    ({ title, escalation }) =>
      `**${inline(title)}**: begin with ${escalation.begin}, because ${inline(escalation.because)}`,
  );
  return [bullets(begin), bullets((group[0]?.escalation.turns ?? []).map(turnItem))];
}

function turnItem(turn: Turn): string {
  return `**${turn.level}**, ${inline(calledText(turn))}: ${inline(turn.does)}`;
}

function handOverBlocks(handOver: readonly HandOver[]): readonly string[] {
  if (handOver.length === 0) return [];
  return ['## What to hand over', ...handOver.flatMap(oneBlocks)];
}

function oneBlocks({ what, holds, commands, blanks }: HandOver): readonly string[] {
  return [
    `**${inline(what)}**: ${inline(holds)}`,
    fence('bash', commands.map(safeCommand)),
    ...(blanks.length === 0
      ? []
      : ['Fill in:', bullets(blanks.map(({ text, question }) => `${code(text)}: ${inline(question)}`))]),
  ];
}
