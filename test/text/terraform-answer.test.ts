import { expect, test } from 'vitest';
import { NO_TERRAFORM, readTerraformAnswer, terraformWords } from '../../src/text/terraform-answer.ts';

const SECRET = 'arn-and-value-of-somebody';

/** What Terraform, OpenTofu and their backends print, in its frame and broken as they break it, and what it comes to. */
const CASES: readonly (readonly [string, string, RegExp, RegExp])[] = [
  [
    'a backend that was not initialised',
    '\u001B[31m╷\u001B[0m\u001B[0m\n\u001B[31m│\u001B[0m \u001B[1m\u001B[31mError: \u001B[0m\u001B[0m\u001B[1mBackend initialization\n\u001B[31m│\u001B[0m required, please run "terraform init"\u001B[0m',
    /not initialised/,
    /terraform init/,
  ],
  ['HCP', 'Error: HCP Terraform initialization required: please run "terraform init"', /not initialised/, /init/],
  ['providers', 'Error: Required plugins are not installed', /providers of the folder/, /terraform init/],
  [
    'a provider that the state names',
    'Error: Failed to load plugin schemas\n\nError while loading schemas for plugin components: 2 problems:',
    /providers of the folder/,
    /terraform init/,
  ],
  ['another lock file', 'Error: Inconsistent dependency lock file', /providers/, /init/],
  ['modules', '│ Error: Module not installed\n│ on main.tf line 1:', /modules/, /init/],
  [
    'a lock',
    'Error: Error acquiring the state lock\n\nError message: ConditionalCheckFailedException',
    /is locked/,
    /try again/,
  ],
  [
    'a lock that may not be made',
    'Error: Error acquiring the state lock\nAccessDeniedException: AccessDenied',
    /does not let/,
    /sign in/,
  ],
  ['no credentials', 'Error: No valid credential sources found', /no credentials/, /sign in/],
  [
    'a sign-in that is over',
    'operation error STS: ExpiredToken: The security token is expired',
    /no credentials/,
    /sign in/,
  ],
  ['S3', 'Error: Error loading state: AccessDenied: Access Denied\n status code: 403', /does not let/, /sign in/],
  ['a token of HCP', 'Error: Required token could not be found', /credentials/, /sign in/],
  [
    'an older program',
    'Error: state snapshot was created by Terraform v1.13.0, which is newer than current v1.5.7; upgrade',
    /too old/,
    /version/,
  ],
  ['no such workspace', 'The currently selected workspace (blue) does not exist.', /workspace/, /TF_WORKSPACE/],
  [
    'a folder that has gone',
    'Error handling -chdir option: chdir x: no such file or directory',
    /go into/,
    /--terraform/,
  ],
  ['no network', 'dial tcp: lookup s3.example.org on 10.0.0.2:53: no such host', /not reached/, /network/],
  [
    'a mistake in a file',
    'Error: Missing newline after argument\n\n  on main.tf line 5, in terraform:',
    /not valid/,
    /validate/,
  ],
  ['something else', 'Error: something', /ended with 1; what it printed is not repeated/, /plan -lock=false/],
  ['nothing', '', /ended with 1/, /plan -lock=false/],
];

test.each(CASES)('%s is told in words of our own', (_, stderr, reason, hint) => {
  const fact = readTerraformAnswer({ exit: 1, stdout: SECRET, stderr: `${stderr}\n${SECRET}` });
  expect(fact).toEqual({
    state: 'failed',
    reason: expect.stringMatching(reason) as string,
    hint: expect.stringMatching(hint) as string,
  });
  expect(JSON.stringify(fact)).not.toContain(SECRET);
});

test('an empty state is known, and warnings beside it are no matter', () => {
  const fact = readTerraformAnswer({ exit: 0, stdout: '{"format_version":"1.0"}\n', stderr: 'Warning: x' });
  expect(fact).toEqual({ state: 'known', value: { templates: [], organisations: [] } });
});

test('what ended well and printed something else has failed, and is not quoted', () => {
  const fact = readTerraformAnswer({ exit: 0, stdout: SECRET, stderr: '' });
  expect(fact).toMatchObject({ state: 'failed', reason: expect.stringContaining('no JSON object') as string });
  expect(JSON.stringify(fact)).not.toContain(SECRET);
});

test('the words are those that a person would type', () => {
  expect(terraformWords({ from: 'terraform', folder: 'a b' })).toEqual(['terraform', '-chdir=a b', 'show', '-json']);
  expect(NO_TERRAFORM).toMatchObject({ state: 'failed', reason: expect.stringContaining('tofu') as string });
});
