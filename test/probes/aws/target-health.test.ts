import { describe, expect, it } from 'vitest';
import { healthCheckFit } from '../../../src/probes/aws/health-check-fit.ts';
import { targetHealth } from '../../../src/probes/aws/target-health.ts';

type Part = Readonly<Record<string, unknown>>;

const READY_AT = '2025-11-15T18:00:00Z';
const isTrue = (type: string, at = READY_AT): Part => ({ type, status: 'True', lastTransitionTime: at });
const isFalse = (type: string): Part => ({ type, status: 'False', lastTransitionTime: READY_AT });

const pod = (
  name: string,
  node: string,
  conditions = [isTrue('Ready'), isTrue('ContainersReady')],
  more: Part = {},
) => ({
  metadata: { namespace: 'coder', name },
  spec: { nodeName: node, ...more },
  status: { conditions },
});
const node = (name: string, id: string, conditions = [isTrue('Ready', '2025-11-15T17:00:00Z')]) => ({
  metadata: { name },
  spec: { providerID: `aws:///eu-central-1a/${id}` },
  status: { conditions },
});
const target = (Id: string, State: string, Reason?: string, Port = 8080): Part => ({
  Target: { Id, Port, AvailabilityZone: 'eu-central-1a' },
  TargetHealth: { State, ...(Reason === undefined ? {} : { Reason, Description: 'As AWS says' }) },
});

const PODS = [pod('coder-0', 'node-a'), pod('coder-1', 'node-b')];
const NODES = [node('node-a', 'i-0a'), node('node-b', 'i-0b'), node('node-c', 'i-0c')];
const ADDRESSES: readonly (readonly [address: string, pod: string, node: string, ready: boolean])[] = [
  ['10.0.0.1', 'coder-0', 'node-a', true],
  ['10.0.0.2', 'coder-1', 'node-b', true],
];
const sliceOf = (addresses: typeof ADDRESSES): Part => ({
  metadata: { namespace: 'coder', name: 'coder-x', labels: { 'kubernetes.io/service-name': 'coder' } },
  ports: [{ name: 'http', port: 8080 }],
  endpoints: addresses.map(([address, name, nodeName, ready]) => ({
    addresses: [address],
    conditions: { ready },
    nodeName,
    targetRef: { kind: 'Pod', name },
  })),
});
const serviceOf = (spec: Part = {}): Part => ({
  metadata: { namespace: 'coder', name: 'coder' },
  spec: { ports: [{ name: 'http', port: 80, targetPort: 'http', nodePort: 31080 }], ...spec },
});

interface Look {
  readonly sort?: string;
  readonly spec?: Part;
  readonly addresses?: typeof ADDRESSES;
  readonly pods?: readonly Part[];
  readonly nodes?: readonly Part[];
  readonly port?: string;
  readonly shared?: string;
}

function look(
  targets: unknown,
  { sort = 'ip', spec = {}, addresses = ADDRESSES, pods = PODS, nodes = NODES, ...more }: Look = {},
) {
  const health = { TargetHealthDescriptions: targets };
  const slices = [sliceOf(addresses)];
  return targetHealth.run({ health, sort, service: serviceOf(spec), slices, pods, nodes, ...more }) as Part | undefined;
}

const LOCAL: Look = { sort: 'instance', spec: { externalTrafficPolicy: 'Local' } };
const CLUSTER: Look = { sort: 'instance' };
const codes = (found: Part | undefined): unknown => (found?.['rows'] as readonly Part[]).map(({ code }) => code);

describe('target-health of pods', () => {
  it('counts healthy ones, and knows what each is', () => {
    const found = look([target('10.0.0.1', 'healthy'), target('10.0.0.2', 'healthy')]);
    expect(found).toMatchObject({
      total: 2,
      healthy: 2,
      wanted: 2,
      faults: [],
      initial: [],
      stale: [],
      missing: [],
      open: 0,
    });
    expect(found?.['rows']).toMatchObject([
      {
        id: '10.0.0.1',
        port: 8080,
        zone: 'eu-central-1a',
        pod: 'coder-0',
        node: 'node-a',
        since: READY_AT,
        code: 'healthy',
      },
      { pod: 'coder-1' },
    ]);
  });

  it.each([
    ['unhealthy', 'Target.FailedHealthChecks', 'unhealthy'],
    ['unhealthy', 'Target.ResponseCodeMismatch', 'unhealthy'],
    ['Unhealthy', 'Target.Timeout', 'unhealthy'],
    ['initial', 'Elb.InitialHealthChecking', 'initial'],
    ['initial', 'Elb.RegistrationInProgress', 'initial'],
    ['draining', 'Target.DeregistrationInProgress', 'draining'],
    ['unhealthy.draining', 'Target.DeregistrationInProgress', 'draining'],
    ['unused', 'Target.NotInUse', 'not-in-use'],
    ['unused', 'Target.IpUnusable', 'unused'],
    ['unused', 'Target.NotRegistered', 'unused'],
    ['unavailable', 'Target.HealthCheckDisabled', 'unavailable'],
    ['unavailable', 'Elb.InternalError', 'unavailable'],
    ['', '', 'other'],
    ['quarantined', '', 'other'],
  ])('reads %s with %s as %s', (state, reason, code) => {
    expect(codes(look([target('10.0.0.1', state, reason), target('10.0.0.2', 'healthy')]))).toEqual([code, 'healthy']);
  });

  it('tells faults apart from what waits, drains, or cannot be judged', () => {
    const found = look([
      target('10.0.0.1', 'unhealthy', 'Target.Timeout'),
      target('10.0.0.2', 'unavailable', 'Elb.InternalError'),
      target('10.0.0.9', 'draining', 'Target.DeregistrationInProgress'),
    ]);
    expect(found).toMatchObject({ total: 3, healthy: 0, draining: 1, open: 1, reasons: 'Target.Timeout', stale: [] });
    expect(found?.['faults']).toMatchObject([{ id: '10.0.0.1', description: 'As AWS says' }]);
  });

  it('misses a ready pod that is not registered, or only leaves', () => {
    expect(look([target('10.0.0.1', 'healthy')])).toMatchObject({
      wanted: 2,
      missing: [{ pod: 'coder-1', node: 'node-b', address: '10.0.0.2', since: READY_AT }],
    });
    const leaving = target('10.0.0.2', 'draining', 'Target.DeregistrationInProgress');
    expect(look([target('10.0.0.1', 'healthy'), leaving])).toMatchObject({ missing: [{ pod: 'coder-1' }] });
    expect(look([])).toMatchObject({ total: 0, missing: [{ pod: 'coder-0' }, { pod: 'coder-1' }] });
  });

  it('finds an address that is no pod of it any more, whatever AWS says of it', () => {
    const found = look([...ADDRESSES.map(([id]) => target(id, 'healthy')), target('10.0.0.9', 'healthy')]);
    expect(found).toMatchObject({ healthy: 2, stale: [{ id: '10.0.0.9', code: 'stale', pod: '' }] });
    const shared = look([...ADDRESSES.map(([id]) => target(id, 'healthy')), target('10.9.0.9', 'healthy')], {
      shared: 'yes',
    });
    expect(shared).toMatchObject({ stale: [] });
  });

  it('finds a port that the Service does not lead to, where the port is known', () => {
    const old = [target('10.0.0.1', 'unhealthy', 'Target.Timeout', 3000), target('10.0.0.2', 'healthy')];
    expect(look(old, { port: '80' })).toMatchObject({ stale: [{ code: 'other-port' }], missing: [{ pod: 'coder-0' }] });
    expect(look(old, { port: 'http' })).toMatchObject({ stale: [{ code: 'other-port' }] });
    expect(look(old)).toMatchObject({ stale: [], faults: [{ id: '10.0.0.1' }], missing: [] });
  });

  it('does not blame the load balancer for a pod that is not ready', () => {
    const addresses = [
      ADDRESSES[0] ?? ['', '', '', true],
      ['10.0.0.2', 'coder-1', 'node-b', false],
    ] as typeof ADDRESSES;
    const pods = [PODS[0] ?? {}, pod('coder-1', 'node-b', [isFalse('Ready'), isFalse('ContainersReady')])];
    const found = look([target('10.0.0.1', 'healthy'), target('10.0.0.2', 'unhealthy', 'Target.Timeout')], {
      addresses,
      pods,
    });
    expect(found).toMatchObject({ faults: [], waiting: 1, wanted: 1, missing: [] });
    const still = look([target('10.0.0.1', 'healthy'), target('10.0.0.2', 'healthy')], { addresses, pods });
    expect(still).toMatchObject({ healthy: 1, faults: [] });
  });

  it('blames it where only its own gate keeps the pod from being ready', () => {
    const addresses = [['10.0.0.1', 'coder-0', 'node-a', false]] as typeof ADDRESSES;
    const gated = (more: Part): readonly Part[] => [
      {
        ...pod('coder-0', 'node-a', [isFalse('Ready'), isTrue('ContainersReady')], {
          readinessGates: [{ conditionType: 'target-health.elbv2.k8s.aws/k8s-coder' }],
        }),
        ...more,
      },
    ];
    const unhealthy = [target('10.0.0.1', 'unhealthy', 'Target.FailedHealthChecks')];
    expect(look(unhealthy, { addresses, pods: gated({}) })).toMatchObject({ faults: [{ pod: 'coder-0' }], wanted: 1 });
    const leaving = gated({ metadata: { namespace: 'coder', name: 'coder-0', deletionTimestamp: READY_AT } });
    expect(look(unhealthy, { addresses, pods: leaving })).toMatchObject({ faults: [], waiting: 1, wanted: 0 });
  });
});

describe('target-health of nodes', () => {
  it('calls nodes without a ready pod unhealthy by design under the policy Local', () => {
    const found = look(
      [
        target('i-0a', 'healthy', undefined, 31080),
        target('i-0b', 'healthy', undefined, 31080),
        target('i-0c', 'unhealthy', 'Target.FailedHealthChecks', 31080),
      ],
      LOCAL,
    );
    expect(found).toMatchObject({ healthy: 2, wanted: 2, designed: 1, faults: [], missing: [], stale: [] });
    expect(codes(found)).toEqual(['healthy', 'healthy', 'by-design']);
  });

  it('finds fewer healthy nodes than nodes that hold a ready pod', () => {
    const found = look(
      [
        target('i-0a', 'healthy'),
        target('i-0b', 'unhealthy', 'Target.FailedHealthChecks'),
        target('i-0c', 'unhealthy', 'Target.FailedHealthChecks'),
      ],
      LOCAL,
    );
    expect(found).toMatchObject({ healthy: 1, wanted: 2, designed: 1, faults: [{ id: 'i-0b', node: 'node-b' }] });
  });

  it('does not count a node as serving that has no ready pod, nor waits for its first checks', () => {
    const found = look([target('i-0c', 'healthy'), target('i-0a', 'initial', 'Elb.InitialHealthChecking')], LOCAL);
    expect(found).toMatchObject({
      healthy: 0,
      initial: [{ node: 'node-a' }],
      missing: [{ node: 'node-b', address: 'i-0b' }],
    });
    expect(look([target('i-0c', 'initial', 'Elb.InitialHealthChecking')], LOCAL)).toMatchObject({
      initial: [],
      designed: 1,
    });
  });

  it('dates a node by its first ready pod under the policy Local, else by itself', () => {
    const pods = [pod('coder-0', 'node-a'), pod('coder-2', 'node-a', [isTrue('Ready', '2025-11-15T18:10:00Z')])];
    const initial = [target('i-0a', 'initial', 'Elb.InitialHealthChecking')];
    expect(look(initial, { ...LOCAL, pods })?.['initial']).toMatchObject([{ since: READY_AT }]);
    expect(look(initial, { ...CLUSTER, pods })?.['initial']).toMatchObject([{ since: '2025-11-15T17:00:00Z' }]);
  });

  it('finds a fault in any node under the policy Cluster, for each may take traffic', () => {
    const targets = ['i-0a', 'i-0b'].map((id) => target(id, 'healthy'));
    const found = look([...targets, target('i-0c', 'unhealthy', 'Target.Timeout')], CLUSTER);
    expect(found).toMatchObject({ healthy: 2, wanted: 3, faults: [{ node: 'node-c' }], designed: 0, missing: [] });
  });

  it('leaves a node that is not ready to those who look at nodes', () => {
    const nodes = [...NODES.slice(0, 2), node('node-c', 'i-0c', [isFalse('Ready')])];
    const found = look([target('i-0c', 'unused', 'Target.InvalidState')], { ...CLUSTER, nodes });
    expect(found).toMatchObject({ faults: [], waiting: 1 });
  });

  it('finds an instance that is no node any more', () => {
    expect(look([target('i-0f', 'unused', 'Target.InvalidState')], CLUSTER)).toMatchObject({ stale: [{ id: 'i-0f' }] });
  });
});

describe('target-health of something else', () => {
  it('takes AWS at its word where targets are another load balancer', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/x/1';
    expect(look([target(arn, 'healthy')], { sort: 'alb' })).toMatchObject({
      healthy: 1,
      wanted: 1,
      stale: [],
      missing: [],
    });
    expect(look([target(arn, 'unhealthy', 'Target.Timeout')], { sort: 'alb' })).toMatchObject({
      faults: [{ id: arn }],
    });
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [[null]],
    [['i-0a']],
    [[{ Target: {} }]],
    [[{ TargetHealth: { State: 'healthy' } }]],
  ])('knows nothing where the answer is %j', (targets) => expect(look(targets)).toBeUndefined());

  it('knows nothing without slices, pods or nodes', () => {
    const args = {
      health: { TargetHealthDescriptions: [] },
      sort: 'ip',
      service: serviceOf(),
      slices: [],
      pods: [],
      nodes: [],
    };
    expect(targetHealth.run(args)).toMatchObject({ total: 0 });
    for (const key of ['slices', 'pods', 'nodes', 'service']) {
      expect(targetHealth.run({ ...args, [key]: undefined }), key).toBeUndefined();
    }
  });
});

describe('health-check-fit', () => {
  const container = {
    name: 'coder',
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
  };
  const pods = [{ metadata: { namespace: 'coder', name: 'coder-0' }, spec: { containers: [container] } }];
  const group = (more: Part = {}): Part => ({
    TargetGroupArn: 'arn:group',
    TargetType: 'ip',
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckPath: '/healthz',
    HealthCheckEnabled: true,
    Matcher: { HttpCode: '200-399' },
    LoadBalancerArns: ['arn:balancer'],
    ...more,
  });
  const fit = (groups: unknown): unknown =>
    healthCheckFit.run({ answer: { TargetGroups: groups }, service: serviceOf(), pods });

  it('fits where it asks the pods for what they are asked by the kubelet', () => {
    expect(fit([group()])).toEqual({
      sort: 'ip',
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/healthz',
      codes: '200-399',
      enabled: true,
      code: '',
      ports: 'http 8080',
      probed: '/healthz',
      otherPath: false,
      attached: true,
      balancers: ['arn:balancer'],
    });
  });

  it.each([
    ['the port of the Service', { HealthCheckPort: '80' }, 'port-of-service'],
    ['a port that nobody has', { HealthCheckPort: '9999' }, 'no-such-port'],
    ['the port of the pods', { HealthCheckPort: '8080' }, ''],
    ['the port of the pods on nodes', { HealthCheckPort: '8080', TargetType: 'instance' }, 'port-of-pod'],
    ['the port of the nodes', { HealthCheckPort: '31080', TargetType: 'instance' }, ''],
    ['a protocol that it cannot', { HealthCheckProtocol: 'UDP' }, 'protocol'],
    ['another load balancer', { HealthCheckPort: '80', TargetType: 'alb' }, ''],
  ])('asks %s', (_what, more, code) => {
    expect(fit([group(more)])).toMatchObject({ code });
  });

  it('sees another path, a check that is switched off, and a group that nobody has', () => {
    expect(fit([group({ HealthCheckPath: '/' })])).toMatchObject({ otherPath: true, path: '/' });
    expect(fit([group({ HealthCheckProtocol: 'TCP' })])).toMatchObject({ otherPath: false, path: '' });
    expect(fit([group({ HealthCheckEnabled: false, LoadBalancerArns: [] })])).toMatchObject({
      enabled: false,
      attached: false,
    });
  });

  it.each([[undefined], [[]], [[group(), group()]], [{}], [[null]]])('knows nothing of %j', (groups) => {
    expect(fit(groups)).toBeUndefined();
  });
});
