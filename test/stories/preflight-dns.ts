import { mediumNode } from './build/app.ts';
import type { Scene } from './build/ask.ts';
import type { Change } from './build/build.ts';
import { atDoor, CODER_LOG, coderIngress, coderService, HOSTS } from './build/coder-door.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { checkStory } from './build/preflight-place.ts';
import { ingressClass } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** The host of a Coder server and a name under its wildcard host, against what the cluster says it is reached by. */
const HOST = 'coder.example.org';
const STAR = 'kubedoc-asks.coder.example.org';
const DOOR = '203.0.113.10';
const balancer = (ingress: readonly Change[]): Scene['objects'] =>
  atDoor([], coderService({ type: 'LoadBalancer' }, { status: { loadBalancer: { ingress } } }));
const byIngress = atDoor([coderIngress(HOSTS), ingressClass()]);
const NLB = 'k8s-coder-1a2b3c4d5e-0123456789abcdef.elb.us-east-2.amazonaws.com';

const dns = (name: string, ...records: readonly string[]) => ({ dns: name, type: 'A', outcome: 'found', records });
const none = (name: string, outcome = 'no-such-name', type = 'A') => ({ dns: name, type, outcome });
const CLOUDFLARE = { server: 'cloudflare' };
const WELL = { get: `https://${HOST}/healthz`, status: 200, body: 'OK' };
const APPS = { get: `https://${STAR}/`, status: 400, body: '<h1>Invalid Application URL</h1>' };
type Answer = Readonly<Record<string, unknown>>;

function about(
  folder: string,
  summary: string,
  commands: readonly Answer[],
  expected: Expected,
  more: Partial<Scene> & { readonly inputs?: Readonly<Record<string, unknown>> } = {},
): Story {
  const { inputs = {}, ...rest } = more;
  return checkStory(
    'dns',
    folder,
    summary,
    { objects: byIngress, logs: CODER_LOG, commands, ...rest },
    expected,
    inputs,
  );
}

export const preflightDns: readonly Story[] = [
  about('pass', 'Both names lead to the address of the Ingress.', [dns(HOST, DOOR), dns(STAR, DOOR)], {
    ...healthy,
    says: [`${HOST} is ${DOOR}`, `${STAR} is ${DOOR}`],
  }),
  about(
    'by-balancer',
    'Both lead to the load balancer of its Service, which has a name.',
    [dns(HOST, '198.51.100.7', '198.51.100.8'), dns(STAR, '198.51.100.8'), dns(NLB, '198.51.100.7', '198.51.100.8')],
    healthy,
    { objects: balancer([{ hostname: NLB }]) },
  ),
  about(
    'given',
    'People are given another host than the server says.',
    [dns('workshop.example.org', DOOR), dns(STAR, DOOR)],
    { ...healthy, says: ['workshop.example.org'] },
    { inputs: { domain: 'workshop.example.org', wildcard: '*.coder.example.org' } },
  ),
  about(
    'fail',
    'The wildcard record is missing.',
    [dns(HOST, DOOR), none(STAR)],
    problem('wildcard-without-address', 'likely', { says: ['the wildcard record is missing', '"severity":"P1"'] }),
  ),
  about(
    'no-record',
    'The host is not known at all.',
    [none(HOST), dns(STAR, DOOR)],
    problem('name-without-address', 'likely', {
      says: [`It has to lead to ${DOOR}`],
    }),
  ),
  about(
    'elsewhere',
    'Both lead to another place, where nobody answers.',
    [
      dns(HOST, '192.0.2.9'),
      dns(STAR, '192.0.2.9'),
      { get: `https://${HOST}/healthz`, outcome: 'timeout' },
      { get: `https://${STAR}/`, outcome: 'timeout' },
    ],
    problems(
      [
        ['name-leads-elsewhere', 'likely'],
        ['wildcard-leads-elsewhere-by-dns', 'likely'],
      ],
      { says: ['"severity":"P1"'] },
    ),
  ),
  about(
    'warn',
    'The host leads to another place, where a Coder answers.',
    [dns(HOST, '192.0.2.9'), dns(STAR, DOOR), WELL],
    problem('name-leads-elsewhere', 'likely', { says: ['or another cluster', '"severity":"P2"'] }),
  ),
  about(
    'through-cloudflare',
    'Cloudflare is in front, and Coder answers through it.',
    [
      dns(HOST, '104.16.0.1'),
      dns(STAR, '104.16.0.1'),
      { ...WELL, headers: CLOUDFLARE },
      { ...APPS, headers: CLOUDFLARE },
    ],
    { ...healthy, says: ['leads to Cloudflare'] },
  ),
  about(
    'six',
    'The host has an address of IPv6 alone.',
    [
      none(HOST, 'no-such-record'),
      { dns: HOST, type: 'AAAA', outcome: 'found', records: ['2001:db8::7'] },
      none(STAR, 'no-such-record'),
      { dns: STAR, type: 'AAAA', outcome: 'found', records: ['2001:db8::7'] },
    ],
    healthy,
    { objects: balancer([{ ip: '2001:db8::7' }]) },
  ),
  about(
    'behind-a-tunnel',
    'Nothing in the cluster says where it is reached.',
    [dns(HOST, '104.16.0.1'), dns(STAR, '104.16.0.1')],
    {
      ...healthy,
      says: ['was not compared'],
    },
    { objects: atDoor([]) },
  ),
  about(
    'unknown',
    'The Ingresses may not be listed.',
    [dns(HOST, DOOR), dns(STAR, DOOR)],
    incomplete({ says: ['list ingresses'] }),
    {
      denied: ['ingresses'],
    },
  ),
  about('servers-denied', 'Which server there is may not be seen.', [], incomplete({ says: ['list deployments'] }), {
    denied: ['deployments'],
  }),
  about(
    'name-servers-fail',
    'The name servers do not say.',
    [none(HOST, 'server-failure'), none(STAR, 'server-failure')],
    incomplete(),
  ),
  about(
    'unrecorded',
    'A recording without the answers of hosts and name servers.',
    [],
    { ...incomplete(), says: ['holds no answer of a name server'], never: ['--no-network'] },
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
