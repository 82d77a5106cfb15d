import type { Branch, BranchSpec, Step } from '../model/runbook.ts';
import type { Path } from './source.ts';

/** Where a walk may end without a finding of its own. `end` goes with what was found so far. */
export const ENDINGS: readonly string[] = ['healthy', 'unclear', 'end'];

/** One answer of a step and where it leads. */
export interface Outcome {
  /** The key of the answer: `yes`, `unknown`, `patterns` and so on. */
  readonly answer: string;
  /** How the answer is called in a picture of the tree. */
  readonly label: string;
  readonly path: Path;
  readonly branch: BranchSpec;
  /** Written as a single word. */
  readonly short: boolean;
}

/** Every branch of a step, in the order of the format, with its path from the top of the file. */
export function outcomesOf(step: Step, index: number): readonly Outcome[] {
  return entriesOf(step).map(({ path, label, branch }) => ({
    answer: String(path[0]),
    label,
    path: ['steps', index, ...path],
    branch: typeof branch === 'string' ? { go: branch } : branch,
    short: typeof branch === 'string',
  }));
}

/** The path of the word that says where an outcome leads. */
export function targetPath(outcome: Outcome): Path {
  return outcome.short ? outcome.path : [...outcome.path, 'go'];
}

interface Entry {
  readonly path: Path;
  readonly label: string;
  readonly branch: Branch;
}

function entriesOf(step: Step): readonly Entry[] {
  const unknown = named('unknown', step.unknown);
  if ('check' in step) return [named('yes', step.yes), named('no', step.no), unknown];
  if ('match' in step)
    return [
      ...step.patterns.map((each, at) => ({ path: ['patterns', at, 'then'], label: each.class, branch: each.then })),
      named('otherwise', step.otherwise),
      unknown,
    ];
  if ('cases' in step)
    return [
      ...step.cases.map((each, at) => ({ path: ['cases', at, 'then'], label: each.answer, branch: each.then })),
      named('otherwise', step.otherwise),
      unknown,
    ];
  if ('ask' in step)
    return [
      ...step.ask.map((each, at) => ({ path: ['ask', at, 'then'], label: each.answer, branch: each.then })),
      unknown,
    ];
  const progressing = step.progressing === undefined ? [] : [named('progressing', step.progressing)];
  return [named('found', step.found), ...progressing, named('clean', step.clean), unknown];
}

function named(answer: string, branch: Branch): Entry {
  return { path: [answer], label: answer, branch };
}
