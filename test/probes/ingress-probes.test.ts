import { describe, expect, it } from 'vitest';
import { gatewayStatus } from '../../src/probes/gateway-status.ts';
import { ingressBackends } from '../../src/probes/ingress-backends.ts';
import { ingressesInTrouble } from '../../src/probes/ingresses-in-trouble.ts';
import { routeStatus } from '../../src/probes/route-status.ts';

type Part = Readonly<Record<string, unknown>>;

const web = {
  metadata: { namespace: 'shop', name: 'web' },
  spec: {
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'admin', port: 9000 },
    ],
  },
};

function ingress(backend: Part, more: Part = {}, name = 'web', created = '2025-11-01T00:00:00Z'): Part {
  const paths = [{ path: '/', backend: { service: backend } }];
  return {
    metadata: { namespace: 'shop', name, creationTimestamp: created },
    spec: { ingressClassName: 'nginx', rules: [{ host: 'a.example.org', http: { paths } }], ...more },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
  };
}

describe('ingress-backends', () => {
  it.each<[string, Part, Part]>([
    ['by number', { name: 'web', port: { number: 80 } }, { missingService: '', portService: null }],
    ['by name', { name: 'web', port: { name: 'http' } }, { missingService: '', portService: null }],
    [
      'a Service that is not there',
      { name: 'wbe', port: { number: 80 } },
      { missingService: 'wbe', nearestService: 'web', wholly: true },
    ],
    ['a prefix of one', { name: 'web-shop', port: { number: 80 } }, { nearestService: 'web' }],
    ['nothing near', { name: 'accounts', port: { number: 80 } }, { missingService: 'accounts', nearestService: '' }],
    [
      'a target port',
      { name: 'web', port: { number: 8080 } },
      { wantedPort: '8080', nearestPort: 80, portIsName: false },
    ],
    [
      'a name like another',
      { name: 'web', port: { name: 'htpp' } },
      { wantedPort: 'htpp', nearestPort: 80, portIsName: true },
    ],
    [
      'a number like none',
      { name: 'web', port: { number: 81 } },
      { wantedPort: '81', nearestPort: null, hasPorts: '80 (http), 9000 (admin)' },
    ],
  ])('%s', (_, backend, wanted) => {
    expect(ingressBackends.run({ ingress: ingress(backend), services: [web] })).toMatchObject(wanted);
  });

  it('takes a target port where the controller does', () => {
    const asked = { ingress: ingress({ name: 'web', port: { number: 8080 } }), services: [web], byTarget: 'yes' };
    expect(ingressBackends.run(asked)).toMatchObject({ portService: null, backends: [{ port: '80' }] });
  });

  it('takes any port of a name elsewhere', () => {
    const external = { metadata: web.metadata, spec: { type: 'ExternalName' } };
    const asked = { ingress: ingress({ name: 'web', port: { number: 443 } }), services: [external] };
    expect(ingressBackends.run(asked)).toMatchObject({ portService: null });
  });

  it.each<[string, Part, Part]>([
    ['older', ingress({ name: 'api', port: { number: 80 } }, {}, 'b', '2025-10-01T00:00:00Z'), { rivalFirst: true }],
    ['younger', ingress({ name: 'api', port: { number: 80 } }, {}, 'b', '2025-12-01T00:00:00Z'), { rivalFirst: false }],
    ['of the same Service', ingress({ name: 'web', port: { number: 80 } }, {}, 'b'), { rival: null, rivalRule: '' }],
    [
      'of another class',
      ingress({ name: 'api', port: { number: 80 } }, { ingressClassName: 'x' }, 'b'),
      { rival: null },
    ],
  ])('knows a rival that is %s', (_, other, wanted) => {
    const own = ingress({ name: 'web', port: { number: 80 } });
    expect(ingressBackends.run({ ingress: own, services: [web], others: [own, other] })).toMatchObject(wanted);
  });
});

describe('ingresses-in-trouble', () => {
  const fine = ingress({ name: 'web', port: { number: 80 } });
  const withTls = ingress({ name: 'web', port: { number: 80 } }, { tls: [{ secretName: 'a-tls' }] });
  const unserved = { ...fine, status: {} };
  const certificate = { metadata: { namespace: 'shop', name: 'a-tls' } };
  const nginx = { metadata: { name: 'nginx' } };

  it.each<[string, Part, Part, number]>([
    ['well', fine, {}, 0],
    ['to a Service that is not there', ingress({ name: 'api', port: { number: 80 } }), {}, 1],
    ['to a port that is not there', ingress({ name: 'web', port: { number: 81 } }), {}, 1],
    ['with its certificate', withTls, { certificates: [certificate] }, 0],
    ['without its certificate', withTls, { certificates: [] }, 1],
    ['where certificates could not be seen', withTls, {}, 0],
    ['without an address, with its class', unserved, {}, 0],
    ['without an address and without its class', unserved, { classes: [] }, 1],
    ['to a Service in trouble', fine, { troubled: [web] }, 1],
  ])('%s', (_, one, more, wanted) => {
    const asked = { ingresses: [one], services: [web], classes: [nginx], ...more };
    expect(ingressesInTrouble.run(asked)).toMatchObject({ count: wanted, looked: 1 });
  });
});

describe('route-status', () => {
  const route = (parents: readonly Part[], spec: Part = {}): Part => ({
    metadata: { namespace: 'shop', name: 'web', generation: 2 },
    spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }], ...spec },
    status: { parents },
  });
  const said = (type: string, status: string, reason = 'R', parentRef: Part = { name: 'public' }): Part => ({
    parentRef,
    conditions: [{ type, status, reason, message: 'M', observedGeneration: 2 }],
  });

  it.each<[string, Part, Part]>([
    ['taken', route([said('Accepted', 'True')]), { refused: false, silent: false, unresolved: false }],
    [
      'refused',
      route([said('Accepted', 'False', 'NoMatchingParent')]),
      { refused: true, refusedReason: 'NoMatchingParent' },
    ],
    [
      'unresolved',
      route([said('ResolvedRefs', 'False', 'BackendNotFound')]),
      { unresolved: true, unresolvedReason: 'BackendNotFound' },
    ],
    ['nobody said anything', route([]), { silent: true, parentName: 'public', parentNamespace: 'shop' }],
    ['another parent', route([said('Accepted', 'True', 'R', { name: 'other' })]), { silent: true }],
    [
      'with group and namespace written out',
      route([said('Accepted', 'True', 'R', { name: 'public', namespace: 'shop', kind: 'Gateway' })]),
      { silent: false },
    ],
    [
      'a Service that is not there',
      route([], { rules: [{ backendRefs: [{ name: 'wbe', port: 80 }] }] }),
      { missingService: 'wbe', nearestService: 'web' },
    ],
    [
      'a port that is not there',
      route([], { rules: [{ backendRefs: [{ name: 'web', port: 81 }] }] }),
      { missingPort: '81', hasPorts: '80, 9000' },
    ],
    [
      'of another namespace',
      route([], { rules: [{ backendRefs: [{ name: 'x', namespace: 'b', port: 1 }] }] }),
      { foreign: 'Service b/x', missingService: '' },
    ],
  ])('%s', (_, one, wanted) => {
    expect(routeStatus.run({ route: one, services: [web] })).toMatchObject(wanted);
  });

  it('knows of no missing Service where they were not listed', () => {
    const one = route([], { rules: [{ backendRefs: [{ name: 'wbe', port: 80 }] }] });
    expect(routeStatus.run({ route: one })).toMatchObject({ missingService: '' });
  });
});

describe('gateway-status', () => {
  const gateway = (conditions: readonly Part[], listeners: readonly Part[] = []): Part => ({
    metadata: { namespace: 'shop', name: 'public' },
    spec: {
      gatewayClassName: 'eg',
      listeners: [{ name: 'https', tls: { certificateRefs: [{ name: 'a-tls' }] } }],
    },
    status: { conditions, listeners },
  });
  const yes = ['Accepted', 'Programmed'].map((type) => ({ type, status: 'True', reason: type }));
  const pending = ['Accepted', 'Programmed'].map((type) => ({ type, status: 'Unknown', reason: 'Pending' }));
  const listener = (type: string, status: string): Part => ({
    name: 'https',
    conditions: [{ type, status, reason: 'R' }],
  });

  it.each<[string, Part, Part]>([
    ['set up', gateway(yes), { inTrouble: false, taken: true }],
    ['nobody has looked at it', gateway(pending), { inTrouble: true, taken: false }],
    ['no condition at all', gateway([]), { inTrouble: true, taken: false }],
    [
      'a certificate',
      gateway(yes, [listener('ResolvedRefs', 'False')]),
      { listener: 'https', certificate: 'shop/a-tls' },
    ],
    ['a conflict', gateway(yes, [listener('Conflicted', 'True')]), { listenerType: 'Conflicted' }],
    ['no conflict', gateway(yes, [listener('Conflicted', 'False')]), { inTrouble: false }],
  ])('%s', (_, one, wanted) => {
    expect(gatewayStatus.run({ gateway: one })).toMatchObject(wanted);
  });
});
