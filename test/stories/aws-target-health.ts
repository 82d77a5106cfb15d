import { firstStart } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { awsGivesUp } from './build/aws.ts';
import {
  ACCOUNT,
  awsNode,
  balancedCoder,
  balancerIs,
  bindingOf,
  groupIs,
  groupThrough,
  HOST,
  POD_ADDRESS,
  REGION,
  signed,
  target,
  targetsAre,
  targetsDenied,
} from './build/aws-balanced.ts';
import type { Built, Change } from './build/build.ts';
import { CODER_LOG, coderService, coderSlice, doorServer } from './build/coder-door.ts';
import { coderServer } from './build/coder-server.ts';
import { crashedContainer } from './build/app-status.ts';
import { healthy, incomplete, inProgress, problem, problems } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import { addressOf, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** What AWS says of the targets of a load balancer, beside what the cluster says of the pods. */
const NODES: readonly Built[] = [awsNode('node-1', 'i-0123456789abcdef1'), awsNode('node-2', 'i-0123456789abcdef2')];
const [FIRST, SECOND] = ['i-0123456789abcdef1', 'i-0123456789abcdef2'];

function place(own: Built = balancedCoder(), more: readonly Built[] = [bindingOf()], nodes = NODES): readonly Built[] {
  return [...doorServer.all, ...nodes, namespaceObject('coder'), own, coderSlice(own), ...more];
}

const byNodes = balancedCoder({ 'nlb-target-type': 'instance' }, { externalTrafficPolicy: 'Local' });
const local = place(byNodes, [bindingOf('instance')]);
const overNodes = groupIs({ TargetType: 'instance', Port: 31080 });
const byAnyNode = place(balancedCoder({ 'nlb-target-type': 'instance' }), [bindingOf('instance')]);
const FAILED = ['unhealthy', 'Target.FailedHealthChecks', 'Health checks failed'] as const;
const well = [signed, balancerIs(), groupIs(), targetsAre(target(POD_ADDRESS, 'healthy'))];

interface Asked {
  /** The runbook that it is a story of. */
  readonly of?: string;
  readonly objects?: readonly Built[];
  readonly denied?: readonly string[];
  readonly logs?: Readonly<Record<string, string>>;
}

function about(
  name: string,
  summary: string,
  commands: readonly object[],
  expected: Expected,
  more: Asked = {},
): Story {
  const { objects = place(), logs = CODER_LOG, of = 'aws-target-health', ...rest } = more;
  return storyOf(
    `${of}/${name}`,
    summary,
    { objects, logs, ...rest, commands: commands as NonNullable<Story['commands']> },
    expected,
    { runbook: 'aws-balancer', inputs: { service: 'Service/coder/coder' } },
  );
}

/** The same as a story of the runbook about one target group. */
function ofGroup(
  name: string,
  summary: string,
  commands: readonly object[],
  expected: Expected,
  more: Asked = {},
): Story {
  return about(name, summary, commands, expected, { ...more, of: 'aws-target-group' });
}

/** The server was made anew a moment ago. */
const fresh = (() => {
  const readyAt = '2025-11-15T18:14:20Z';
  const conditions = ['Initialized', 'ContainersReady', 'PodScheduled', 'Ready'].map((type): Change => ({
    type,
    status: 'True',
    lastTransitionTime: readyAt,
  }));
  return { metadata: doorServer.newPod['metadata'], status: { conditions } } as Change;
})();
const freshPod = {
  ...doorServer.newPod,
  status: { ...(doorServer.newPod['status'] as Change), ...(fresh['status'] as Change) },
} as Built;
const freshPlace = place().map((each) => (each === doorServer.newPod ? freshPod : each));

const crashing = firstStart(coderServer(), { change: crashedContainer('coder', 'ghcr.io/coder/coder:v2.28.1', 9) });

const crashed = (() => {
  const own = balancedCoder();
  const slice = sliceOf(own, [crashing.newPod], { metadata: { namespace: 'coder' } });
  return [...crashing.all, ...NODES, namespaceObject('coder'), own, slice, bindingOf()];
})();

/** What the load balancer itself is. */
const balancers: readonly Story[] = [
  about('healthy', 'All is well in the cluster and in AWS.', well, {
    ...healthy,
    says: ['1 healthy, 1 wanted, 1 registered'],
    never: ['was not seen'],
  }),
  about(
    'without-binding',
    'No binding names the target group, so it is found through the load balancer, whose name AWS writes in other letters.',
    [
      signed,
      balancerIs(undefined, HOST.toUpperCase()),
      groupThrough(),
      groupIs(),
      targetsAre(target(POD_ADDRESS, ...FAILED)),
    ],
    problem('aws-targets-unhealthy', 'confirmed'),
    { objects: place(balancedCoder({}, {}, `dualstack.${HOST}`), []) },
  ),
  about(
    'gone',
    'Somebody has deleted the load balancer in AWS.',
    [signed, balancerIs(undefined, `k8s-other-other-0000000000-1111111111111111.elb.${REGION}.amazonaws.com`)],
    problem('aws-balancer-gone', 'likely', { says: ['"severity":"P1"'] }),
  ),
  about(
    'failed',
    'AWS could not make the load balancer.',
    [signed, balancerIs({ Code: 'failed', Reason: 'no more addresses' })],
    problem('aws-balancer-failed', 'confirmed', { says: ['no more addresses'] }),
  ),
  about(
    'impaired',
    'The load balancer works and cannot grow.',
    [signed, balancerIs({ Code: 'active_impaired' }), ...well.slice(2)],
    problem('aws-balancer-impaired', 'confirmed'),
  ),
  about('provisioning', 'AWS makes the load balancer.', [signed, balancerIs({ Code: 'provisioning' })], inProgress()),
  about(
    'classic',
    'It is a load balancer of the first generation, which is asked in another way.',
    [signed, balancerIs()],
    { ...healthy, says: ['aws elb describe-load-balancers'] },
    { objects: place(balancedCoder({}, {}, `a1b2c3-123456789.${REGION}.elb.amazonaws.com`), []) },
  ),
];

/** What its targets are. */
const targets: readonly Story[] = [
  ofGroup(
    'unhealthy',
    'The pod is ready, and AWS gets no answer.',
    [
      signed,
      balancerIs(),
      groupIs(),
      targetsAre(target(POD_ADDRESS, 'unhealthy', 'Target.Timeout', 'Request timed out')),
    ],
    problem('aws-targets-unhealthy', 'confirmed', {
      says: ['a security group', 'Targets of load balancers', '0 of 1 take traffic', '"severity":"P1"'],
    }),
  ),
  ofGroup(
    'path',
    'In AWS the health check asks for a path that Coder answers with 404.',
    [
      signed,
      balancerIs(),
      groupIs({ HealthCheckProtocol: 'HTTP', HealthCheckPath: '/', Matcher: { HttpCode: '200' } }),
      targetsAre(
        target(POD_ADDRESS, 'unhealthy', 'Target.ResponseCodeMismatch', 'Health checks failed with these codes: [404]'),
      ),
    ],
    problem('aws-targets-unhealthy', 'confirmed', { says: ['[404]', 'aws-load-balancer-healthcheck-path: /healthz'] }),
  ),
  ofGroup(
    'check-wrong',
    'Somebody has set the port of the health check to that of the Service, in AWS.',
    [signed, balancerIs(), groupIs({ HealthCheckPort: '80' }), targetsAre(target(POD_ADDRESS, ...FAILED))],
    problem('aws-targets-check-wrong', 'confirmed', { says: ['That is a port of the Service', 'http 8080'] }),
  ),
  ofGroup(
    'unused',
    'The listener was deleted, so no load balancer has the group.',
    [
      signed,
      balancerIs(),
      groupIs({ LoadBalancerArns: [] }),
      targetsAre(target(POD_ADDRESS, 'unused', 'Target.NotInUse')),
    ],
    problem('aws-targets-unused', 'confirmed', { says: ['its listener is gone'] }),
  ),
  ofGroup(
    'missing',
    'The pod has been ready for long and is not registered.',
    [signed, balancerIs(), groupIs(), targetsAre()],
    problem('aws-targets-missing', 'confirmed', { says: ['coder-5d7f9b8c6-q5w9b', '"severity":"P1"'] }),
  ),
  ofGroup(
    'registering',
    'The pod has been ready for less than a minute and is not registered yet.',
    [signed, balancerIs(), groupIs(), targetsAre()],
    inProgress(),
    { objects: freshPlace },
  ),
  ofGroup(
    'stale',
    'An address of a pod of before is still registered.',
    [signed, balancerIs(), groupIs(), targetsAre(target(POD_ADDRESS, 'healthy'), target('10.244.9.9', ...FAILED))],
    problem('aws-targets-stale', 'likely', { says: ['10.244.9.9 (unhealthy)', '"severity":"P2"'] }),
  ),
  ofGroup(
    'shared-decoy',
    'The group has targets of another cluster too, which is said at its binding.',
    [signed, balancerIs(), groupIs(), targetsAre(target(POD_ADDRESS, 'healthy'), target('10.9.9.9', 'healthy'))],
    healthy,
    { objects: place(balancedCoder(), [bindingOf('ip', { multiClusterTargetGroup: true })]) },
  ),
  ofGroup(
    'draining-decoy',
    'A rollout has just ended, and the old pod is being taken out.',
    [
      signed,
      balancerIs(),
      groupIs(),
      targetsAre(
        target(POD_ADDRESS, 'healthy'),
        target('10.244.9.9', 'draining', 'Target.DeregistrationInProgress', 'Target deregistration is in progress'),
        target('10.244.9.8', 'unhealthy.draining', 'Target.DeregistrationInProgress'),
      ),
    ],
    { ...healthy, says: ['1 healthy, 1 wanted, 3 registered'] },
  ),
  ofGroup(
    'starting',
    'The first health checks run since less than a minute.',
    [signed, balancerIs(), groupIs(), targetsAre(target(POD_ADDRESS, 'initial', 'Elb.InitialHealthChecking'))],
    inProgress(),
    { objects: freshPlace },
  ),
  ofGroup(
    'starting-for-long',
    'The first health checks of a pod that has been ready for long do not end.',
    [signed, balancerIs(), groupIs(), targetsAre(target(POD_ADDRESS, 'initial', 'Elb.InitialHealthChecking'))],
    problem('aws-targets-stuck', 'likely'),
  ),
  ofGroup(
    'local-decoy',
    'With the policy Local only the node that holds the pod is healthy, as is meant.',
    [signed, balancerIs(), overNodes, targetsAre(target(FIRST, 'healthy'), target(SECOND, ...FAILED))],
    { ...healthy, says: ['as is meant', '1 healthy, 1 wanted, 2 registered'] },
    { objects: local },
  ),
  ofGroup(
    'local-fault',
    'With the policy Local the node that holds the pod is unhealthy as well.',
    [signed, balancerIs(), overNodes, targetsAre(target(FIRST, ...FAILED), target(SECOND, ...FAILED))],
    problem('aws-targets-unhealthy', 'confirmed', {
      says: ['(Node node-1)', '0 of 1 take traffic', 'are not counted'],
    }),
    { objects: local },
  ),
  ofGroup(
    'nodes',
    'With the policy Cluster each node has to be healthy, whatever runs on it.',
    [signed, balancerIs(), overNodes, targetsAre(target(FIRST, 'healthy'), target(SECOND, ...FAILED))],
    problem('aws-targets-unhealthy', 'confirmed', { says: ['(Node node-2)', '"severity":"P2"'] }),
    { objects: byAnyNode },
  ),
  ofGroup(
    'pod-decoy',
    'The pod crashes, so its target is unhealthy for that reason, which is told elsewhere.',
    [signed, balancerIs(), groupIs(), targetsAre(target(addressOf(crashing.newPod), ...FAILED))],
    { ...healthy, never: ['aws-targets-unhealthy'] },
    {
      objects: crashed,
      logs: {},
    },
  ),
  ofGroup(
    'several',
    'One address is stale, and the pod that is there is not registered.',
    [signed, balancerIs(), groupIs(), targetsAre(target('10.244.9.9', 'healthy'))],
    problems([
      ['aws-targets-missing', 'confirmed'],
      ['aws-targets-stale', 'likely'],
    ]),
  ),
  ofGroup(
    'not-judged',
    'AWS itself cannot say how the target is.',
    [signed, balancerIs(), groupIs(), targetsAre(target(POD_ADDRESS, 'unavailable', 'Elb.InternalError'))],
    { ...healthy, says: ['in a state that says nothing of them', 'was not seen'] },
  ),
];

/** Where AWS says nothing. */
const unseen: readonly Story[] = [
  ofGroup(
    'slices-denied',
    'The addresses of the Service may not be listed, so what should be registered is not known.',
    [...well.slice(0, 3), targetsAre()],
    incomplete({ says: ['list endpointslices', 'was not seen'] }),
    { denied: ['endpointslices.discovery.k8s.io'] },
  ),
  about(
    'denied',
    'Whoever aws is signed in as may not see the targets.',
    [signed, balancerIs(), groupIs(), targetsDenied],
    { ...healthy, says: ['elasticloadbalancing:DescribeTargetHealth', 'was not seen'] },
  ),
  about(
    'odd-answer',
    'What is printed is not what describe-target-health prints.',
    [signed, balancerIs(), groupIs(), { ...(targetsAre() as { run: unknown }), stdout: '{"Targets": []}\n' }],
    { ...healthy, says: ['was not seen'] },
  ),
  about('not-asked', 'aws was not asked.', [], { ...healthy, says: ['describe-target-health', 'was not seen'] }),
  about(
    'no-credentials',
    'aws is signed in as nobody.',
    [
      awsGivesUp(
        { call: 'sts get-caller-identity', region: REGION },
        'Unable to locate credentials. You can configure credentials by running "aws configure".',
      ),
    ],
    { ...healthy, says: ['aws has no credentials', 'was not seen'] },
  ),
  about(
    'nodes-denied',
    'The nodes may not be listed, so whether the cluster is on AWS is not known.',
    well,
    incomplete({ says: ['list nodes', 'was not seen'] }),
    { denied: ['nodes'] },
  ),
  about(
    'elsewhere',
    'The Service is an ordinary one in a cluster that is not on AWS.',
    [],
    { ...healthy, never: ['aws elbv2', ACCOUNT] },
    {
      objects: (() => {
        const own = coderService({ type: 'ClusterIP' });
        return [...doorServer.all, namespaceObject('coder'), own, coderSlice(own)];
      })(),
    },
  ),
];

/** From where people come to it. */
const entered: readonly Story[] = [
  storyOf(
    'aws-target-health/of-coder',
    'Coder is looked at, and AWS finds its only target unhealthy.',
    {
      objects: place(),
      logs: CODER_LOG,
      commands: [signed, balancerIs(), groupIs(), targetsAre(target(POD_ADDRESS, ...FAILED))] as NonNullable<
        Story['commands']
      >,
    },
    problem('aws-targets-unhealthy', 'confirmed'),
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  ),
];

/** One story per ending, those that only look like one, and how it is come to. */
export const awsTargetHealth: readonly Story[] = [...balancers, ...targets, ...unseen, ...entered];
