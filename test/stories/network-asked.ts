import { mediumNode, settled } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { ingress, ingressClass, rule, service, sliceOf, tlsSecret } from './build/traffic.ts';
import type { Story } from './story.ts';

/** Whether hosts are asked from here: where they are, what they answer counts; where not, the report says so. */
const app = settled({});
const web = service('web');
const api = settled({ name: 'api' });
const apiService = service('api', { selector: { 'app.kubernetes.io/name': 'api' } });
const door = ingress('web', { tls: [{ hosts: ['shop.example.org'], secretName: 'shop-tls' }] });
const otherDoor = ingress('api', { rules: [rule('api.example.org', 'api')] });
const base: readonly Built[] = [
  mediumNode('node-1'),
  ...app.all,
  ...api.all,
  web,
  apiService,
  sliceOf(web, [app.newPod]),
  sliceOf(apiService, [api.newPod]),
  ingressClass(),
  tlsSecret('shop-tls'),
  door,
];
const found = { dns: 'shop.example.org', records: ['203.0.113.10'] };
const url = 'https://shop.example.org/';
const tls = {
  names: ['shop.example.org'],
  validFrom: '2025-10-01T00:00:00Z',
  validTo: '2025-12-30T00:00:00Z',
  subject: 'shop.example.org',
  issuer: 'R12',
  protocol: 'TLSv1.3',
};
const UNASKED = 'not asked, over HTTP or in DNS: with --network that is done, from this machine';

interface Scene {
  readonly network?: string;
  readonly commands?: NonNullable<Story['commands']>;
  readonly more?: readonly Built[];
}

function application(name: string, summary: string, scene: Scene, expected: Story['expected']): Story {
  const { network = 'yes', commands, more = [] } = scene;
  const inputs = { workload: 'Deployment/shop/web', onlyNamespace: 'shop', onlyKind: '', onlyName: 'web', network };
  const whole = { objects: [...base, ...more], ...(commands === undefined ? {} : { commands }) };
  return storyOf(`application/${name}`, summary, whole, expected, { runbook: 'application', inputs });
}

function namespace(name: string, summary: string, network: string, scene: Scene, expected: Story['expected']): Story {
  const whole = { objects: base, ...(scene.commands === undefined ? {} : { commands: scene.commands }) };
  const entry = { runbook: 'namespace', inputs: { onlyNamespace: 'shop', network } };
  return storyOf(`namespace/${name}`, summary, whole, expected, entry);
}

/** One story per answer of a host, and those where nobody asks. */
export const networkAsked: readonly Story[] = [
  application(
    'host-answers',
    'The host of its Ingress answers.',
    { commands: [found, { get: url, status: 200, tls }] },
    { ...healthy, never: [UNASKED] },
  ),
  application(
    'host-answers-badly',
    'All that its Ingress refers to is there, and its host answers with 502.',
    { commands: [found, { get: url, status: 502, tls }] },
    problem('ingress-answers-badly', 'possible', { says: ['answers 502', 'as this machine sees it'] }),
  ),
  application(
    'host-refuses',
    'Nobody listens where the host leads.',
    { commands: [found, { get: url, outcome: 'refused' }] },
    problem('ingress-answers-badly', 'possible', { says: ['refused'] }),
  ),
  application(
    'host-unasked',
    'Nobody could ask: what the host answers is not known, and that is not the same as well.',
    {},
    incomplete({ says: ['DNS A of shop.example.org'] }),
  ),
  application(
    'host-not-wanted',
    'It is not to be asked: what the cluster says is taken for all there is.',
    { network: '' },
    { ...healthy, says: [UNASKED, 'The host of Ingress shop/web was'] },
  ),
  application(
    'host-of-another-decoy',
    'The host of another workload is not asked where one is named.',
    { more: [otherDoor], commands: [found, { get: url, status: 302, tls }] },
    { ...healthy, never: ['api.example.org'] },
  ),
  namespace(
    'hosts-not-asked',
    'The hosts of a namespace are not asked unless somebody wants it.',
    '',
    {},
    { ...healthy, says: [UNASKED] },
  ),
  namespace(
    'hosts-asked',
    'They are asked: one shows a certificate that has expired.',
    'yes',
    {
      commands: [
        found,
        { get: url, outcome: 'untrusted', tls: { ...tls, distrust: 'expired', validTo: '2025-11-01T00:00:00Z' } },
      ],
    },
    problem('ingress-certificate-bad', 'confirmed', { says: ['expired'] }),
  ),
];
