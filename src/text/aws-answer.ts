import type { Fact } from '../model/fact.ts';
import type { AwsQuery, RunResult } from '../model/query.ts';
import { errorOf } from './aws-error.ts';
import { readFailure } from './aws-failure.ts';

/**
 * What the `aws` program has answered, as a fact. The value is the JSON that it printed; what does not exist is absent, what
 * this identity may not see is denied with the action of IAM that it takes, and everything else that went wrong has failed
 * with what can be done about it. The exit code tells none of these apart (CLI version 1 ends with 255 for all of them).
 */
export function readAwsAnswer(query: AwsQuery, { exit, stdout, stderr }: RunResult): Fact {
  if (exit !== 0) return readFailure(query, errorOf(stderr), exit);
  const value = parse(stdout);
  if (value !== undefined) return { state: 'known', value };
  return { state: 'failed', reason: 'aws ended well and printed no JSON object', hint: 'run the command by hand' };
}

/** What comes of asking AWS where the program is missing. */
export const NO_AWS: Fact = {
  state: 'failed',
  reason: 'aws is not installed on this machine',
  hint: 'install the AWS CLI, version 2',
};

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
