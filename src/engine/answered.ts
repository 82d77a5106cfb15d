import type { Branch } from '../model/runbook.ts';
import type { Gap } from './settled.ts';

/** The answer of a step, the branch that it takes, and what could not be seen on the way. */
export interface Answered {
  readonly answer: string;
  /** Whether it is the good answer; null where there is no good and bad. */
  readonly good: boolean | null;
  readonly branch: Branch;
  readonly gaps: readonly Gap[];
  /** Already told by the runbooks entered. */
  readonly silent: boolean;
}

/** An answer that is still to be told. */
export function answered(answer: string, good: boolean | null, branch: Branch, gaps: readonly Gap[] = []): Answered {
  return { answer, good, branch, gaps, silent: false };
}
