import { expect, test } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import { pullThroughRule } from '../../src/probes/aws/pull-through-rule.ts';
import { ask, type Options } from './asking.ts';
import type { Estate } from './harness.ts';
import { casesOf, describeAws, thoroughly } from './machine.ts';
import { useEmulator } from './use-emulator.ts';

/** What a fault makes AWS say: the call that shows it, the part of the answer that is looked at, and what it is then. */
interface Shown {
  readonly call: string;
  readonly options?: (estate: Estate) => Options;
  readonly read?: (value: never, estate: Estate) => unknown;
  readonly is: unknown;
  /** The same where nothing is wrong. */
  readonly was: unknown;
}

/** From where the repository `docker-hub/library/nginx` is filled. */
const sourceOf = (answer: object): unknown =>
  pullThroughRule.run({ answer, repository: 'docker-hub/library/nginx' })?.['source'];

const ABSENT: Fact = { state: 'absent', what: 'object' };

const SHOWN: Readonly<Record<string, Shown>> = {
  'database-closed': rulesOfDatabase([]),
  'database-open-to-others': rulesOfDatabase([['tcp', 5432, 5432, '192.168.50.0/24']]),
  'database-ports-end-before': rulesOfDatabase([['tcp', 5000, 5431, 'nodes']]),
  'database-open-by-address': rulesOfDatabase([['tcp', 5432, 5432, '10.20.0.0/16']]),
  'database-open-by-any-protocol': rulesOfDatabase([['-1', undefined, undefined, 'nodes']]),
  'database-open-by-prefix-list': rulesOfDatabase([['tcp', 5432, 5432, 'a prefix list']]),
  'node-group-full': {
    ...nodeGroup(({ scalingConfig }) => scalingConfig),
    was: { minSize: 2, maxSize: 10, desiredSize: 4 },
    is: { minSize: 2, maxSize: 4, desiredSize: 4 },
  },
  'node-group-degraded': {
    ...nodeGroup(({ status, health }) => [status, health.issues.map(({ code }) => code)]),
    was: ['ACTIVE', []],
    is: ['DEGRADED', ['AsgInstanceLaunchFailures']],
  },
  'quota-low': {
    call: 'service-quotas get-service-quota',
    options: () => ({ 'service-code': 'ec2', 'quota-code': 'L-1216C47A' }),
    read: (value: { Quota: { Value: number } }) => value.Quota.Value,
    was: 256,
    is: 32,
  },
  'node-group-idle': {
    call: 'eks list-nodegroups',
    options: () => ({ 'cluster-name': 'workshop-a' }),
    read: (value: { nodegroups: readonly string[] }) => value.nodegroups.toSorted(),
    was: ['workspaces'],
    is: ['burst', 'workspaces'],
  },
  'node-group-gone': { ...nodeGroup(() => 'there'), was: 'there', is: ABSENT },
  'targets-unhealthy': targets({ State: 'unhealthy', Reason: 'Target.FailedHealthChecks' }),
  'targets-new': targets({ State: 'initial', Reason: 'Elb.InitialHealthChecking' }),
  'targets-none': {
    call: 'elbv2 describe-target-health',
    options: ({ targetGroup }) => ({ 'target-group-arn': targetGroup }),
    read: (value: { TargetHealthDescriptions: readonly object[] }) => value.TargetHealthDescriptions.length,
    was: 1,
    is: 0,
  },
  'check-elsewhere': {
    call: 'elbv2 describe-target-groups',
    options: ({ balancer }) => ({ 'load-balancer-arn': balancer.arn }),
    read: (value: { TargetGroups: readonly { HealthCheckPath: string; HealthCheckPort: string }[] }) =>
      value.TargetGroups.map(({ HealthCheckPath: path, HealthCheckPort: port }) => [path, port]),
    was: [['/healthz', 'traffic-port']],
    is: [['/', '3000']],
  },
  'database-stopped': database('stopped'),
  'database-gone': database(ABSENT),
  'tag-behind': {
    ...latest((digest, { repository }) => digest === repository.digests['v2.28.1']),
    was: false,
    is: true,
  },
  'tag-gone': { ...latest(() => 'there'), was: 'there', is: ABSENT },
  'repository-gone': { ...latest(() => 'there'), was: 'there', is: ABSENT },
  'cache-rule': {
    call: 'ecr describe-pull-through-cache-rules',
    options: ({ account }) => ({ 'registry-id': account }),
    read: sourceOf,
    was: '',
    is: 'docker.io/library/nginx',
  },
  'nat-gone': {
    call: 'ec2 describe-route-tables',
    options: ({ subnets }) => ({ filters: `Name=association.subnet-id,Values=${subnets['private-a']}` }),
    read: (value: { RouteTables: readonly { Routes: readonly Record<string, string>[] }[] }) =>
      value.RouteTables.flatMap(({ Routes }) => Routes)
        .filter((route) => route['NatGatewayId'] !== undefined)
        .map((route) => route['State']),
    was: ['active'],
    is: ['blackhole'],
  },
  'endpoint-gone': {
    call: 'ec2 describe-vpc-endpoints',
    options: ({ vpc }) => ({ filters: `Name=vpc-id,Values=${vpc}` }),
    read: (value: { VpcEndpoints: readonly { ServiceName: string; State: string }[] }) =>
      value.VpcEndpoints.filter(({ State }) => State === 'available').map(({ ServiceName }) =>
        ServiceName.split('.').slice(3).join('.'),
      ),
    was: ['ecr.api', 'ecr.dkr', 'sts', 'ec2', 'logs', 's3'],
    is: ['ecr.api', 'sts', 'ec2', 'logs', 's3'],
  },
  'subnet-full': {
    call: 'ec2 describe-subnets',
    options: ({ subnets }) => ({ 'subnet-ids': subnets.small }),
    read: (value: { Subnets: readonly { AvailableIpAddressCount: number }[] }) =>
      value.Subnets.map(({ AvailableIpAddressCount: free }) => free),
    was: [9],
    is: [0],
  },
  'role-gone': {
    call: 'iam get-role',
    options: ({ roles }) => ({ 'role-name': roles.provisioner }),
    read: () => 'there',
    was: 'there',
    is: ABSENT,
  },
  'keys-unknown': {
    call: 'sts get-caller-identity',
    read: ({ Account }: { Account: string }) => Account,
    was: '111122223333',
    is: expect.objectContaining({ state: 'failed' }),
  },
  'keys-without-rights': {
    ...database({ state: 'denied', need: 'the IAM action rds:DescribeDBClusters' }),
  },
};

/** One per protocol of AWS. */
const SOON = ['node-group-degraded', 'nat-gone', 'database-stopped', 'tag-gone'];

type Rule = readonly [protocol: string, from: number | undefined, to: number | undefined, source: string];

interface Permission {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly UserIdGroupPairs: readonly { readonly GroupId: string }[];
  readonly IpRanges: readonly { readonly CidrIp: string }[];
  readonly PrefixListIds: readonly object[];
}

function rulesOfDatabase(is: readonly Rule[]): Shown {
  return {
    call: 'ec2 describe-security-groups',
    options: ({ groups }) => ({ 'group-ids': groups.database }),
    read: (value: { SecurityGroups: readonly { IpPermissions: readonly Permission[] }[] }, { groups }) =>
      value.SecurityGroups.flatMap(({ IpPermissions }) => IpPermissions).map((rule) => [
        rule.IpProtocol,
        rule.FromPort,
        rule.ToPort,
        [
          ...rule.UserIdGroupPairs.map(({ GroupId }) => (GroupId === groups.node ? 'nodes' : GroupId)),
          ...rule.IpRanges.map(({ CidrIp }) => CidrIp),
          ...rule.PrefixListIds.map(() => 'a prefix list'),
        ].join(),
      ]),
    was: [['tcp', 5432, 5432, 'nodes']],
    is,
  };
}

interface NodeGroup {
  readonly status: string;
  readonly scalingConfig: object;
  readonly health: { readonly issues: readonly { readonly code: string }[] };
}

function nodeGroup(read: (group: NodeGroup) => unknown): Pick<Shown, 'call' | 'options' | 'read'> {
  return {
    call: 'eks describe-nodegroup',
    options: ({ cluster, nodeGroup }) => ({ 'cluster-name': cluster, 'nodegroup-name': nodeGroup }),
    read: ({ nodegroup }: { nodegroup: NodeGroup }) => read(nodegroup),
  };
}

function targets(is: object): Shown {
  return {
    call: 'elbv2 describe-target-health',
    options: ({ targetGroup }) => ({ 'target-group-arn': targetGroup }),
    read: (value: { TargetHealthDescriptions: readonly { TargetHealth: object }[] }) =>
      value.TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth),
    was: [{ State: 'healthy' }],
    is: [expect.objectContaining(is)],
  };
}

function database(is: unknown): Shown {
  return {
    call: 'rds describe-db-clusters',
    options: ({ database: { id } }) => ({ 'db-cluster-identifier': id }),
    read: (value: { DBClusters: readonly { Status: string }[] }) => value.DBClusters.map(({ Status }) => Status).join(),
    was: 'available',
    is,
  };
}

function latest(read: (digest: string, estate: Estate) => unknown): Pick<Shown, 'call' | 'options' | 'read'> {
  return {
    call: 'ecr describe-images',
    options: ({ repository }) => ({ 'repository-name': repository.name, 'image-ids': 'imageTag=latest' }),
    read: (value: { imageDetails: readonly { imageDigest: string }[] }, estate) =>
      read(value.imageDetails[0]?.imageDigest ?? '', estate),
  };
}

describeAws('the emulator of AWS', () => {
  const used = useEmulator();

  const shownOf = async ({ call, options, read = () => null }: Shown, estate: Estate, keys = {}) => {
    const fact = await ask(call, options?.(estate) ?? {}, { env: used.home.environment(used.emulator.url, keys) });
    return fact.state === 'known' ? read(fact.value as never, estate) : fact;
  };

  test('has every fault in the table', async () => {
    expect(Object.keys(await used.emulator.faults()).toSorted()).toEqual(Object.keys(SHOWN).toSorted());
  });

  test.each(casesOf(SHOWN, SOON))('%s', async (name, shown) => {
    const estate = await used.emulator.build();
    expect(await shownOf(shown, estate)).toEqual(shown.was);
    const handed = (await used.emulator.fault(name)) as { id?: string; key?: string } | null;
    const keys =
      handed?.id === undefined ? {} : { AWS_ACCESS_KEY_ID: handed.id, AWS_SECRET_ACCESS_KEY: handed.key ?? '' };
    expect(await shownOf(shown, estate, keys)).toEqual(shown.is);
  });

  thoroughly('building anew takes every fault back', async () => {
    await used.emulator.build();
    for (const name of Object.keys(await used.emulator.faults()))
      if (!name.endsWith('gone')) await used.emulator.fault(name);
    const estate = await used.emulator.build();
    const shown = Object.entries(SHOWN).map(async ([name, each]) => [name, await shownOf(each, estate)]);
    expect(Object.fromEntries(await Promise.all(shown))).toEqual(
      Object.fromEntries(Object.entries(SHOWN).map(([name, { was }]) => [name, was])),
    );
  });
});
