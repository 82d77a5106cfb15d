import { UsageError } from '../model/errors.ts';
import type { Runbook } from '../model/runbook.ts';
import { nearest } from '../text/similar.ts';

/**
 * Throws `UsageError` for an answer to a question that no runbook asks: with a mistyped key the walk would go on as if
 * nobody had answered.
 */
export function refuseStrangeAnswers(
  answers: Readonly<Record<string, string>>,
  runbooks: ReadonlyMap<string, Runbook>,
): void {
  const known = questionsOf(runbooks);
  const strange = Object.keys(answers).find((key) => !known.includes(key));
  if (strange === undefined) return;
  const meant = nearest(strange, known);
  throw new UsageError(
    `no question has the name ${strange}`,
    meant === undefined ? `questions: ${known.join(', ')}` : `did you mean --answer ${meant}=…?`,
  );
}

/** The names of all questions to a person, sorted, each once. */
function questionsOf(runbooks: ReadonlyMap<string, Runbook>): readonly string[] {
  const steps = [...runbooks.values()].flatMap((runbook) => runbook.steps);
  const asked = steps.filter((step) => 'ask' in step || 'pick' in step);
  return [...new Set(asked.map(({ step }) => step))].toSorted();
}
