import { INSTALLED, mediumNode } from './build/app.ts';
import type { Scene } from './build/ask.ts';
import { condition, object, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { atCoder, checkStory } from './build/preflight-place.ts';
import type { Expected, Story } from './story.ts';

/** The certificates of a Coder server: what is shown outside, and what cert-manager keeps. */
const tls = (change: Readonly<Record<string, unknown>> = {}) => ({
  trusted: true,
  distrust: '',
  names: ['coder.example.org', '*.coder.example.org'],
  coversName: true,
  validFrom: '2025-10-01T00:00:00Z',
  validTo: '2026-02-01T00:00:00Z',
  subject: 'CN=coder.example.org',
  issuer: 'CN=R13,O=Test Authority',
  ...change,
});
const shown = (change: Readonly<Record<string, unknown>> = {}) => ({
  get: 'https://coder.example.org/healthz',
  status: 200,
  body: 'OK',
  tls: tls(change),
});
const apps = (change: Readonly<Record<string, unknown>> = {}) => ({
  get: 'https://kubedoc-asks.coder.example.org/',
  status: 400,
  body: '<h1>Invalid Application URL</h1>',
  tls: tls(change),
});
const untrusted = (distrust: string, change: Readonly<Record<string, unknown>> = {}) => ({
  outcome: 'untrusted',
  trouble: `its certificate is not trusted (${distrust})`,
  tls: tls({ trusted: false, distrust, ...change }),
});

/** A Certificate of cert-manager for both names. */
function certificate(ready: readonly [status: string, reason: string, message: string], status: Change): Built {
  return object(
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      namespace: 'coder',
      name: 'coder-tls',
      created: INSTALLED,
    },
    {
      metadata: { generation: 1 },
      spec: {
        dnsNames: ['coder.example.org', '*.coder.example.org'],
        issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
        secretName: 'coder-tls',
      },
      status: { conditions: [{ ...condition('Ready', ...ready, INSTALLED), observedGeneration: 1 }], ...status },
    },
  );
}
const renewed = certificate(['True', 'Ready', 'Certificate is up to date and has not expired'], {
  notBefore: '2025-10-01T00:00:00Z',
  notAfter: '2026-02-01T00:00:00Z',
  renewalTime: '2026-01-01T00:00:00Z',
});
const expired = certificate(['False', 'Expired', 'Certificate expired on Sat, 15 Nov 2025 12:00:00 UTC'], {
  notBefore: '2025-08-17T12:00:00Z',
  notAfter: '2025-11-15T12:00:00Z',
  renewalTime: '2025-10-16T12:00:00Z',
});

function about(
  folder: string,
  summary: string,
  commands: NonNullable<Scene['commands']>,
  expected: Expected,
  more: Partial<Scene> & { readonly inputs?: Readonly<Record<string, unknown>> } = {},
): Story {
  const { inputs = {}, ...rest } = more;
  return checkStory('certificates', folder, summary, { ...atCoder, commands, ...rest }, expected, inputs);
}
const keeping = (...kept: readonly Built[]): Partial<Scene> => ({ objects: [...atCoder.objects, ...kept] });

export const preflightCertificates: readonly Story[] = [
  about('pass', 'Both names show a certificate that is good for months.', [shown(), apps()], {
    ...healthy,
    says: ['coder.example.org until 2026-02-01'],
  }),
  about(
    'warn',
    'It is over three days after the workshop.',
    [shown({ validTo: '2025-11-18T12:00:00Z' }), apps({ validTo: '2025-11-18T12:00:00Z' })],
    problems(
      [
        ['certificate-expires', 'likely'],
        ['wildcard-certificate-expires', 'likely'],
      ],
      { says: ['"severity":"P2"', 'over soon after'] },
    ),
  ),
  about(
    'other-days',
    'Three days are enough where the profile says so.',
    [shown({ validTo: '2025-11-19T12:00:00Z' }), apps({ validTo: '2025-11-19T12:00:00Z' })],
    healthy,
    { inputs: { certificateDays: 3 } },
  ),
  about(
    'fail',
    'It is over while the workshop is on.',
    [shown({ validTo: '2025-11-15T21:00:00Z' }), apps()],
    problem('certificate-expires', 'likely', { says: ['"severity":"P1"', 'over before the workshop is'] }),
  ),
  about(
    'wrong-level',
    'The wildcard is one level short.',
    [
      { ...shown({ names: ['coder.example.org', '*.example.org'] }) },
      {
        get: 'https://kubedoc-asks.coder.example.org/',
        ...untrusted('wrong-name', { names: ['coder.example.org', '*.example.org'], coversName: false }),
      },
    ],
    problem('wildcard-certificate-not-trusted', 'likely', {
      says: ['A star stands for one label alone', '*.example.org'],
    }),
  ),
  about(
    'untrusted',
    'Nobody knows who issued it.',
    [
      { get: 'https://coder.example.org/healthz', ...untrusted('unknown-authority') },
      { get: 'https://kubedoc-asks.coder.example.org/', ...untrusted('unknown-authority') },
    ],
    problems(
      [
        ['shown-certificate-not-trusted', 'likely'],
        ['wildcard-certificate-not-trusted', 'likely'],
      ],
      { says: ['unknown-authority'] },
    ),
  ),
  about(
    'kept-well',
    'cert-manager keeps it, and will renew it in time.',
    [shown(), apps()],
    { ...healthy, says: ['coder/coder-tls'] },
    keeping(renewed),
  ),
  about(
    'kept-ill',
    'cert-manager could not renew it, and what is shown comes from elsewhere.',
    [shown(), apps()],
    problem('certificate-not-renewed', 'likely', { says: ['Certificate expired on', '"severity":"P1"'] }),
    keeping(expired),
  ),
  about(
    'unknown',
    'What cert-manager keeps may not be seen.',
    [shown(), apps()],
    incomplete({ says: ['list certificates'] }),
    {
      ...keeping(renewed),
      denied: ['certificates'],
    },
  ),
  about(
    'silent',
    'Nobody answers at the host.',
    [{ get: 'https://coder.example.org/healthz', outcome: 'timeout' }, apps()],
    incomplete({
      says: ['showed no certificate'],
    }),
  ),
  about(
    'kept-without-network',
    'The network was switched off, and cert-manager has it in order.',
    [],
    { ...healthy, says: ['coder/coder-tls in order'] },
    {
      ...keeping(renewed),
      inputs: { network: '' },
    },
  ),
  about(
    'unrecorded',
    'A recording without the answers of hosts and name servers.',
    [],
    { ...incomplete(), says: ['does not hold what the hosts show'], never: ['--no-network'] },
    {
      inputs: { network: '', unrecorded: 'yes' },
    },
  ),
  about(
    'switched-off',
    'The network was switched off.',
    [],
    { ...healthy, says: ['"kind":"not-applicable"', '--no-network'] },
    {
      inputs: { network: '' },
    },
  ),
  about(
    'not-applicable',
    'Nothing of Coder is here, and nobody named a host.',
    [],
    { ...healthy, says: ['"kind":"not-applicable"'] },
    {
      objects: [mediumNode('node-1')],
      logs: {},
    },
  ),
];
