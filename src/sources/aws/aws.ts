import { availableParallelism } from 'node:os';
import type { Fact } from '../../model/fact.ts';
import type { AwsQuery, RunResult } from '../../model/query.ts';
import { NO_AWS, readAwsAnswer } from '../../text/aws-answer.ts';
import { awsWords, isReadingCall } from '../../text/aws-call.ts';
import { createLimiter } from '../limiter.ts';
import { runProgram } from '../exec.ts';

/** As whom AWS is asked, and within which limits. */
export interface AwsAccess {
  /** The environment of the program; variables that steer its output are set over it. */
  readonly env: NodeJS.ProcessEnv;
  /** For one call, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * What the program is told beside the call. The pager, the format of errors and the retries are variables, since version 1
 * refuses them as options; it would try five times, for up to twelve seconds, where nobody answers.
 */
const STEERED: NodeJS.ProcessEnv = {
  AWS_PAGER: '',
  AWS_MAX_ATTEMPTS: '2',
  AWS_RETRY_MODE: 'standard',
  AWS_CLI_ERROR_FORMAT: 'json',
  AWS_CLI_AUTO_PROMPT: 'off',
};

const CONNECT_SECONDS = 5;
const READ_SECONDS = 15;

/** A call is a third of a second of computing before anything is sent: more at once than there are cores is no faster. */
const limited = createLimiter(availableParallelism());

/**
 * Asks AWS through the `aws` program of this machine: one call, which only reads, in a session without a terminal. The
 * profile is given as an option, which beats exported keys. Never throws.
 */
export async function askAws(query: AwsQuery, access: AwsAccess): Promise<Fact> {
  if (!isReadingCall(query.service, query.operation))
    return { state: 'failed', reason: 'the call is not known to only read', hint: '' };
  const { env, timeoutMs, signal } = access;
  const argv = [...awsWords(query), ...limits()];
  const fact = await limited(() => runProgram(argv, timeoutMs, signal, { ...env, ...STEERED }));
  if (fact.state === 'absent') return NO_AWS;
  return fact.state === 'known' ? readAwsAnswer(query, fact.value as RunResult) : fact;
}

function limits(): readonly string[] {
  return ['--cli-connect-timeout', String(CONNECT_SECONDS), '--cli-read-timeout', String(READ_SECONDS)];
}
