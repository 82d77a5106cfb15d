import type { Built, Change } from '../../stories/build/build.ts';
import { networkPolicy } from '../kit/plain.ts';
import { EDGE } from './around.ts';
import { HOME, markOf } from './home.ts';

const only = (name: string): Change => ({ podSelector: { matchLabels: markOf(name) } });
const ports = (...numbers: readonly number[]): readonly Change[] => numbers.map((port) => ({ port, protocol: 'TCP' }));
const toEdge: Change = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': EDGE } } };

export function dnsRule(protocols: readonly string[]): Change {
  return {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: protocols.map((protocol) => ({ port: 53, protocol })),
      },
    ],
  };
}

export function clientsOf(name: string, clients: readonly string[], ...numbers: readonly number[]): Change {
  return {
    ...only(name),
    policyTypes: ['Ingress'],
    ingress: [{ from: clients.map(only), ...(numbers.length === 0 ? {} : { ports: ports(...numbers) }) }],
  };
}

/** Nothing is allowed but what is said here. */
export const policies: readonly Built[] = [
  networkPolicy(HOME, 'vesper-closed', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  networkPolicy(HOME, 'vesper-names', dnsRule(['UDP', 'TCP'])),
  networkPolicy(HOME, 'vesper-within', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: [{ podSelector: {} }] }],
  }),
  networkPolicy(HOME, 'oxbow-watch', {
    ...only('oxbow'),
    policyTypes: ['Egress'],
    egress: [{ ports: ports(443, 6443) }],
  }),
  networkPolicy(HOME, 'dunlin-clients', clientsOf('dunlin', ['oxbow', 'quillon'], 27017)),
  networkPolicy(HOME, 'whimbrel-clients', clientsOf('whimbrel', ['oxbow', 'quillon'], 4222)),
  networkPolicy(HOME, 'oxbow-callers', {
    ...only('oxbow'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [only('tamarack'), toEdge] }],
  }),
  networkPolicy(HOME, 'tamarack-callers', {
    ...only('tamarack'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [toEdge], ports: ports(3000) }],
  }),
];
