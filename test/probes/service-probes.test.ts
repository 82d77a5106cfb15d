import { describe, expect, it } from 'vitest';
import { loggedPorts } from '../../src/probes/logged-ports.ts';
import { serviceBackends } from '../../src/probes/service-backends.ts';
import { serviceEndpoints } from '../../src/probes/service-endpoints.ts';
import { servicePorts } from '../../src/probes/service-ports.ts';
import { servicesInTrouble } from '../../src/probes/services-in-trouble.ts';
import { catalogue } from '../support/shipped.ts';

type Part = Readonly<Record<string, unknown>>;

const HTTP = { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 };

function service(spec: Part = {}, name = 'web'): Part {
  return {
    kind: 'Service',
    metadata: { namespace: 'shop', name },
    spec: { selector: { app: 'web' }, ports: [HTTP], ...spec },
  };
}

function slice(conditions: readonly Part[], ports: unknown = [{ name: 'http', port: 8080 }], of = 'web'): Part {
  const endpoints = conditions.map((each, index) => ({
    addresses: [`10.1.0.${String(index)}`],
    conditions: each,
    nodeName: `node-${String(index)}`,
    targetRef: { kind: 'Pod', name: `web-${String(index)}` },
  }));
  return { metadata: { namespace: 'shop', labels: { 'kubernetes.io/service-name': of } }, endpoints, ports };
}

describe('service-endpoints', () => {
  it.each<[string, Part, readonly Part[], string, Part]>([
    [
      'one that is ready',
      service(),
      [slice([{ ready: true }])],
      '',
      { served: true, ready: 1, text: '1 of 1 address ready' },
    ],
    ['no condition at all', service(), [slice([{}])], '', { served: true }],
    ['one that is not', service(), [slice([{ ready: false }])], '', { served: false, text: '0 of 1 address ready' }],
    ['none', service(), [], '', { served: false, addresses: 0, text: 'no address' }],
    ['as the API writes none', service(), [{ ...slice([]), endpoints: null, ports: null }], '', { addresses: 0 }],
    [
      'ready, and the named port is nowhere',
      service(),
      [slice([{ ready: true }], null)],
      '',
      { served: false, unserved: '80 (http)' },
    ],
    ['of another Service', service(), [slice([{ ready: true }], undefined, 'api')], '', { addresses: 0 }],
    [
      'published though nothing serves',
      service({ publishNotReadyAddresses: true }),
      [slice([{ ready: true, serving: false }])],
      '',
      { served: false, ready: 0 },
    ],
    [
      'published, and serving',
      service({ publishNotReadyAddresses: true }),
      [slice([{ ready: true, serving: true }])],
      '',
      { served: true },
    ],
    ['a port by number', service(), [slice([{ ready: true }])], '80', { portKnown: true, served: true }],
    ['a port by name', service(), [slice([{ ready: true }])], 'http', { portKnown: true, served: true }],
    ['a port that it does not have', service(), [slice([{ ready: true }])], '8080', { portKnown: false }],
    [
      'any port of a headless one',
      service({ clusterIP: 'None' }),
      [slice([{ ready: true }])],
      '8080',
      { portKnown: true, served: true },
    ],
    [
      'a headless one without ports',
      service({ clusterIP: 'None', ports: undefined }),
      [slice([{ ready: true }], null)],
      '',
      { served: true },
    ],
  ])('%s', (_, of, slices, port, wanted) => {
    expect(serviceEndpoints.run({ service: of, slices, port })).toMatchObject(wanted);
  });

  it('tells addresses of pods that are gone, where it knows the pods', () => {
    const slices = [slice([{ ready: true }, { ready: true }])];
    const pods = [{ metadata: { name: 'web-1' } }];
    expect(serviceEndpoints.run({ service: service(), slices, pods })).toMatchObject({ gone: '10.1.0.0 (web-0)' });
    expect(serviceEndpoints.run({ service: service(), slices })).toMatchObject({ gone: '' });
  });
});

const workload = (name: string, labels: Part, spec: Part = {}): Part => ({
  kind: 'Deployment',
  metadata: { namespace: 'shop', name, generation: 1 },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [] } },
    ...spec,
  },
  status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
});

describe('service-backends', () => {
  const near = (selector: Part, labels: Part, name = 'api'): unknown =>
    serviceBackends.run({
      service: service({ selector }),
      pods: [],
      workloads: [workload(name, labels)],
      services: [],
    })?.['nearestName'];

  it.each<[string, Part, Part, string, string]>([
    ['a value that looks alike', { app: 'wbe' }, { app: 'web' }, 'api', 'Deployment api'],
    ['a value that does not', { app: 'front' }, { app: 'web' }, 'api', ''],
    ['a value that does not, and its own name', { app: 'front' }, { app: 'back' }, 'web', 'Deployment web'],
    ['one of two labels', { app: 'web', tier: 'front' }, { app: 'web' }, 'api', 'Deployment api'],
    ['two of two labels', { app: 'web', tier: 'front' }, { app: 'db', tier: 'back' }, 'api', ''],
    ['no label at all', { app: 'web' }, {}, 'api', ''],
  ])('finds by %s', (_, selector, labels, name, wanted) => {
    expect(near(selector, labels, name)).toBe(wanted);
  });

  it('says which label differs, and who else leads there', () => {
    const result = serviceBackends.run({
      service: service({ selector: { app: 'wbe' } }),
      pods: [],
      workloads: [workload('api', { app: 'web' })],
      services: [service({}, 'other')],
    });
    expect(result).toMatchObject({ key: 'app', wanted: 'wbe', found: 'web', servedBy: 'other', nearestReady: true });
  });

  it('counts a workload by its pods, whatever label they got later', () => {
    const pods = [{ metadata: { namespace: 'shop', name: 'db-0', labels: { app: 'web', role: 'primary' } } }];
    const of = service({ selector: { app: 'web', role: 'primary' } });
    expect(serviceBackends.run({ service: of, pods, workloads: [workload('db', { app: 'web' })] })).toMatchObject({
      names: 'Deployment db',
      nearestName: '',
    });
  });

  it('tells workloads that are scaled to none', () => {
    const workloads = [workload('web', { app: 'web' }, { replicas: 0 })];
    expect(serviceBackends.run({ service: service(), pods: [], workloads })).toMatchObject({
      wanting: [],
      names: 'Deployment web',
    });
  });

  it('calls those strangers that lack a named port which others have', () => {
    const withPort = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ ports: [{ name: 'http', containerPort: 1 }] }] },
    };
    const workloads = [workload('web', { app: 'web' }, { template: withPort }), workload('cron', { app: 'web' })];
    const run = (targetPort: unknown): unknown =>
      serviceBackends.run({ service: service({ ports: [{ ...HTTP, targetPort }] }), pods: [], workloads })?.[
        'strangersText'
      ];
    expect(run('http')).toBe('Deployment cron');
    expect(run(8080)).toBe('');
    expect(run('nobody-has-it')).toBe('');
  });
});

describe('service-ports', () => {
  const pod = { spec: { containers: [{ ports: [{ name: 'web', containerPort: 8080 }] }] } };
  const run = (targetPort: unknown, more: Part = {}): unknown =>
    servicePorts.run({ service: service({ ports: [{ ...HTTP, targetPort, ...more }] }), pods: [pod] });

  it.each<[string, unknown, Part]>([
    ['a number that is declared', 8080, { missing: false, undeclared: [] }],
    ['a number that is not', 3000, { missing: false, undeclared: ['3000'], declared: 'web 8080' }],
    ['a name that is there', 'web', { missing: false, undeclared: [] }],
    ['a name that is not', 'http', { missing: true, nearest: 'web', missingPort: 80 }],
  ])('%s', (_, target, wanted) => {
    expect(run(target)).toMatchObject(wanted);
  });

  it('gives the ports as they should be, all that they say besides kept', () => {
    const own = { ...HTTP, targetPort: 'http', nodePort: 30080 };
    const other = { name: 'admin', port: 9000, protocol: 'TCP', targetPort: 'web' };
    expect(servicePorts.run({ service: service({ ports: [own, other] }), pods: [pod] })).toMatchObject({
      corrected: [{ ...own, targetPort: 'web' }, other],
    });
    const stray = { ...HTTP, targetPort: 3000 };
    expect(servicePorts.run({ service: service({ ports: [stray] }), pods: [pod], instead: '8080' })).toMatchObject({
      corrected: [{ ...stray, targetPort: 8080 }],
    });
  });

  it.each<[string, readonly Part[], string]>([
    [
      'of its name',
      [
        { name: 'http', containerPort: 8080 },
        { name: 'admin', containerPort: 80 },
      ],
      'http',
    ],
    [
      'of its number',
      [
        { name: 'web', containerPort: 80 },
        { name: 'admin', containerPort: 9000 },
      ],
      '80',
    ],
    ['that is the only one', [{ containerPort: 8080 }], '8080'],
    ['that nothing points to', [{ containerPort: 8080 }, { containerPort: 9000 }], ''],
  ])('means the declared port %s', (_, ports, meant) => {
    const pods = [{ spec: { containers: [{ ports }] } }];
    const stray = service({ ports: [{ ...HTTP, targetPort: 3000 }] });
    expect(servicePorts.run({ service: stray, pods })).toMatchObject({ undeclaredNearest: meant });
  });

  it('takes a name for its protocol only', () => {
    expect(run('web', { protocol: 'UDP' })).toMatchObject({ missing: true, nearest: '' });
  });

  it('says nothing of containers that declare nothing, nor without pods', () => {
    expect(servicePorts.run({ service: service(), pods: [{ spec: { containers: [{}] } }] })).toMatchObject({
      undeclared: [],
    });
    expect(servicePorts.run({ service: service({ ports: [{ ...HTTP, targetPort: 'x' }] }), pods: [] })).toMatchObject({
      missing: false,
    });
  });
});

/** The patterns that the runbook ships. */
function shippedPatterns(): readonly string[] {
  const text = catalogue.runbooks.get('service')?.derive['listenPatterns'];
  return JSON.parse(typeof text === 'string' ? text : '[]') as string[];
}

describe('logged-ports with the patterns of service.yaml', () => {
  it.each([
    ['2025-11-15T17:30:02Z INFO server listening on :8080', ['8080'], []],
    ['Server listening on port 3000', ['3000'], []],
    ['Tomcat started on port 8080 (http) with context path', ['8080'], []],
    ['Tomcat started on port(s): 8080 (http)', ['8080'], []],
    ['INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)', ['8000'], []],
    [' * Running on http://127.0.0.1:5000', ['5000'], ['5000']],
    ['[INFO] Listening at: http://0.0.0.0:8000 (1)', ['8000'], []],
    ['Now listening on: http://[::]:8080', ['8080'], []],
    ['Now listening on: http://localhost:5000', ['5000'], ['5000']],
    ['LOG:  listening on IPv4 address "0.0.0.0", port 5432', ['5432'], []],
    ['1:M 15 Nov 2025 17:30:02.000 * Running mode=standalone, port=6379.', ['6379'], []],
    ['{"s":"I","c":"NETWORK","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}', ['27017'], []],
    ['Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...', ['8000'], []],
    ['{"level":"info","msg":"starting server","addr":":9090"}', ['9090'], []],
    ['dial tcp 10.96.0.7:5432: connect: connection refused', [], []],
    ['connected to db at 10.1.2.3:5432', [], []],
  ])('%s', (log, ports, loopback) => {
    expect(loggedPorts.run({ log, patterns: shippedPatterns() })).toMatchObject({ ports, loopback });
  });

  it('counts a port as open when one line says so', () => {
    const log = 'listening on 127.0.0.1:8080\nlistening on 0.0.0.0:8080';
    expect(loggedPorts.run({ log, patterns: shippedPatterns() })).toMatchObject({ ports: ['8080'], loopback: [] });
  });
});

describe('services-in-trouble', () => {
  const ready = [slice([{ ready: true }])];
  const names = (
    services: readonly Part[],
    slices: readonly Part[],
    workloads: readonly Part[] = [],
    more: Part = {},
  ): unknown => servicesInTrouble.run({ services, slices, workloads, ...more })?.['count'];

  it.each<[string, Part, readonly Part[], number]>([
    ['well', service(), ready, 0],
    ['without an address', service(), [], 1],
    ['a name elsewhere', service({ type: 'ExternalName', ports: undefined }), [], 0],
    ['a load balancer without an address', service({ type: 'LoadBalancer' }), ready, 1],
  ])('%s', (_, of, slices, wanted) => {
    expect(names([of], slices)).toBe(wanted);
  });

  it('does not wait for readiness where addresses are published without', () => {
    const published = service({ publishNotReadyAddresses: true });
    const starting = slice([{ ready: true, serving: false }]);
    expect(names([published], [starting])).toBe(0);
    expect(names([published], [])).toBe(1);
  });

  it('takes one whose pods are all on nodes that balancers leave out, and with Local alone', () => {
    const there = { ...slice([{ ready: true }]), endpoints: [{ addresses: ['10.0.0.1'], nodeName: 'node-1' }] };
    const nodes = [{ kind: 'Node', metadata: { name: 'node-1' } }];
    const local = service({ externalTrafficPolicy: 'Local' });
    expect(names([local], [there], [], { nodes })).toBe(1);
    expect(names([local], [there])).toBe(0);
    expect(names([service({ externalTrafficPolicy: 'Cluster' })], [there], [], { nodes })).toBe(0);
  });

  it('doubts a number that no container declares', () => {
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ ports: [{ containerPort: 3000 }] }] },
    };
    expect(names([service()], ready, [workload('web', { app: 'web' }, { template })])).toBe(1);
  });

  it('looks only at what leads to a workload', () => {
    const of = workload('web', { app: 'web' });
    expect(names([service(), service({ selector: { app: 'db' } }, 'db')], [], [], { workload: of })).toBe(1);
  });
});
