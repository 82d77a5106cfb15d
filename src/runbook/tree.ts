import type { Runbook, Step } from '../model/runbook.ts';
import type { Tree, TreeBranch } from '../model/tree.ts';
import { outcomesOf, type Outcome } from './branches.ts';
import { leadsTo } from './outline.ts';

/** A whole runbook as a tree that nobody walked. */
export function treeOf(runbook: Runbook): Tree {
  return {
    runbook: runbook.name,
    title: runbook.title,
    subject: '',
    walked: false,
    steps: runbook.steps.map((step, index) => ({
      step: step.step,
      question: step.question,
      answer: '',
      detail: '',
      enters: entersOf(step),
      branches: outcomesOf(step, index).map((outcome) => branchOf(runbook, index, outcome, null)),
      entered: [],
    })),
    notReached: [],
  };
}

/** The name of the runbook that a step enters; empty where it enters none. */
export function entersOf(step: Step): string {
  return 'enter' in step ? step.enter : '';
}

/** One outcome of a step as a branch of the tree. */
export function branchOf(runbook: Runbook, index: number, outcome: Outcome, taken: boolean | null): TreeBranch {
  return { label: outcome.label, taken, to: targetOf(runbook, index, outcome), leadsTo: leadsTo(outcome.branch) };
}

/** The name of the step that an outcome leads to; null where the walk of this runbook ends with it. */
export function targetOf(runbook: Runbook, index: number, { branch: { go } }: Outcome): string | null {
  if (go === 'next') return runbook.steps[index + 1]?.step ?? null;
  return runbook.steps.find(({ step }) => step === go)?.step ?? null;
}
