import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, field, list, text } from '../read.ts';
import { listIn, stateIn, textsIn } from './answer.ts';

/**
 * The load balancer that a Service means by a host name. AWS cannot be asked by that name, so it is looked for among all of a
 * region. Names are compared without their case, and without the `dualstack.` that one of them may begin with.
 */
export const loadBalancerOf: Probe = {
  name: 'load-balancer-of',
  computes: 'Which load balancer of an AWS account and region has a host name.',
  params: {
    answer: { is: 'object', means: 'What `aws elbv2 describe-load-balancers` printed.' },
    hostname: { is: 'text', means: 'The host name that the Service tells of its load balancer.' },
  },
  returns: {
    found: 'Whether one has it.',
    arn: 'Its ARN; empty without one.',
    name: 'Its name.',
    sort: '`network`, `application` or `gateway`.',
    scheme: '`internet-facing` or `internal`.',
    state: '`active`, `provisioning`, `active_impaired` or `failed`, in small letters.',
    why: 'What AWS says of that state; empty where it says nothing.',
    vpc: 'The id of its VPC.',
    zones: 'The zones that it stands in (list of texts).',
    groups: 'The ids of its security groups (list of texts).',
    looked: 'How many load balancers were looked through (a count).',
  },
  run: findBalancer,
};

function findBalancer({ answer, hostname }: ProbeArgs): ProbeResult | undefined {
  const all = listIn(answer, 'LoadBalancers');
  const wanted = plainName(text(hostname));
  if (all === undefined || wanted === '') return undefined;
  const found = all.find((each) => plainName(text(entry(each, 'DNSName'))) === wanted);
  return {
    found: found !== undefined,
    arn: text(entry(found, 'LoadBalancerArn')),
    name: text(entry(found, 'LoadBalancerName')),
    sort: stateIn(found, 'Type'),
    scheme: stateIn(found, 'Scheme'),
    state: stateIn(entry(found, 'State'), 'Code'),
    why: text(field(found, 'State.Reason')),
    vpc: text(entry(found, 'VpcId')),
    zones: list(entry(found, 'AvailabilityZones')).map((each) => text(entry(each, 'ZoneName'))),
    groups: textsIn(found, 'SecurityGroups'),
    looked: all.length,
  };
}

function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '');
}
