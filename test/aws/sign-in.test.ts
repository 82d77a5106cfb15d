import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import { ask } from './asking.ts';
import { KEYS, makeHome, type Home } from './harness.ts';
import { casesOf, describeAws } from './machine.ts';
import { startRefusing, type Listening, type ServiceError } from './refusing.ts';

/** What keeps somebody from being signed in. */
interface Case {
  /** `~/.aws/config`. */
  readonly config?: string;
  readonly prepare?: (home: Home) => void;
  readonly profile?: string;
  /** Beside the environment without any keys; a variable that is empty is taken away. */
  readonly env?: Readonly<Record<string, string>>;
  readonly call?: string;
  readonly reason: RegExp;
  readonly hint: RegExp;
}

/** What a program that deals in credentials has printed; it may appear nowhere. */
const SECRET = 'hunter2hunter2';

const START = 'https://example.awsapps.com/start';
const SESSION = 'work';

const LEGACY = `
[profile sso]
sso_start_url = ${START}
sso_region = eu-central-1
sso_account_id = 111122223333
sso_role_name = reader
`;

const BY_SESSION = `
[profile sso]
sso_session = ${SESSION}
sso_account_id = 111122223333
sso_role_name = reader

[sso-session ${SESSION}]
sso_start_url = ${START}
sso_region = eu-central-1
sso_registration_scopes = sso:account:access
`;

const MFA = `
[profile base]
aws_access_key_id = testing
aws_secret_access_key = testing

[profile mfa]
role_arn = arn:aws:iam::111122223333:role/admin
mfa_serial = arn:aws:iam::111122223333:mfa/somebody
source_profile = base
`;

const CASES: Readonly<Record<string, Case>> = {
  'no credentials': { reason: /^aws has no credentials/, hint: /sign in.*--aws-profile/ },
  'a profile that nobody has': {
    profile: 'nobody',
    reason: /^aws does not know the profile \(.*\(nobody\) could not be found/,
    hint: /--aws-profile/,
  },
  'a profile that nobody has, with keys exported': {
    profile: 'nobody',
    env: KEYS,
    reason: /^aws does not know the profile/,
    hint: /--aws-profile/,
  },
  'half of the keys': {
    env: { AWS_ACCESS_KEY_ID: 'testing' },
    reason: /^only a part of the credentials/,
    hint: /AWS_SECRET_ACCESS_KEY/,
  },
  'a sign-in that never was': {
    config: LEGACY,
    profile: 'sso',
    reason: /^the sign-in to AWS is over/,
    hint: /aws sso login/,
  },
  'a sign-in that is over': {
    config: LEGACY,
    profile: 'sso',
    prepare: (home) => keepToken(home, START),
    reason: /^the sign-in to AWS is over/,
    hint: /aws sso login/,
  },
  'a session that never was': {
    config: BY_SESSION,
    profile: 'sso',
    reason: /^the sign-in to AWS is over/,
    hint: /aws sso login/,
  },
  'a session that is over': {
    config: BY_SESSION,
    profile: 'sso',
    prepare: (home) => keepToken(home, SESSION),
    reason: /^the sign-in to AWS is over/,
    hint: /aws sso login/,
  },
  'a profile that asks for a code': {
    config: MFA,
    profile: 'mfa',
    reason: /^the profile asks for an MFA code/,
    hint: /sts get-caller-identity/,
  },
  'a program for credentials that fails': {
    config: `[profile program]\ncredential_process = /bin/sh -c "echo ${SECRET} >&2; exit 1"\n`,
    profile: 'program',
    reason: /^the program that the profile takes its credentials from fails$/,
    hint: /get-caller-identity/,
  },
  'a program for credentials that is missing': {
    config: '[profile program]\ncredential_process = /nonexistent/program\n',
    profile: 'program',
    reason: /^the program that the profile takes its credentials from fails$/,
    hint: /get-caller-identity/,
  },
  'a program for credentials that prints something else': {
    config: `[profile program]\ncredential_process = /bin/echo ${SECRET}\n`,
    profile: 'program',
    reason: /^the program that the profile takes its credentials from fails$/,
    hint: /get-caller-identity/,
  },
  'a configuration that cannot be read': {
    config: `not = a profile\n${SECRET}`,
    reason: /^the configuration of aws cannot be read/,
    hint: /mend that file/,
  },
  'aws is missing': {
    env: { ...KEYS, PATH: '/nonexistent' },
    reason: /^aws is not installed on this machine$/,
    hint: /install the AWS CLI/,
  },
  'aws cannot be run': {
    prepare: (home) => installed(home, '', 0o644),
    env: { ...KEYS, PATH: 'bin' },
    reason: /^aws cannot be run \(EACCES\)$/,
    hint: /run aws by hand/,
  },
  'aws does not know the operation': {
    env: KEYS,
    call: 'eks describe-something-new',
    reason: /^this aws does not know the call: it is too old/,
    hint: /later version/,
  },
  'aws does not know the service': {
    env: KEYS,
    call: 'something-new describe-clusters',
    reason: /^this aws does not know the call: it is too old/,
    hint: /later version/,
  },
};

const SOON = ['no credentials', 'a profile that asks for a code', 'a session that is over', 'aws is missing'];

/** What the portal answers whoever asks with a token that is over; some versions ask it, others look at the date alone. */
const NO_SESSION: ServiceError = {
  code: 'UnauthorizedException',
  status: 401,
  message: 'Session token not found or invalid',
};

/** What `aws sso login` would have left behind, long ago (botocore tokens.py: the name is the SHA-1 of the session). */
function keepToken({ folder }: Home, name: string): void {
  const cache = join(folder, '.aws', 'sso', 'cache');
  mkdirSync(cache, { recursive: true });
  const token = { startUrl: START, region: 'eu-central-1', accessToken: SECRET, expiresAt: '2020-01-01T00:00:00Z' };
  writeFileSync(join(cache, `${createHash('sha1').update(name).digest('hex')}.json`), JSON.stringify(token));
}

/** Puts a program of that name into the home. */
function installed({ folder }: Home, text: string, mode: number): void {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'aws'), text);
  chmodSync(join(folder, 'bin', 'aws'), mode);
}

describeAws('where aws cannot sign in', () => {
  let home: Home;
  let portal: Listening;

  beforeEach(async () => {
    home = makeHome();
    portal = await startRefusing(() => NO_SESSION);
  });

  afterEach(async () => {
    await portal.close();
    home.remove();
  });

  test.each(casesOf(CASES, SOON))('%s', async (_, each) => {
    const { config, prepare, profile, env = {}, call = 'sts get-caller-identity', reason, hint } = each;
    if (config !== undefined) home.configure(config);
    prepare?.(home);
    const path = env['PATH'] === 'bin' ? { PATH: join(home.folder, 'bin') } : {};
    const around = home.withoutKeys(portal.url, { ...env, ...path });
    const fact: Fact = await ask(call, {}, { env: around, ...(profile === undefined ? {} : { profile }) });
    expect(fact).toEqual({
      state: 'failed',
      reason: expect.stringMatching(reason) as string,
      hint: expect.stringMatching(hint) as string,
    });
    expect(JSON.stringify(fact)).not.toContain(SECRET);
  });
});
