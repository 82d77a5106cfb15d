import { describe, expect, it } from 'vitest';
import { loadBalancerOf } from '../../../src/probes/aws/load-balancer-of.ts';

const HOST = 'k8s-coder-coder-1a2b3c4d5e-6f7a8b9c0d1e2f3a.elb.eu-central-1.amazonaws.com';
const balancer = (dns: string, more: object = {}): object => ({
  LoadBalancerArn: `arn:${dns}`,
  DNSName: dns,
  LoadBalancerName: 'k8s-coder-coder',
  Scheme: 'internet-facing',
  VpcId: 'vpc-1',
  State: { Code: 'active' },
  Type: 'network',
  AvailabilityZones: [{ ZoneName: 'eu-central-1a' }, { ZoneName: 'eu-central-1b' }],
  SecurityGroups: ['sg-1'],
  ...more,
});
const find = (all: unknown, hostname: string): unknown =>
  loadBalancerOf.run({ answer: { LoadBalancers: all }, hostname });

describe('load-balancer-of', () => {
  it.each([
    ['as it is', HOST, HOST],
    ['in other letters', HOST.toUpperCase(), HOST],
    ['with dualstack. in the Service', `dualstack.${HOST}`, HOST],
    ['with dualstack. in AWS', HOST, `dualstack.${HOST}`],
    ['with the dot of the root', `${HOST}.`, HOST],
  ])('finds a name %s', (_how, asked, dns) => {
    expect(find([balancer('other.elb.eu-central-1.amazonaws.com'), balancer(dns)], asked)).toMatchObject({
      found: true,
      arn: `arn:${dns}`,
      sort: 'network',
      state: 'active',
      zones: ['eu-central-1a', 'eu-central-1b'],
      groups: ['sg-1'],
      looked: 2,
    });
  });

  it('tells a state with its reason in small letters', () => {
    const failed = balancer(HOST, { State: { Code: 'Failed', Reason: 'no subnet' }, SecurityGroups: undefined });
    expect(find([failed], HOST)).toMatchObject({ state: 'failed', why: 'no subnet', groups: [] });
  });

  it('says that none has it, where a name is only a part of another', () => {
    expect(find([balancer(`a${HOST}`)], HOST)).toMatchObject({ found: false, arn: '', state: '', looked: 1 });
    expect(find([], HOST)).toMatchObject({ found: false, looked: 0 });
  });

  it.each([[undefined], [null], [{}], ['LoadBalancers'], [[null]], [['arn']]])(
    'knows nothing where the answer is %j',
    (all) => expect(find(all, HOST)).toBeUndefined(),
  );

  it('knows nothing without a name', () => {
    expect(find([balancer('')], '')).toBeUndefined();
  });
});
