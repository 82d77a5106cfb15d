import type { Fact } from '../model/fact.ts';
import type { RunResult, TerraformQuery } from '../model/query.ts';
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

/** How a failure is recognised by what the program prints, and what is said of it. */
interface Failure {
  readonly words: RegExp;
  readonly reason: string;
  readonly hint: string;
}

const INIT = 'let whoever owns the folder run terraform init there';

/**
 * What keeps `terraform show` from an answer, by the words of Terraform, OpenTofu and their backends. The first that fits
 * counts. What was printed is never repeated: it can hold addresses, ids and values.
 */
const FAILURES: readonly Failure[] = [
  {
    words: /(?:Backend|Terraform Cloud|HCP Terraform|Cloud backend) initialization required|Initialization required/i,
    reason: 'the folder was not initialised for its backend',
    hint: INIT,
  },
  {
    words:
      /Required plugins are not installed|Failed to (?:load plugin schemas|obtain provider schema)|Could not load plugin|Inconsistent dependency lock file|Missing required provider/i,
    reason: 'the providers of the folder are not installed, and without them Terraform shows no state',
    hint: INIT,
  },
  {
    words: /Module (?:not installed|source has changed)/i,
    reason: 'modules of the folder are not installed',
    hint: INIT,
  },
  {
    words:
      /No valid credential sources|failed to refresh cached credentials|could not find default credentials|Required token could not be found|ExpiredToken|InvalidClientTokenId|security token .{0,40}expired|AccessDenied|Access Denied|AuthorizationFailed|not authorized to perform|\bunauthorized\b|StatusCode: 40[13]|status code:? 40[13]|HTTP (?:error: |remote state endpoint .{0,40})40[13]|Error building ARM Config|SSO session/i,
    reason: 'the backend does not let the state be read, or there are no credentials for it',
    hint: 'sign in as somebody who may read the state',
  },
  {
    words: /Error (?:acquiring|locking) (?:the )?state(?: lock)?|state (?:is )?(?:already )?locked/i,
    reason: 'the state is locked: somebody applies just now, or a lock was left behind',
    hint: 'try again when it is done; whoever owns the state may release a lock that was left behind',
  },
  {
    words: /state snapshot was created by .{0,40}which is newer|Unsupported (?:Terraform|OpenTofu) Core version/i,
    reason: 'this terraform is too old, or not the one that the folder wants',
    hint: 'use the version of terraform that wrote the state',
  },
  {
    words: /state .{0,60}(?:cannot be|could not be|failed to be) decrypted|decryption failed|encryption method/i,
    reason: 'the state is encrypted, and its key is not here',
    hint: 'set the key as for terraform plan',
  },
  {
    words: /currently selected workspace .{0,100} does not exist/i,
    reason: 'the workspace of Terraform that is chosen does not exist',
    hint: 'choose one in that folder (terraform workspace list), or set TF_WORKSPACE',
  },
  {
    words: /Error handling -chdir option/i,
    reason: 'terraform cannot go into the folder',
    hint: 'name another with --terraform',
  },
  {
    words: /no such host|connection refused|i\/o timeout|network is unreachable|context deadline exceeded/i,
    reason: 'the backend of the state is not reached',
    hint: 'look at the network and the VPN',
  },
  {
    words: /Error: Unsupported|Invalid (?:block|expression)|problems with the configuration|on .{1,100}\.tf line \d+/i,
    reason: 'the configuration in the folder is not valid',
    hint: 'see what terraform validate says there',
  },
];

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
  const said = plain(stderr);
  const known = FAILURES.find(({ words }) => words.test(said));
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
