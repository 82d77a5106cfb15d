import type { Runbook } from '../model/runbook.ts';
import { outcomesOf, type Outcome } from './branches.ts';

/** One way from a step to another, by index. */
export interface StepEdge {
  readonly from: number;
  readonly to: number;
  readonly outcome: Outcome;
}

/** Every branch of a runbook that leads to a step that exists. */
export function stepEdges(runbook: Runbook): readonly StepEdge[] {
  return runbook.steps.flatMap((step, from) =>
    outcomesOf(step, from).flatMap((outcome) => {
      const to = targetOf(runbook, from, outcome.branch.go);
      return to === undefined ? [] : [{ from, to, outcome }];
    }),
  );
}

function targetOf(runbook: Runbook, from: number, go: string | undefined): number | undefined {
  if (go === undefined) return undefined;
  const index = go === 'next' ? from + 1 : runbook.steps.findIndex((step) => step.step === go);
  return index < 0 || index >= runbook.steps.length ? undefined : index;
}

/** The steps that can be reached from some steps, those included. */
export function reachableFrom(starts: readonly number[], edges: readonly StepEdge[]): ReadonlySet<number> {
  const reached = new Set(starts);
  for (const index of reached) for (const edge of edges) if (edge.from === index) reached.add(edge.to);
  return reached;
}
