import { escapeLine } from '../text/escape.ts';
import type { Ink } from '../layout/ink.ts';
import { hang, widest } from '../layout/wrap.ts';
import type { Tree, TreeBranch, TreeStep } from '../model/tree.ts';
import type { Look } from './format.ts';
import { pageOf } from './page.ts';

/** Deeper trees are not indented further, so that there is room for words. */
const MAX_DEPTH = 6;

/**
 * Trees as lines: every question with its answers below it. In a walked one `▶` marks the step and the branch taken, `·`
 * the others, and the steps that were not reached are one line at its end.
 */
export function renderTreeText(trees: readonly Tree[], look: Look): string {
  const { width, ink } = pageOf(look);
  const blocks = trees.map((tree) => treeLines(tree, { width, ink, depth: 0 }).join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

interface Place {
  readonly width: number;
  readonly ink: Ink;
  readonly depth: number;
}

function treeLines(tree: Tree, place: Place): readonly string[] {
  const about = tree.subject === '' ? '' : ` · ${tree.subject}`;
  const skipped =
    tree.notReached.length === 0 ? [] : textLines('· ', `not reached: ${tree.notReached.join(', ')}`, place);
  return [
    ...textLines('', `${tree.runbook}${about} · ${tree.title}`, place).map((line) => place.ink.bold(line)),
    ...tree.steps.flatMap((step, index) => stepLines(step, index, tree.walked, place)),
    ...skipped.map((line) => place.ink.dim(line)),
  ];
}

function stepLines(step: TreeStep, index: number, walked: boolean, place: Place): readonly string[] {
  const asked = `${step.question} (${step.step})`;
  const told = toldOf(step);
  const enters = step.enters === '' || step.entered.length > 0 ? [] : textLines('    ', `enters ${step.enters}`, place);
  const column = widest(step.branches.map(({ label }) => label));
  return [
    ...textLines(walked ? '▶ ' : `${String(index + 1)}. `, asked, place),
    ...(told === '' ? [] : textLines('    = ', told, place)),
    ...enters,
    ...step.entered.flatMap((tree) => treeLines(tree, { ...place, depth: place.depth + 1 })),
    ...step.branches.flatMap((branch) => branchLines(branch, column, walked, place)),
  ];
}

/** An answer that nothing was said beside stands at its branch already. */
function toldOf({ answer, detail, branches }: TreeStep): string {
  const marked = branches.some(({ label, taken }) => taken === true && label === answer);
  return [...(marked ? [] : [answer]), detail].filter((part) => part !== '').join(' · ');
}

function branchLines(
  { label, taken, leadsTo }: TreeBranch,
  column: number,
  walked: boolean,
  place: Place,
): readonly string[] {
  const mark = taken === true ? '▶' : '·';
  const lines = textLines(walked ? `  ${mark} ` : '   ', `${escapeLine(label).padEnd(column)} → ${leadsTo}`, place);
  if (!walked) return lines;
  return lines.map((line) => (taken === true ? place.ink.green(line) : place.ink.dim(line)));
}

function textLines(lead: string, text: string, { width, depth }: Place): readonly string[] {
  return hang(`${'│ '.repeat(Math.min(depth, MAX_DEPTH))}${lead}`, escapeLine(text), width).map((line, index) =>
    index === 0 ? line : rail(line, Math.min(depth, MAX_DEPTH)),
  );
}

/** A wrapped line begins with spaces; its rails are drawn over them. */
function rail(line: string, depth: number): string {
  return `${'│ '.repeat(depth)}${line.slice(2 * depth)}`;
}
