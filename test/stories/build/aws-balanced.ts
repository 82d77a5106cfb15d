import { addressOf } from './traffic.ts';
import { awsRefuses, awsSays, signedIn, type AwsCall } from './aws.ts';
import { INSTALLED, mediumNode } from './app.ts';
import { object, type Built, type Change } from './build.ts';
import { coderService, doorServer } from './coder-door.ts';
import { deepMerge } from './merge.ts';

/** A Service of Coder that AWS balances, and what AWS says of its load balancer. */
export const REGION = 'eu-central-1';
export const ACCOUNT = '111122223333';
export const HOST = `k8s-coder-coder-1a2b3c4d5e-6f7a8b9c0d1e2f3a.elb.${REGION}.amazonaws.com`;
const BINDING = 'k8s-coder-coder-9f8e7d6c5b';
const ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;
export const GROUP = `${ARN}:targetgroup/${BINDING}/73e2d6bc24d8a067`;
export const BALANCER = `${ARN}:loadbalancer/net/k8s-coder-coder-1a2b3c4d5e/6f7a8b9c0d1e2f3a`;
const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';

/** A node that is an instance of AWS, in zone a. */
export function awsNode(name: string, instance: string, change: Change = {}): Built {
  const labels = { 'topology.kubernetes.io/region': REGION, 'topology.kubernetes.io/zone': `${REGION}a` };
  const own = { metadata: { labels }, spec: { providerID: `aws:///${REGION}a/${instance}` } };
  return mediumNode(name, deepMerge(own, change));
}

/** The Service of the chart with a load balancer of the second generation, over pods unless something else is said. */
export function balancedCoder(
  annotations: Readonly<Record<string, string>> = {},
  spec: Change = {},
  host = HOST,
): Built {
  const all = { 'nlb-target-type': 'ip', scheme: 'internet-facing', ...annotations };
  const keys = Object.entries(all).map(([key, value]) => [PREFIX + key, value]);
  const ports = [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http', nodePort: 31080 }];
  return coderService(
    {
      type: 'LoadBalancer',
      loadBalancerClass: 'service.k8s.aws/nlb',
      allocateLoadBalancerNodePorts: true,
      externalTrafficPolicy: 'Cluster',
      ports,
      ...spec,
    },
    {
      metadata: { annotations: Object.fromEntries(keys) as Change, creationTimestamp: INSTALLED },
      status: { loadBalancer: { ingress: [{ hostname: host }] } },
    },
  );
}

/** What the aws-load-balancer-controller makes for the port of that Service. */
export function bindingOf(targetType = 'ip', spec: Change = {}): Built {
  const serviceRef = { name: 'coder', port: 80 };
  return object(
    {
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'TargetGroupBinding',
      namespace: 'coder',
      name: BINDING,
      created: INSTALLED,
    },
    {
      metadata: { generation: 1 },
      spec: { serviceRef, targetGroupARN: GROUP, targetType, ipAddressType: 'ipv4', ...spec },
      status: { observedGeneration: 1 },
    },
  );
}

/** The address of the one pod of the server. */
export const POD_ADDRESS = addressOf(doorServer.newPod);

/** One target as AWS describes it. */
export function target(Id: string, State: string, Reason = '', Description = ''): object {
  const health = { State, ...(Reason === '' ? {} : { Reason }), ...(Description === '' ? {} : { Description }) };
  const Port = Id.startsWith('i-') ? 31080 : 8080;
  return { Target: { Id, Port, AvailabilityZone: `${REGION}a` }, HealthCheckPort: String(Port), TargetHealth: health };
}

const BALANCERS: AwsCall = { call: 'elbv2 describe-load-balancers', region: REGION };
export const HEALTH: AwsCall = {
  call: 'elbv2 describe-target-health',
  options: { 'target-group-arn': GROUP },
  region: REGION,
};
const GROUPS: AwsCall = {
  call: 'elbv2 describe-target-groups',
  options: { 'target-group-arns': GROUP },
  region: REGION,
};
const THROUGH: AwsCall = {
  call: 'elbv2 describe-target-groups',
  options: { 'load-balancer-arn': BALANCER },
  region: REGION,
};

/** The load balancer that the Service names, beside another. */
export function balancerIs(state: object = { Code: 'active' }, dns = HOST): object {
  const other = { LoadBalancerArn: `${ARN}:loadbalancer/app/other/1`, DNSName: `other-1.${REGION}.elb.amazonaws.com` };
  const own = {
    LoadBalancerArn: BALANCER,
    DNSName: dns,
    LoadBalancerName: 'k8s-coder-coder-1a2b3c4d5e',
    CreatedTime: '2025-10-01T08:00:00+00:00',
    Scheme: 'internet-facing',
    VpcId: 'vpc-0123456789abcdef0',
    State: state,
    Type: 'network',
    AvailabilityZones: [{ ZoneName: `${REGION}a`, SubnetId: 'subnet-0aa' }],
    SecurityGroups: ['sg-0balancer'],
  };
  return awsSays(BALANCERS, { LoadBalancers: [other, own] });
}

/** The target group, with a health check by TCP on the port of the traffic unless something else is said. */
export function groupIs(more: object = {}, call: AwsCall = GROUPS): object {
  const own = {
    TargetGroupArn: GROUP,
    TargetGroupName: BINDING,
    Protocol: 'TCP',
    Port: 8080,
    VpcId: 'vpc-0123456789abcdef0',
    HealthCheckProtocol: 'TCP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 15,
    LoadBalancerArns: [BALANCER],
    TargetType: 'ip',
    ...more,
  };
  return awsSays(call, { TargetGroups: [own] });
}

/** The same, as it is found through the load balancer where no binding names it. */
export function groupThrough(more: object = {}): object {
  return groupIs(more, THROUGH);
}

/** What AWS says of the targets. */
export function targetsAre(...targets: readonly object[]): object {
  return awsSays(HEALTH, { TargetHealthDescriptions: targets });
}

/** AWS is asked as somebody who may see everything but the targets. */
export const targetsDenied = awsRefuses(
  HEALTH,
  'AccessDenied',
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: elasticloadbalancing:DescribeTargetHealth`,
);

export const signed = signedIn(ACCOUNT, REGION);
