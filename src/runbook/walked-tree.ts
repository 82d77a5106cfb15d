import type { PathStep } from '../model/report.ts';
import type { Runbook } from '../model/runbook.ts';
import type { Tree, TreeStep } from '../model/tree.ts';
import { outcomesOf, type Outcome } from './branches.ts';
import { branchOf, entersOf, targetOf } from './tree.ts';

/**
 * The trees that a walk went through, from the steps that its report tells and the runbooks that they stand in: one tree
 * per runbook and object, each below the step that entered it, every branch marked as taken or not. Steps of runbooks that
 * are not known are left out.
 */
export function walkedTrees(path: readonly PathStep[], runbooks: ReadonlyMap<string, Runbook>): readonly Tree[] {
  return partsOf(path, runbooks).flatMap((part) => {
    const runbook = runbooks.get(part[0]?.runbook ?? '');
    return runbook === undefined ? [] : [treeOfWalk(runbook, part, '', runbooks)];
  });
}

/** Parts the steps into one walk of one runbook each: a walk begins with the runbook's first step. */
function partsOf(path: readonly PathStep[], runbooks: ReadonlyMap<string, Runbook>): readonly (readonly PathStep[])[] {
  const [outermost] = path;
  const parts: PathStep[][] = [];
  for (const step of path) {
    const part = parts.at(-1);
    const begins = step.depth === outermost?.depth && isFirst(step, runbooks);
    if (part === undefined || begins) parts.push([step]);
    else part.push(step);
  }
  return parts;
}

function isFirst({ runbook, step }: PathStep, runbooks: ReadonlyMap<string, Runbook>): boolean {
  return runbooks.get(runbook)?.steps[0]?.step === step;
}

function treeOfWalk(
  runbook: Runbook,
  path: readonly PathStep[],
  subject: string,
  runbooks: ReadonlyMap<string, Runbook>,
): Tree {
  const depth = path[0]?.depth ?? 0;
  const own = path.flatMap((step, at) => (step.depth === depth ? [at] : []));
  const steps = own.flatMap((at, order) => {
    const below = path.slice(at + 1, own[order + 1]);
    const next = path[own[order + 1] ?? path.length]?.step ?? null;
    return stepOfWalk({ runbook, told: path[at], below, next }, runbooks);
  });
  const reached = new Set(steps.map(({ step }) => step));
  return {
    runbook: runbook.name,
    title: runbook.title,
    subject,
    walked: true,
    steps,
    notReached: runbook.steps.map(({ step }) => step).filter((step) => !reached.has(step)),
  };
}

/** One step as it was told, what was walked below it, and the step that came after it in its runbook. */
interface Told {
  readonly runbook: Runbook;
  readonly told: PathStep | undefined;
  readonly below: readonly PathStep[];
  readonly next: string | null;
}

function stepOfWalk({ runbook, told, below, next }: Told, runbooks: ReadonlyMap<string, Runbook>): readonly TreeStep[] {
  const index = runbook.steps.findIndex(({ step }) => step === told?.step);
  const step = runbook.steps[index];
  if (step === undefined || told === undefined) return [];
  const subjects = told.answer.split(', ');
  const entered = partsOf(below, runbooks).flatMap((part, at) => {
    const child = runbooks.get(part[0]?.runbook ?? '');
    return child === undefined ? [] : [treeOfWalk(child, part, subjects[at] ?? '', runbooks)];
  });
  const outcomes = outcomesOf(step, index);
  const taken = 'enter' in step ? entryTaken(runbook, index, next, entered) : answerTaken(outcomes, told.answer);
  return [
    {
      step: told.step,
      question: told.question,
      answer: told.answer,
      detail: told.detail,
      enters: entersOf(step),
      branches: outcomes.map((outcome) =>
        branchOf(runbook, index, outcome, taken === undefined ? null : outcome.label === taken),
      ),
      entered,
    },
  ];
}

/** What the engine answers where no pattern and no case fits; in the file both are `otherwise`. */
const OTHERWISE: ReadonlySet<string> = new Set(['other', 'none of these']);

function answerTaken(outcomes: readonly Outcome[], answer: string): string | undefined {
  const label = OTHERWISE.has(answer) && !outcomes.some((one) => one.label === answer) ? 'otherwise' : answer;
  return outcomes.find((one) => one.label === label)?.label;
}

/**
 * What a runbook that was entered came to is not told by a step of its own. A finding below says it; else the branch that
 * leads to the step that came next; else how the last walk below ended.
 */
function entryTaken(
  runbook: Runbook,
  index: number,
  next: string | null,
  entered: readonly Tree[],
): string | undefined {
  const step = runbook.steps[index];
  if (step === undefined) return undefined;
  if (entered.some(hasFinding)) return 'found';
  const fitting = outcomesOf(step, index).filter(
    (outcome) => outcome.label !== 'found' && targetOf(runbook, index, outcome) === next,
  );
  if (fitting.length <= 1) return fitting[0]?.label;
  const endings = entered.map(endingOf);
  const label = endings.includes('unclear') ? 'unknown' : 'clean';
  const certain = endings.includes('unclear') || endings.every((ending) => ending === 'healthy');
  return certain ? fitting.find((outcome) => outcome.label === label)?.label : undefined;
}

/** Whether a walk, or one that it entered, took a branch that names a finding. */
function hasFinding({ steps }: Tree): boolean {
  return steps.some(
    ({ branches, entered }) =>
      branches.some(({ taken, leadsTo }) => taken === true && leadsTo.startsWith('finding ')) ||
      entered.some(hasFinding),
  );
}

/** The last word of the last branch taken: `healthy`, `unclear` or `end`. */
function endingOf({ steps }: Tree): string {
  const last = steps.at(-1)?.branches.find(({ taken }) => taken === true);
  return last?.leadsTo.split(', ').at(-1) ?? '';
}
