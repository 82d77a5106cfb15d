import { INSTALLED, mediumNode, settled } from './build/app.ts';
import { namespace } from './build/admission.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { pod, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { clusterDns as dns, coreDeployment, dnsService } from './build/cluster-dns.ts';
import { networkPolicy, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** What NetworkPolicies let pass and what not, held against something that says that it did not get through. */
const nodes = [mediumNode('node-1'), mediumNode('node-2')];
const spaces = [namespace('shop'), namespace('checkout', { team: 'pay' }), namespace('kube-system')];
const app = settled({});
const cart = {
  name: 'cart',
  namespace: 'checkout',
  image: 'registry.example/cart:2',
  created: INSTALLED,
  pod: 'cart-0',
  node: 'node-2',
};
const caller = pod(null, cart);
const TIMEOUT = 'Get "http://web.shop.svc/": dial tcp 10.96.40.7:80: i/o timeout';
const NO_DNS = 'lookup web.shop.svc.cluster.local: i/o timeout';
const ends = { caller: 'Pod/checkout/cart-0', target: 'Pod/shop/web-5d7f9b8c6-q5w9b', port: '8080' };

function about(name: string, summary: string, scene: Scene, expected: Expected, inputs: Change = {}): Story {
  const given = deepMerge({ ...ends, witness: TIMEOUT }, inputs) as Record<string, string>;
  const whole = { ...scene, objects: [...nodes, ...spaces, ...app.all, caller, ...scene.objects] };
  return storyOf(`network-policy/${name}`, summary, whole, expected, { runbook: 'network-policy', inputs: given });
}

const from = (...peers: readonly Change[]): Change => ({
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
  policyTypes: ['Ingress'],
  ingress: [{ from: peers, ports: [{ port: 'http', protocol: 'TCP' }] }],
});
const team = { namespaceSelector: { matchLabels: { team: 'pay' } } };
const otherTeam = { namespaceSelector: { matchLabels: { team: 'stock' } } };
const cartOfShop = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } } };
const out = (...rules: readonly Change[]): Change => ({ podSelector: {}, policyTypes: ['Egress'], egress: rules });
const toShop = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }],
  ports: [{ port: 8080, protocol: 'TCP' }],
};

const closedOut = networkPolicy('checkout', 'closed', out());
/** What lets the caller out, for pods of this name. */
const meantFor = (name: string): Built =>
  networkPolicy('checkout', 'cart-out', {
    ...out(toShop),
    podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
  });

const idleDns = [
  deepMerge(coreDeployment, {
    spec: { replicas: 0 },
    status: { replicas: 0, updatedReplicas: 0, readyReplicas: undefined, availableReplicas: undefined },
  }),
  dnsService,
  deepMerge(sliceOf(dnsService, []), { metadata: { namespace: 'kube-system' } }),
];

function names(name: string, summary: string, objects: readonly Built[], expected: Expected, denied?: string): Story {
  const scene = {
    objects: [...nodes, ...spaces, caller, ...objects],
    ...(denied === undefined ? {} : { denied: [denied] }),
  };
  const inputs = { caller: 'Pod/checkout/cart-0', witness: NO_DNS };
  return storyOf(`cluster-dns/${name}`, summary, scene, expected, { runbook: 'cluster-dns', inputs });
}

export const trafficPolicy: readonly Story[] = [
  about(
    'lets-in-healthy',
    'The namespace of the caller is named by a label of it.',
    { objects: [networkPolicy('shop', 'web', from(team))] },
    healthy,
  ),
  about(
    'misses-pods',
    'The policy that lets the caller out chooses its pods by a name that none has any more.',
    { objects: [closedOut, meantFor('trolley')] },
    problem('network-policy-misses-pods', 'likely', {
      says: ['checkout/cart-out allows it', 'app.kubernetes.io/name=trolley, which no pod has'],
      never: ['name: allow-'],
    }),
  ),
  about(
    'misses-pods-decoy',
    'The policy that lets somebody out there is for another program, which is there: nobody wrote one for the caller.',
    { objects: [closedOut, meantFor('till'), pod(null, { ...cart, name: 'till', pod: 'till-0' })] },
    problem('network-policy-blocks-egress', 'confirmed', {
      says: ['checkout/closed', 'cart-out allows just that, for other pods'],
    }),
  ),
  about(
    'blocks-ingress',
    'The policy names another team.',
    { objects: [networkPolicy('shop', 'web', from(otherTeam))] },
    problem('network-policy-blocks-ingress', 'confirmed', {
      says: ['shop/web', 'TCP 8080 from pods of namespace checkout with app.kubernetes.io/name=cart'],
    }),
  ),
  about(
    'blocks-ingress-denied',
    'The same, and the labels of the namespaces may not be looked at.',
    { objects: [networkPolicy('shop', 'web', from(otherTeam))], denied: ['namespaces'] },
    incomplete({ says: ['namespaces'] }),
  ),
  about(
    'same-name-elsewhere',
    'The policy names pods by a label the caller has, but of its own namespace.',
    { objects: [networkPolicy('shop', 'web', from(cartOfShop))] },
    problem('network-policy-blocks-ingress', 'confirmed'),
  ),
  about(
    'refused-not-dropped',
    'The caller was refused, which is not how a policy stops somebody.',
    { objects: [networkPolicy('shop', 'web', from(otherTeam))] },
    problem('network-policy-blocks-ingress', 'likely', { says: ['a timeout'] }),
    { witness: 'dial tcp 10.96.40.7:80: connect: connection refused' },
  ),
  about(
    'another-policy-lets-in-decoy',
    'One policy lets nobody in, another lets this caller in.',
    {
      objects: [
        networkPolicy('shop', 'default-deny', { podSelector: {}, policyTypes: ['Ingress'] }),
        networkPolicy('shop', 'web', from(team)),
      ],
    },
    healthy,
  ),
  about(
    'unwitnessed-decoy',
    'By rule it is stopped, and nobody says so.',
    { objects: [networkPolicy('shop', 'web', from(otherTeam))] },
    { ...healthy, says: ['nothing says that anybody tried'] },
    { witness: '' },
  ),
  about(
    'blocks-egress',
    'The caller may talk to DNS alone.',
    { objects: [networkPolicy('checkout', 'dns-only', out({ ports: [{ port: 53, protocol: 'UDP' }] }))] },
    problem('network-policy-blocks-egress', 'confirmed', { says: ['checkout/dns-only', 'out to Pod shop/'] }),
  ),
  about(
    'lets-out-healthy',
    'The caller may talk to the shop.',
    { objects: [networkPolicy('checkout', 'to-shop', out(toShop))] },
    healthy,
  ),
  about(
    'outside-except',
    'An address outside is in a range that is excepted.',
    {
      objects: [
        networkPolicy(
          'checkout',
          'internet',
          out({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.0/24'] } }] }),
        ),
      ],
    },
    problem('network-policy-blocks-egress', 'confirmed', { says: ['203.0.113.7/32'] }),
    { target: undefined, address: '203.0.113.7', port: '443' },
  ),
  names(
    'forgets-dns',
    'The policy lets the caller out to the shop, and forgets DNS.',
    [...dns, networkPolicy('checkout', 'to-shop', out(toShop))],
    problem('network-policy-forgets-dns', 'confirmed', { says: ['allow-dns', NO_DNS] }),
  ),
  names(
    'forgets-dns-denied',
    'The same, and the policies may not be looked at.',
    [...dns, networkPolicy('checkout', 'to-shop', out(toShop))],
    incomplete({ says: ['networkpolicies'] }),
    'networkpolicies.networking.k8s.io',
  ),
  names(
    'no-server',
    'Somebody has scaled CoreDNS to none.',
    idleDns,
    problem('service-backend-at-zero', 'confirmed', { says: ['Deployment coredns', NO_DNS] }),
  ),
  names('decoy', 'DNS runs, and nothing keeps the caller from asking it.', dns, healthy),
];
