import { expect, test } from 'vitest';
import type { OutsideQuery } from '../../src/model/query.ts';
import { parseCommandsFile } from '../../src/replay/answer-files.ts';
import { recorded } from '../../src/replay/recorded.ts';

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`;

const commands = parseCommandsFile(
  'commands.yaml',
  `
- {run: flux version --client, stdout: "flux: v2.7.0"}
- {run: helm version --short, absent: true}
- {run: aws --version, failed: aws gave no answer in 5 s}
- {run: terraform -chdir=a show -json, stdout: '{"format_version":"1.0","values":{"outputs":{"x":1}}}'}
- {run: terraform -chdir=b show -json, exit: 1, stderr: "Error: Error acquiring the state lock"}
- {run: terraform -chdir=c show -json, absent: true}
- {get: "https://a.test/", status: 503}
- {get: "https://a.test/", with: A_TOKEN, status: 200}
- {get: "https://a.test/", upgrade: {to: websocket, protocol: derp}, status: 101, upgraded: true}
- {dns: a.test, records: [192.0.2.1]}
- {dns: a.test, server: 192.0.2.53, outcome: no-such-name}
- {registry: "nginx:1.27", digest: "${SHA}"}
- {registry: "a.test/b:c", digest: "${SHA}", parts: [{platform: linux/arm64/v8, digest: "${SHA}"}]}
- {registry: "a.test/one:c", digest: "${SHA}", mediaType: application/vnd.oci.image.manifest.v1+json}
- {registry: "a.test/gone:c", absent: true}
- {registry: "a.test/private:c", denied: true}
- {registry: "a.test/busy:c", failed: a.test limits how often it may be asked (429)}
`,
);

test.each<[string, OutsideQuery, unknown]>([
  ['a program', { from: 'run', argv: ['flux', 'version', '--client'] }, { exit: 0, stdout: 'flux: v2.7.0' }],
  ['an address', { from: 'http', url: 'https://a.test/' }, { outcome: 'answered', status: 503 }],
  [
    'an address with a token',
    { from: 'http', url: 'https://a.test/', token: { header: 'X-Token', from: 'A_TOKEN', for: 'A_URL' } },
    { status: 200 },
  ],
  [
    'an upgrade',
    { from: 'http', url: 'https://a.test/', upgrade: { to: 'websocket', protocol: 'derp' } },
    { status: 101, upgraded: true },
  ],
  ['the own name servers', { from: 'dns', name: 'a.test', type: 'A', server: null }, { records: ['192.0.2.1'] }],
  [
    'another name server',
    { from: 'dns', name: 'a.test', type: 'A', server: '192.0.2.53' },
    { outcome: 'no-such-name', records: [] },
  ],
  [
    'a registry, whose images are called in full',
    { from: 'registry', image: 'docker.io/library/nginx:1.27', parts: false },
    { digest: SHA, isIndex: true, parts: [] },
  ],
  [
    'a registry of the parts',
    { from: 'registry', image: 'a.test/b:c', parts: true },
    { digest: SHA, parts: [{ platform: 'linux/arm64/v8', architecture: 'arm64', digest: SHA }] },
  ],
  ['a registry of the whole with its parts', { from: 'registry', image: 'a.test/b:c', parts: false }, { digest: SHA }],
  ['Terraform, of which no more than its templates is kept', { from: 'terraform', folder: 'a' }, { templates: [] }],
  [
    'a registry of an image for one platform',
    { from: 'registry', image: 'a.test/one:c', parts: false },
    { digest: SHA, isIndex: false },
  ],
])('what %s said is known', (_, query, value) => {
  expect(recorded({ commands }, query)).toMatchObject({ state: 'known', value });
});

test.each<[OutsideQuery, string]>([
  [{ from: 'run', argv: ['flux', 'version --client'] }, 'run flux version --client'],
  [{ from: 'http', url: 'https://a.test/other' }, 'GET https://a.test/other'],
  [
    { from: 'http', url: 'https://a.test/', token: { header: 'X-Token', from: 'B_TOKEN', for: 'A_URL' } },
    'GET https://a.test/ with the token in B_TOKEN',
  ],
  [
    { from: 'http', url: 'https://a.test/', upgrade: { to: 'websocket' } },
    'GET https://a.test/ with Upgrade: websocket',
  ],
  [{ from: 'dns', name: 'a.test', type: 'AAAA', server: null }, 'DNS AAAA of a.test'],
  [{ from: 'dns', name: 'a.test', type: 'A', server: '192.0.2.54' }, 'DNS A of a.test at 192.0.2.54'],
  [
    { from: 'registry', image: 'docker.io/library/nginx:1.27', parts: true },
    'the parts of image docker.io/library/nginx:1.27',
  ],
  [{ from: 'registry', image: 'a.test/b:d', parts: false }, 'the digest of image a.test/b:d'],
])('what was not asked is not known: %j', (query, words) => {
  const reason = `the capture does not hold the answer to: ${words}`;
  expect(recorded({ commands }, query)).toEqual({
    state: 'failed',
    reason,
    hint: 'add it to commands.yaml',
    unasked: true,
  });
});

test.each<[string, boolean, object]>([
  ['a.test/gone:c', false, { state: 'absent', what: 'object' }],
  ['a.test/gone:c', true, { state: 'absent', what: 'object' }],
  ['a.test/private:c', false, { state: 'denied', need: expect.stringContaining('an account at a.test') as string }],
  ['a.test/busy:c', true, { state: 'failed', reason: 'a.test limits how often it may be asked (429)' }],
])('that a registry gave no manifest of %s is known, parts or not (%s)', (image, parts, fact) => {
  expect(recorded({ commands }, { from: 'registry', image, parts })).toMatchObject(fact);
});

test.each([
  ['{registry: "https://a.test/b", absent: true}', 'registry is the name of an image'],
  ['{registry: "a.test/b:c"}', 'digest is sha256:'],
  ['{registry: "a.test/b:c", digest: abc}', 'digest is sha256:'],
  ['{registry: 7, absent: true}', 'a command has one of'],
  ['{registry: "a.test/b:c", get: "https://a.test/", absent: true}', 'a command has one of'],
])('%s is refused with its place', (entry, words) => {
  expect(() => parseCommandsFile('c.yaml', `[${entry}]`)).toThrow(words);
});

test('that a program was not installed, or why it gave no answer, can be said', () => {
  expect(recorded({ commands }, { from: 'run', argv: ['helm', 'version', '--short'] })).toEqual({
    state: 'absent',
    what: 'program',
  });
  expect(recorded({ commands }, { from: 'run', argv: ['aws', '--version'] })).toEqual({
    state: 'failed',
    reason: 'aws gave no answer in 5 s',
    hint: '',
  });
});

test('a capture names the variable of a token, and nothing else can stand there', () => {
  const read = (name: string) => () => parseCommandsFile('c.yaml', `[{get: "https://a.test/", with: ${name}}]`);
  expect(read('A_TOKEN')()).toMatchObject([{ get: 'https://a.test/', with: 'A_TOKEN' }]);
  expect(read('Abc123-secret')).toThrow(/with is the name of a variable such as CODER_SESSION_TOKEN/);
  expect(read('12')).toThrow(/with is the name of a variable/);
});

test.each<[string, string]>([
  ['b', 'the state is locked'],
  ['c', 'neither terraform nor tofu is installed'],
])('what Terraform did not tell in %s has failed with the reason', (folder, reason) => {
  expect(recorded({ commands }, { from: 'terraform', folder })).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining(reason) as string,
  });
});
