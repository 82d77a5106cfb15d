import type { Fact } from '../../model/fact.ts';
import type { RunResult, TerraformQuery } from '../../model/query.ts';
import { NO_TERRAFORM, readTerraformAnswer, terraformWords } from '../../text/terraform-answer.ts';
import { runProgram } from '../exec.ts';

/** Within which limits Terraform is asked. */
export interface TerraformAccess {
  /** The environment of the program: the credentials of its backend are there. */
  readonly env: NodeJS.ProcessEnv;
  /** In milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Nobody is asked anything, and nobody but the backend is spoken to (no check for a newer version). */
const STEERED: NodeJS.ProcessEnv = { TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };

/** What would add words to the call, or write what is read to a file. */
const KEPT_BACK = /^TF_(?:CLI_ARGS(?:_.*)?|LOG(?:_.*)?)$/;

const PROGRAMS = ['terraform', 'tofu'] as const;

/**
 * Asks for the state that the folder leads to, through `terraform`, or `tofu` where only that is installed; it locks and writes
 * nothing. The value is a `TerraformState`: the rest of what was printed ends here. Never throws.
 */
export async function askTerraform(query: TerraformQuery, access: TerraformAccess): Promise<Fact> {
  const env = environmentOf(access.env);
  for (const program of PROGRAMS) {
    const fact = await runProgram(terraformWords(query, program), access.timeoutMs, access.signal, env);
    if (fact.state === 'known') return readTerraformAnswer(fact.value as RunResult);
    if (fact.state !== 'absent') return fact.state === 'failed' ? { ...fact, hint: SLOW_OR_LARGE } : fact;
  }
  return NO_TERRAFORM;
}

/** Time and size are what a program fails by that could be started. */
const SLOW_OR_LARGE = 'give it longer with --request-timeout, or see terraform plan -lock=false there';

function environmentOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !KEPT_BACK.test(name));
  return { ...Object.fromEntries(kept), ...STEERED };
}
