import { UsageError } from '../model/errors.ts';
import type { Option } from '../model/world.ts';

/** Somebody answered what the question does not offer. */
export function wrongAnswer(id: string, answer: string, options: readonly Option[]): UsageError {
  return new UsageError(
    `"${answer}" is no answer to ${id}`,
    `answers: ${options.map((option) => option.value).join(', ')}`,
  );
}
