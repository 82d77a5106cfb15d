import type { Fact } from '../model/fact.ts';
import type { RunResult, TerraformQuery } from '../model/query.ts';
import { TERRAFORM } from './known-programs.ts';
import { programFailure } from './program-failure.ts';
import { readState } from './terraform-state.ts';

/** What is run, as a person would type it, and as a capture holds it. */
export function terraformWords({ folder }: TerraformQuery, program = 'terraform'): readonly string[] {
  return [program, `-chdir=${folder}`, 'show', '-json'];
}

/** What comes of it where no program is there that could read a state. */
export const NO_TERRAFORM: Fact = {
  state: 'failed',
  reason: 'neither terraform nor tofu is installed on this machine',
  hint: 'run kubedoc where the state can be read, or see terraform plan -lock=false there',
};

/**
 * What the program has answered, as a fact: a `TerraformState`, or a failure in kubedoc's own words. Nothing that it printed
 * is handed on but what `readState` takes.
 */
export function readTerraformAnswer({ exit, stdout, stderr }: RunResult): Fact {
  if (exit !== 0) return failureOf(stderr, exit);
  const state = readState(stdout);
  if (!('wrong' in state)) return { state: 'known', value: state };
  return {
    state: 'failed',
    reason: `terraform show -json gave no state that can be read: ${state.wrong}`,
    hint: 'see terraform plan -lock=false there',
  };
}

function failureOf(stderr: string, exit: number): Fact {
  const known = programFailure(TERRAFORM, { says: plain(stderr) });
  if (known !== undefined) return { state: 'failed', reason: known.reason, hint: known.hint };
  return {
    state: 'failed',
    reason: `terraform show ended with ${exit}; what it printed is not repeated here`,
    hint: 'run terraform plan -lock=false in that folder, which says why',
  };
}

/** How much of it is looked at. */
const MOST_CHARACTERS = 20_000;

/** Escape, and what it says of colours (ECMA-48, SGR). */
const COLOUR = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]*m`, 'g');

/** Without colours and without the frame that Terraform draws around a message; its lines in one. */
function plain(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replaceAll(COLOUR, '')
    .replaceAll(/[\s│╷╵]+/g, ' ');
}
