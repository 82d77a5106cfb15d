import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../support/program.ts';
import { clusterOf, type Renames } from './cluster.ts';
import type { Estate } from './harness.ts';
import { casesOf, describeAws } from './machine.ts';
import { startRefusing, type ServiceError } from './refusing.ts';
import { useEmulator } from './use-emulator.ts';

/** A cluster with its trouble as Kubernetes shows it, and what somebody types who has it. */
interface Trouble {
  readonly scenario: string;
  readonly renames: (estate: Estate) => Renames;
  readonly type: readonly string[];
}

/** What is wrong in AWS, and what has to be found. */
interface Row {
  readonly in: Trouble;
  readonly faults: readonly string[];
  /** Every code that is found, in the order of the report. */
  readonly finds: readonly string[];
  readonly verdict: string;
  /** What the report says somewhere. */
  readonly says?: readonly string[];
  /** Calls that somebody refuses before they come to the emulator, by the operation as the API has it. */
  readonly refuses?: Readonly<Record<string, ServiceError>>;
  /** What the environment has otherwise. */
  readonly env?: Readonly<Record<string, string>>;
  readonly never?: readonly string[];
}

const [ANY_NODE, FIRST, SECOND] = ['i-0a1b2c3d4e5f60718', 'i-0123456789abcdef1', 'i-0123456789abcdef2'];
const ARN = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333';

const nodes = ({ nodes: [first, second] }: Estate): Renames => ({
  [ANY_NODE]: first?.instance ?? '',
  [FIRST]: first?.instance ?? '',
  [SECOND]: second?.instance ?? '',
});

const coderAtItsDatabase = (scenario: string): Trouble => ({
  scenario: `aws-database/${scenario}`,
  renames: (estate) => ({
    ...nodes(estate),
    'workshop-a.cluster-c3x9q2m1kzab.eu-central-1.rds.amazonaws.com': estate.database.host,
    '10.20.1.20': estate.nodes[0]?.pod ?? '',
  }),
  type: ['diagnose', 'coder', '--read-secret', 'coder/coder-db-url/url'],
});

/** A server that does not get to its database, and one that does. */
const CUT_OFF = coderAtItsDatabase('group-keeps-out');
const SERVING = coderAtItsDatabase('well-healthy');

/** A pod that no node of the group has room for. */
const WAITING: Trouble = { scenario: 'aws-node-group/at-max', renames: nodes, type: ['diagnose', '-A'] };

/** A Service of Coder that AWS balances. */
const BALANCED: Trouble = {
  scenario: 'aws-target-health/of-coder',
  renames: (estate) => ({
    ...nodes(estate),
    'k8s-coder-coder-1a2b3c4d5e-6f7a8b9c0d1e2f3a.elb.eu-central-1.amazonaws.com': estate.balancer.host,
    [`${ARN}:targetgroup/k8s-coder-coder-9f8e7d6c5b/73e2d6bc24d8a067`]: estate.targetGroup,
    '10.244.26.140': estate.nodes[0]?.pod ?? '',
  }),
  type: ['diagnose', 'coder'],
};

const pulling = (scenario: string): Trouble => ({
  scenario,
  renames: (estate) => ({ ...nodes(estate), 'shop/web:1.5.0': `${estate.repository.name}:latest` }),
  type: ['diagnose', '-A'],
});

/** A pull that is told that there is no such image, and one that gets no answer. */
const NOT_FOUND = pulling('aws-image/tag-missing');
const NO_ANSWER = pulling('aws-egress/gateway-deleted');

/** Provisioners whose ServiceAccount names a role. */
const IN_A_ROLE: Trouble = {
  scenario: 'aws-role/missing',
  renames: (estate) => ({
    ...nodes(estate),
    'i-0123456789abcdef0': estate.nodes[0]?.instance ?? '',
    'role/workshops/coder-provisioner': `role/${estate.roles.provisioner}`,
  }),
  type: ['diagnose', 'coder'],
};

/** A pod whose node gets no address for it; the node stands in the small subnet. */
const NO_ADDRESS: Trouble = {
  scenario: 'aws-subnet/pod',
  renames: (estate) => ({ [ANY_NODE]: estate.nodes[2]?.instance ?? '' }),
  type: ['diagnose', '-A'],
};

const ROWS: Readonly<Record<string, Row>> = {
  'a database that is well': { in: SERVING, faults: [], finds: [], verdict: 'healthy' },
  'a database that does not answer, and nothing is wrong in AWS': unanswered(),
  'a database behind a closed group': keptOut('database-closed'),
  'a database that is open to others': keptOut('database-open-to-others'),
  'a database whose open ports end before its own': keptOut('database-ports-end-before'),
  'a database that is open by address': unanswered('database-open-by-address'),
  'a database that is open for any protocol': unanswered('database-open-by-any-protocol'),
  'a database that is open by a prefix list': unanswered('database-open-by-prefix-list'),
  'a stopped database': problem(CUT_OFF, ['database-stopped'], 'aws-database-not-available', ['DB cluster stopped']),
  'a stopped database that nobody has missed yet': problem(SERVING, ['database-stopped'], 'aws-database-not-available'),
  'a database that is gone': problem(coderAtItsDatabase('gone'), ['database-gone'], 'aws-database-not-there'),
  'a node group that may grow': problem(WAITING, [], 'node-group-not-enlarged'),
  'a full node group': problem(WAITING, ['node-group-full'], 'node-group-at-max', ['maxSize=5']),
  'a full node group of a cluster that a machine names': problem(
    { ...WAITING, scenario: 'aws-node-group/name-by-tag' },
    ['node-group-full'],
    'node-group-at-max',
    ['--cluster-name workshop-a --nodegroup-name workspaces'],
  ),
  'a node group at the quota of its account': problem(WAITING, ['node-group-degraded'], 'quota-used-up'),
  'a node group that is gone': problem(WAITING, ['node-group-gone'], 'no-room'),
  'targets that are well': { in: BALANCED, faults: [], finds: [], verdict: 'healthy' },
  'unhealthy targets': problem(BALANCED, ['targets-unhealthy'], 'aws-targets-unhealthy', ['Health checks failed']),
  'new targets': problem(BALANCED, ['targets-new'], 'aws-targets-stuck'),
  'no targets': problem(BALANCED, ['targets-none'], 'aws-targets-missing'),
  'a health check that asks elsewhere': problem(
    BALANCED,
    ['check-elsewhere', 'targets-unhealthy'],
    'aws-targets-check-wrong',
  ),
  'a tag that is there': problem(NOT_FOUND, [], 'ecr-image-is-there'),
  'a tag that is behind': problem(NOT_FOUND, ['tag-behind'], 'ecr-image-is-there'),
  'a tag that is gone': problem(NOT_FOUND, ['tag-gone'], 'ecr-tag-missing'),
  'a repository that is gone': problem(NOT_FOUND, ['repository-gone'], 'ecr-repository-missing'),
  'a NAT gateway that is gone, beside endpoints': problem(NO_ANSWER, ['nat-gone'], 'image-registry-unreachable'),
  'an endpoint that is gone, beside a NAT gateway': problem(NO_ANSWER, ['endpoint-gone'], 'image-registry-unreachable'),
  'no way out': problem(NO_ANSWER, ['nat-gone', 'endpoint-gone'], 'ecr-out-of-reach'),
  'a subnet with room': problem(NO_ADDRESS, [], 'sandbox-no-address'),
  'a full subnet': problem(NO_ADDRESS, ['subnet-full'], 'subnet-without-addresses'),
  'a role that is trusted': { in: IN_A_ROLE, faults: [], finds: [], verdict: 'healthy' },
  'a role that is gone': problem(IN_A_ROLE, ['role-gone'], 'role-missing'),
};

/** AWS is not asked, or does not answer: what the cluster alone tells is found all the same, and nothing is called well. */
const UNSEEN: Readonly<Record<string, Row>> = {
  'keys that nobody knows': unseen(['keys-unknown'], ['AWS does not know the credentials', 'InvalidClientTokenId']),
  'no aws': { ...unseen([], ['aws is not installed on this machine']), env: { PATH: '/nonexistent' } },
  'no keys': {
    ...unseen([], ['aws has no credentials']),
    env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
  },
  'an identity that may not see the groups': {
    ...problem(CUT_OFF, ['database-closed'], 'outside-not-reached', ['the IAM action ec2:DescribeSecurityGroups']),
    refuses: {
      DescribeSecurityGroups: { code: 'UnauthorizedOperation', status: 403, message: 'You are not authorized.' },
    },
    never: ['authorize-security-group'],
  },
  'an identity that may not see the machine that would name the cluster': {
    ...problem({ ...WAITING, scenario: 'aws-node-group/name-by-tag' }, ['node-group-full'], 'no-room', [
      'the IAM action ec2:DescribeInstances',
    ]),
    refuses: { DescribeInstances: { code: 'UnauthorizedOperation', status: 403, message: 'You are not authorized.' } },
    never: ['update-nodegroup-config'],
  },
  'calls that are throttled': {
    ...unseen(['database-closed'], ['AWS throttles calls of this account']),
    refuses: {
      DescribeDBClusters: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
      DescribeDBInstances: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
    },
  },
  'another account than that of the cluster': {
    in: { ...IN_A_ROLE, renames: (estate) => ({ ...IN_A_ROLE.renames(estate), '111122223333': '444455556666' }) },
    faults: ['role-gone'],
    finds: [],
    verdict: 'healthy',
    says: ['aws is signed in to account 111122223333, and the cluster is of account 444455556666'],
  },
};

const SOON = [
  'a database behind a closed group',
  'a database that is open by a prefix list',
  'a full node group',
  'no aws',
];

function problem(where: Trouble, faults: readonly string[], code: string, says: readonly string[] = []): Row {
  return { in: where, faults, finds: [code], verdict: 'problem', says };
}

function unseen(faults: readonly string[], says: readonly string[]): Row {
  return { ...problem(CUT_OFF, faults, 'outside-not-reached', says), never: ['authorize-security-group'] };
}

function keptOut(fault: string): Row {
  return problem(CUT_OFF, [fault], 'aws-group-keeps-out', ['authorize-security-group-ingress']);
}

function unanswered(...faults: readonly string[]): Row {
  return { ...problem(CUT_OFF, faults, 'aws-database-not-reached'), never: ['authorize-security-group'] };
}

interface Report {
  readonly verdict: string;
  readonly findings: readonly { readonly code: string }[];
  readonly unknown: readonly { readonly lookup: string; readonly state: string }[];
}

describeAws('kubedoc with the emulator of AWS', () => {
  const used = useEmulator();

  test.each(casesOf({ ...ROWS, ...UNSEEN }, SOON))('%s', async (_, row) => {
    const { in: trouble, faults, finds, verdict, says = [], never = [], refuses = {}, env = {} } = row;
    const estate = await used.emulator.build();
    for (const fault of faults) await used.emulator.fault(fault);
    const kubeconfig = await clusterOf(trouble.scenario, trouble.renames(estate));
    const args = [...trouble.type, '--kubeconfig', kubeconfig, '--no-input', '-o', 'json'];
    const front = await startRefusing(({ operation }) => refuses[operation], used.emulator.url);
    onTestFinished(() => front.close());
    const ended = await runProgram(args, { env: used.home.environment(front.url, env) });
    if (ended.stdout === '') throw new Error(ended.stderr);
    const report = JSON.parse(ended.stdout) as Report;
    const found = report.findings.map(({ code }) => code);
    expect({ verdict: report.verdict, found }, explained(report)).toEqual({ verdict, found: finds });
    for (const words of says) expect(ended.stdout).toContain(words);
    for (const words of never) expect(ended.stdout).not.toContain(words);
  });
});

/** What was not seen, for whoever reads that a row fails. */
function explained({ unknown }: Report): string {
  return unknown.map(({ lookup, state }) => `${state}: ${lookup}`).join('\n');
}
