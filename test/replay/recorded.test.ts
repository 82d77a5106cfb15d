import { expect, test } from 'vitest';
import type { OutsideQuery } from '../../src/model/query.ts';
import { parseCommandsFile } from '../../src/replay/answer-files.ts';
import { recorded } from '../../src/replay/recorded.ts';

const commands = parseCommandsFile(
  'commands.yaml',
  `
- {run: flux version --client, stdout: "flux: v2.7.0"}
- {run: helm version --short, absent: true}
- {run: aws --version, failed: aws gave no answer in 5 s}
- {get: "https://a.test/", status: 503}
- {get: "https://a.test/", with: A_TOKEN, status: 200}
- {get: "https://a.test/", upgrade: {to: websocket, protocol: derp}, status: 101, upgraded: true}
- {dns: a.test, records: [192.0.2.1]}
- {dns: a.test, server: 192.0.2.53, outcome: no-such-name}
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
])('what was not asked is not known: %j', (query, words) => {
  const reason = `the capture does not hold the answer to: ${words}`;
  expect(recorded({ commands }, query)).toEqual({
    state: 'failed',
    reason,
    hint: 'add it to commands.yaml',
    unasked: true,
  });
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
