import type { BranchSpec, Runbook, Step } from '../model/runbook.ts';
import { outcomesOf } from './branches.ts';

/**
 * The tree of a runbook as lines of text: the questions from top to bottom, below each its answers and where they lead.
 * Indented with spaces; placeholders are left as they stand.
 */
export function outline(runbook: Runbook): readonly string[] {
  return runbook.steps.flatMap((step, index) => {
    const outcomes = outcomesOf(step, index);
    const width = Math.max(...outcomes.map(({ label }) => label.length));
    return [
      `${String(index + 1)}. ${step.question} (${step.step})`,
      ...entered(step),
      ...outcomes.map(({ label, branch }) => `   ${label.padEnd(width)} → ${leadsTo(branch)}`),
    ];
  });
}

function entered(step: Step): readonly string[] {
  if (!('enter' in step)) return [];
  return [`   enters ${step.enter}${step.each === undefined ? '' : `, once per element of ${step.each}`}`];
}

/** What a branch comes to, in words: what it names, then where it goes. */
export function leadsTo({ finding, note, advise, go }: BranchSpec): string {
  const parts = [
    ...(finding === undefined ? [] : [`finding ${finding}`]),
    ...(note === undefined ? [] : [`note ${note}`]),
    ...(advise === undefined ? [] : [`advice ${advise.join(', ')}`]),
    ...(go === undefined ? [] : [go]),
  ];
  return parts.join(', ');
}
