import { storyOf, type Scene } from './build/ask.ts';
import { event, object, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { atDoor, CODER_LOG, coderService, coderSlice } from './build/coder-door.ts';
import { coderGround, coderServer } from './build/coder-server.ts';
import { INSTALLED, firstStart, settled, type App } from './build/app.ts';
import { crashedContainer } from './build/app-status.ts';
import type { Expected, Story } from './story.ts';

/** Load balancers of AWS before a Coder server, as far as they are seen from the cluster. */
const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const HOST = 'k8s-coder-coder-1a2b3c4d5e-6f7a8b9c0d1e2f3a.elb.us-east-2.amazonaws.com';
const BINDING = 'k8s-coder-coder-9f8e7d6c5b';
const GROUP = `arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/${BINDING}/73e2d6bc24d8a067`;
const GATE = `target-health.elbv2.k8s.aws/${BINDING}`;

interface Balanced {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: Change;
  readonly host?: string;
  readonly created?: string;
}

/** The Service of the chart, balanced by the aws-load-balancer-controller over pods. */
function balanced({ annotations = {}, spec = {}, host = HOST, created = INSTALLED }: Balanced = {}): Built {
  const all = { 'nlb-target-type': 'ip', scheme: 'internet-facing', ...annotations };
  const keys = Object.entries(all).map(([key, value]) => [PREFIX + key, value]);
  return coderService(
    {
      type: 'LoadBalancer',
      loadBalancerClass: 'service.k8s.aws/nlb',
      allocateLoadBalancerNodePorts: true,
      externalTrafficPolicy: 'Cluster',
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http', nodePort: 31080 }],
      ...spec,
    },
    {
      metadata: { annotations: Object.fromEntries(keys) as Change, creationTimestamp: created },
      status: { loadBalancer: host === '' ? {} : { ingress: [{ hostname: host }] } },
    },
  );
}

/** What the controller makes for one port of the Service. */
function binding(name = BINDING, service = 'coder'): Built {
  return object(
    { apiVersion: 'elbv2.k8s.aws/v1beta1', kind: 'TargetGroupBinding', namespace: 'coder', name, created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: { serviceRef: { name: service, port: 80 }, targetGroupARN: GROUP, targetType: 'ip', ipAddressType: 'ipv4' },
      status: { observedGeneration: 1 },
    },
  );
}

const CONTROLLER = 'aws-load-balancer-controller';
const ofController = {
  name: CONTROLLER,
  namespace: 'kube-system',
  image: 'public.ecr.aws/eks/aws-load-balancer-controller:v2.13.4',
  since: '2025-11-15T17:30:00Z',
};
const controller = settled(ofController);
const crashing = firstStart(ofController, { change: crashedContainer(CONTROLLER, ofController.image, 9) });

/** A server whose pod runs and whose gate the load balancer has not opened. */
function gatedServer(says: Change | null, readyAt = '2025-11-15T17:30:20Z', gate = GATE): App {
  const fine = ['Initialized', 'ContainersReady', 'PodScheduled'].map((type): Change => ({
    type,
    status: 'True',
    lastTransitionTime: readyAt,
  }));
  const shut = { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', lastTransitionTime: readyAt };
  const own = says === null ? [] : [{ type: gate, status: 'False', lastTransitionTime: readyAt, ...says }];
  return firstStart(
    { ...coderServer(), since: '2025-11-15T17:30:00Z', spec: { readinessGates: [{ conditionType: gate }] } },
    { change: { status: { conditions: [...fine, shut, ...own] } } },
  );
}

const MISMATCH = { reason: 'Target.ResponseCodeMismatch', message: 'Health checks failed with these codes: [404]' };
const FAILED = { reason: 'Target.FailedHealthChecks', message: 'Health checks failed' };
const INITIAL = { reason: 'Elb.InitialHealthChecking', message: 'Initial health checks in progress' };

function shut(app: App, own: Built, more: readonly Built[] = [binding()]): readonly Built[] {
  return [
    ...app.all,
    ...coderGround,
    own,
    { ...coderSlice(own), endpoints: null, ports: null },
    ...controller.all,
    ...more,
  ];
}

function open(own: Built = balanced(), more: readonly Built[] = [binding()]): readonly Built[] {
  return atDoor([...controller.all, ...more], own);
}

function about(name: string, summary: string, scene: Scene, expected: Expected, inputs: Change = {}): Story {
  return storyOf(`aws-balancer/${name}`, summary, { logs: CODER_LOG, ...scene }, expected, {
    runbook: 'aws-balancer',
    inputs: { service: 'Service/coder/coder', ...(inputs as Record<string, string>) },
  });
}

function said(own: Built, reason: string, message: string, at = '2025-11-15T18:12:00Z', type?: string): Built {
  return event(own, { reason, message, by: 'service', at, ...(type === undefined ? {} : { type }) });
}

const waiting = balanced({ host: '' });
const pending = (message: string, reason = 'FailedBuildModel', own = waiting): readonly Built[] =>
  open(own, [said(own, reason, message)]);
const NO_SUBNET =
  'Failed build model due to unable to resolve at least one subnet (0 match VPC and tags: [kubernetes.io/role/elb])';
const MAY_NOT =
  'Failed deploy model due to operation error Elastic Load Balancing v2: CreateLoadBalancer, https response error StatusCode: 403, RequestID: 1f0c, api error AccessDenied: User: arn:aws:sts::123456789012:assumed-role/lbc/1 is not authorized to perform: elasticloadbalancing:CreateLoadBalancer on resource: *';
const TOO_MANY =
  'Failed deploy model due to operation error Elastic Load Balancing v2: CreateLoadBalancer, https response error StatusCode: 400, RequestID: 1f0c, TooManyLoadBalancers: The maximum number of load balancers has been reached on account';
const NAMED = { 'healthcheck-port': 'http', 'healthcheck-protocol': 'http' };
const wrongPort = balanced({
  annotations: { 'healthcheck-port': '80', 'healthcheck-protocol': 'http', 'healthcheck-path': '/healthz' },
});
const rightCheck = balanced({ annotations: { 'healthcheck-protocol': 'http', 'healthcheck-path': '/healthz' } });
const rootPath = balanced({ annotations: { 'healthcheck-protocol': 'http' } });
const byNodes = balanced({ annotations: { 'nlb-target-type': 'instance' }, spec: { externalTrafficPolicy: 'Local' } });
const DOWN = { witness: 'https://coder.example.org/healthz: timeout, asked from here' };

/** What its controller says. */
const toldByController: readonly Story[] = [
  about(
    'subnets',
    'No subnet bears the tag.',
    { objects: pending(NO_SUBNET) },
    problem('aws-balancer-without-subnets', 'confirmed', { says: ['internal-elb'] }),
  ),
  about(
    'right',
    'The role of the controller may not make load balancers.',
    { objects: pending(MAY_NOT, 'FailedDeployModel') },
    problem('aws-balancer-without-right', 'confirmed'),
  ),
  about(
    'limit',
    'The account has as many load balancers as it may.',
    { objects: pending(TOO_MANY, 'FailedDeployModel') },
    problem('aws-balancer-over-limit', 'confirmed', { says: ['TooManyLoadBalancers'] }),
  ),
  about(
    'node-port',
    'It is to be balanced over nodes and has no port there.',
    {
      objects: pending(
        'Failed build model due to unable to support instance target type with an unallocated NodePort',
        'FailedBuildModel',
        balanced({
          host: '',
          annotations: { 'nlb-target-type': 'instance' },
          spec: {
            allocateLoadBalancerNodePorts: false,
            ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
          },
        }),
      ),
    },
    problem('aws-balancer-without-node-port', 'confirmed'),
  ),
  about(
    'check-refused',
    'The port of the health check is a name that cannot be checked on pods.',
    {
      objects: pending(
        "Failed build model due to cannot use named healthCheckPort for IP TargetType when service's targetPort is a named port",
        'FailedBuildModel',
        balanced({ host: '', annotations: NAMED }),
      ),
    },
    problem('aws-health-check-refused', 'confirmed', { says: ['a number or traffic-port is wanted'] }),
  ),
  about(
    'refused',
    'It is refused for another reason.',
    { objects: pending('Failed build model due to unsupported IPv6 configuration, lb not dual-stack') },
    problem('aws-balancer-refused', 'confirmed', { says: ['lb not dual-stack'] }),
  ),
  about(
    'refused-change',
    'The load balancer is there, and a change of a moment ago was refused.',
    { objects: open(balanced(), [binding(), said(balanced(), 'FailedDeployModel', TOO_MANY)]) },
    problem('aws-balancer-over-limit', 'confirmed', { says: ['what was changed since'] }),
  ),
  about(
    'refused-decoy',
    'It was refused a while ago, and has been made since.',
    {
      objects: open(balanced(), [
        binding(),
        said(balanced(), 'FailedBuildModel', NO_SUBNET, '2025-11-15T18:02:00Z'),
        said(balanced(), 'SuccessfullyReconciled', 'Successfully reconciled', '2025-11-15T18:04:00Z', 'Normal'),
      ]),
    },
    { ...healthy, says: ['describe-target-health'], never: ['kubernetes.io/role/elb'] },
  ),
  about(
    'controller-missing',
    'Nothing in the cluster serves its class.',
    { objects: atDoor([], waiting) },
    problem('aws-controller-missing', 'likely'),
  ),
  about(
    'controller-stopped',
    'The controller crashes, so nobody makes the load balancer.',
    {
      objects: atDoor(crashing.all, waiting),
      logs: { [`kube-system/aws-load-balancer-controller-5d7f9b8c6-q5w9b/${CONTROLLER}.previous`]: 'panic: boom\n' },
    },
    problem('program-fails', 'confirmed'),
  ),
];

/** What AWS says of the targets, and what the health check is. */
const targets: readonly Story[] = [
  about(
    'healthy',
    'All is as the chart and the controller make it.',
    { objects: open(rightCheck) },
    { ...healthy, says: [`describe-target-health --target-group-arn ${GROUP} --region us-east-2`] },
  ),
  about(
    'without-bindings',
    'The cloud made it, so no binding is there; AWS is asked by the name of the load balancer.',
    { objects: atDoor([], balanced()) },
    { ...healthy, says: [`DNSName=='${HOST}'`] },
  ),
  about(
    'denied',
    'The bindings may not be listed.',
    { objects: shut(gatedServer(FAILED), balanced()), denied: ['targetgroupbindings.elbv2.k8s.aws'] },
    incomplete({ says: ['list targetgroupbindings'] }),
  ),
  about(
    'pods-denied',
    'The pods may not be listed.',
    { objects: open(), denied: ['pods'] },
    incomplete({ says: ['list pods'] }),
  ),
  about(
    'wrong-port',
    'The health check asks the pods on the port of the Service, and none is healthy.',
    { objects: shut(gatedServer(FAILED), wrongPort) },
    problem('aws-health-check-wrong', 'confirmed', { says: ['That is a port of the Service', 'http 8080'] }),
  ),
  about(
    'wrong-port-asked',
    'The same without gates, and nobody answers outside.',
    { objects: open(wrongPort) },
    problem('aws-health-check-wrong', 'likely', { says: ['asked from here'] }),
    DOWN,
  ),
  about(
    'wrong-port-decoy',
    'The same, and nobody says that something is wrong.',
    { objects: open(wrongPort) },
    { ...healthy, says: ['Whether its targets are well all the same, AWS knows'] },
  ),
  about(
    'unhealthy',
    'The health check asks for a path that is answered with 404.',
    { objects: shut(gatedServer(MISMATCH), rootPath) },
    problem('aws-target-unhealthy', 'confirmed', { says: ['[404]', 'the path is wrong', 'not for /.'] }),
  ),
  about(
    'starting',
    'The pod has been ready for a minute.',
    { objects: shut(gatedServer(INITIAL, '2025-11-15T18:14:10Z'), rightCheck) },
    inProgress(),
  ),
  about(
    'starting-for-long',
    'The first health checks do not end.',
    { objects: shut(gatedServer(INITIAL), rightCheck) },
    problem('aws-target-unhealthy', 'confirmed'),
  ),
  about(
    'gate-of-before',
    'The gate of the pod is that of a binding of before.',
    {
      objects: shut(gatedServer(null, undefined, 'target-health.elbv2.k8s.aws/k8s-coder-coder-0000000000'), rightCheck),
    },
    problem('aws-gate-without-binding', 'confirmed', { says: ['k8s-coder-coder-0000000000'] }),
  ),
  about(
    'gate-of-another-decoy',
    'The gate belongs to the binding of another Service, which is told there.',
    { objects: shut(gatedServer(null), rightCheck, [binding(BINDING, 'login')]) },
    healthy,
  ),
  about(
    'not-registered',
    'AWS has said nothing of the pod for long.',
    {
      objects: shut(gatedServer(null), rightCheck, [
        binding(),
        event(binding(), {
          reason: 'FailedNetworkReconcile',
          message:
            'expected exactly one securityGroup tagged with kubernetes.io/cluster/prod for eni eni-0a1b2c3d, got: []',
          by: 'targetGroupBinding',
          at: '2025-11-15T18:10:00Z',
        }),
      ]),
    },
    problem('aws-target-not-registered', 'likely', { says: ['expected exactly one securityGroup'] }),
  ),
  about(
    'local-decoy',
    'Only nodes with a pod of it are healthy, as is meant.',
    { objects: open(byNodes) },
    { ...healthy, says: ['as is meant'] },
  ),
];

/** From where people come to it. */
const entered: readonly Story[] = [
  storyOf(
    'aws-balancer/of-coder',
    'Coder is reached by a load balancer whose controller finds no subnet.',
    { objects: pending(NO_SUBNET), logs: CODER_LOG },
    problem('aws-balancer-without-subnets', 'confirmed'),
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  ),
  storyOf(
    'aws-balancer/of-namespace',
    'A namespace is looked at whose pod the load balancer does not reach.',
    { objects: shut(gatedServer(FAILED), wrongPort), logs: CODER_LOG },
    problem('aws-health-check-wrong', 'confirmed'),
    { runbook: 'namespace', inputs: { onlyNamespace: 'coder' } },
  ),
  storyOf(
    'aws-balancer/of-pod',
    'The same, asked about the workload.',
    { objects: shut(gatedServer(MISMATCH), rootPath), logs: CODER_LOG },
    problem('aws-target-unhealthy', 'confirmed'),
    { runbook: 'workload', inputs: { workload: 'Deployment/coder/coder' } },
  ),
];

/** One story per finding, those that only look like one, and how it is come to. */
export const awsBalancer: readonly Story[] = [...toldByController, ...targets, ...entered];
