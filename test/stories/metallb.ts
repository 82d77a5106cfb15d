import { storyOf } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { INSTALLED } from './build/app.ts';
import { atDoor, CODER_LOG, coderService } from './build/coder-door.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { service } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Pools of MetalLB that have no address for a Service, or whose addresses nobody announces. */
const SYSTEM = 'metallb-system';

function ofMetallb(kind: string, name: string, spec: Change): Built {
  return object(
    { apiVersion: 'metallb.io/v1beta1', kind, namespace: SYSTEM, name, created: INSTALLED },
    { metadata: { generation: 1 }, spec },
  );
}

const pool = (spec: Change = {}): Built =>
  ofMetallb('IPAddressPool', 'lan', {
    addresses: ['192.0.2.10-192.0.2.11'],
    autoAssign: true,
    avoidBuggyIPs: false,
    ...spec,
  });
const l2 = (spec: Change = {}): Built => ofMetallb('L2Advertisement', 'lan', spec);

/** The Service of the chart, with or without an address. */
function balanced(ip = '', annotations: Change = {}): Built {
  return coderService(
    { type: 'LoadBalancer', allocateLoadBalancerNodePorts: true, externalTrafficPolicy: 'Cluster' },
    { metadata: { annotations }, status: { loadBalancer: ip === '' ? {} : { ingress: [{ ip, ipMode: 'VIP' }] } } },
  );
}

/** Another Service that has an address of the pool. */
function neighbour(name: string, ip: string): Built {
  const status = { loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } };
  return service(name, { type: 'LoadBalancer', allocateLoadBalancerNodePorts: true }, { status });
}

interface Scene {
  readonly own?: Built;
  readonly around?: readonly Built[];
  readonly witness?: string;
  readonly denied?: readonly string[];
}

function about(name: string, summary: string, scene: Scene, expected: Expected): Story {
  const { own = balanced(), around = [], witness, denied } = scene;
  const whole = { objects: atDoor(around, own), logs: CODER_LOG, ...(denied === undefined ? {} : { denied }) };
  const inputs = { service: 'Service/coder/coder', ...(witness === undefined ? {} : { witness }) };
  return storyOf(`metallb/${name}`, summary, whole, expected, { runbook: 'metallb', inputs });
}

const SILENT = 'https://coder.example.org/healthz: timeout, asked from here';

/** One story per way in which no address is had, those that only look like one, and how it is come to. */
export const metallb: readonly Story[] = [
  about('healthy', 'A pool has an address for it.', { around: [pool(), l2()] }, healthy),
  about('elsewhere', 'There is no MetalLB here.', {}, healthy),
  about(
    'pool-unknown',
    'It asks for a pool that does not exist.',
    { own: balanced('', { 'metallb.io/address-pool': 'edge' }), around: [pool(), l2()] },
    problem('metallb-without-address', 'confirmed', { says: ['There is no pool of that name. It asks for edge.'] }),
  ),
  about(
    'outside',
    'It asks for an address that is in no pool.',
    { own: balanced('', { 'metallb.io/loadBalancerIPs': '192.0.2.99' }), around: [pool(), l2()] },
    problem('metallb-without-address', 'confirmed', { says: ['192.0.2.99'] }),
  ),
  about(
    'none-automatic',
    'No pool hands out by itself, and it names none.',
    { around: [pool({ autoAssign: false }), l2()] },
    problem('metallb-without-address', 'confirmed', { says: ['autoAssign is false'] }),
  ),
  about(
    'not-for-it',
    'The pool is for another namespace.',
    { around: [pool({ serviceAllocation: { namespaces: ['shop'] } }), l2()] },
    problem('metallb-without-address', 'confirmed', { says: ['serviceAllocation'] }),
  ),
  about(
    'full',
    'Other Services have all its addresses.',
    { around: [pool(), l2(), neighbour('one', '192.0.2.10'), neighbour('two', '192.0.2.11')] },
    problem('metallb-without-address', 'likely', { says: ['lan: 2 of 2 taken'] }),
  ),
  about(
    'one-left-decoy',
    'Another Service has one of the two.',
    { around: [pool(), l2(), neighbour('one', '192.0.2.10')] },
    healthy,
  ),
  about(
    'not-announced',
    'It has an address that nobody announces, and gives no answer.',
    { own: balanced('192.0.2.10'), around: [pool(), l2({ ipAddressPools: ['edge'] })], witness: SILENT },
    problem('metallb-not-announced', 'likely', { says: ['asked from here'] }),
  ),
  about(
    'not-announced-decoy',
    'The same, and nobody asked.',
    { own: balanced('192.0.2.10'), around: [pool(), l2({ ipAddressPools: ['edge'] })] },
    { ...healthy, says: ['nobody outside learns where that is'] },
  ),
  about(
    'denied',
    'The pools may not be listed.',
    { around: [pool(), l2()], denied: ['ipaddresspools.metallb.io'] },
    incomplete({ says: ['list ipaddresspools'] }),
  ),
  storyOf(
    'metallb/of-coder',
    'Coder waits for an address of a pool that does not exist.',
    {
      objects: atDoor([pool(), l2()], balanced('', { 'metallb.io/address-pool': 'edge' })),
      logs: CODER_LOG,
    },
    problem('metallb-without-address', 'confirmed'),
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  ),
];
