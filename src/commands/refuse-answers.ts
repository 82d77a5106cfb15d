import type { CommonOptions } from '../cli/common-options.ts';
import type { Io } from './io.ts';

/** Throws `UsageError` for an answer to a question that no runbook asks. */
export async function refuseAnswers({ answers }: CommonOptions, io: Io): Promise<void> {
  if (Object.keys(answers).length === 0) return;
  const { refuseStrangeAnswers } = await import('./known-questions.ts');
  refuseStrangeAnswers(answers, io.runbooks());
}
