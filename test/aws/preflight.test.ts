import { expect, onTestFinished, test } from 'vitest';
import type { PreflightReport } from '../../src/model/preflight.ts';
import { runProgram } from '../support/program.ts';
import { clusterOf, type Renames } from './cluster.ts';
import type { Estate } from './harness.ts';
import { casesOf, describeAws } from './machine.ts';
import { startRefusing, type ServiceError } from './refusing.ts';
import { useEmulator } from './use-emulator.ts';

/** A workshop of twenty people, for seven of whom the two nodes of the scenarios have room: four on each, and one is used. */
const WORKSHOP = [
  ...['workshop', 'preflight', '--participants', '20', '--start', 'now', '--duration', '1h', '--zone', 'UTC'],
  ...['--workspace-cpu', '2', '--workspace-memory', '8Gi', '--context-role', 'control-plane', '--no-network'],
];

/** What is wrong in AWS, and what a check of the preflight makes of it. */
interface Row {
  readonly scenario: string;
  readonly check: string;
  readonly faults?: readonly string[];
  readonly result: string;
  /** Every code that the check finds. */
  readonly finds: readonly string[];
  /** How many more have room on machines that may come by themselves. */
  readonly possible?: number | null;
  readonly says?: readonly string[];
  readonly never?: readonly string[];
  readonly refuses?: Readonly<Record<string, ServiceError>>;
  readonly env?: Readonly<Record<string, string>>;
}

const room = (row: Omit<Row, 'check'>): Row => ({ check: 'preflight-capacity', ...row });
const UPDATE =
  'aws eks update-nodegroup-config --cluster-name workshop-a --nodegroup-name workspaces --region eu-central-1 --scaling-config';
const DENIED: ServiceError = { code: 'AccessDeniedException', status: 403, message: 'not authorized' };

const ROWS: Readonly<Record<string, Row>> = {
  'a node group with room that the autoscaler enlarges': room({
    scenario: 'preflight-capacity/aws-room',
    result: 'warn',
    finds: ['workshop-waits-for-nodes'],
    // Six machines more, of which each takes four.
    possible: 24,
    says: ['24 of 256 vCPUs run'],
    never: ['was not looked at: aws service-quotas'],
  }),
  'a node group at its largest': room({
    scenario: 'preflight-capacity/aws-room',
    faults: ['node-group-full'],
    result: 'fail',
    finds: ['workshop-beyond-node-groups'],
    possible: 0,
    says: [`${UPDATE} maxSize=8`],
    never: ['desiredSize='],
  }),
  'a full node group beside one that has no node and that the autoscaler enlarges': room({
    scenario: 'preflight-capacity/aws-idle',
    faults: ['node-group-full', 'node-group-idle'],
    result: 'warn',
    finds: ['workshop-waits-for-nodes'],
    // Five machines of eight vCPUs, of which four fifths are left.
    possible: 15,
    says: ['Node group burst has 0 nodes and may have 5, which is room for 15 more'],
  }),
  'a full node group, and no right to list the others': room({
    scenario: 'preflight-capacity/aws-idle',
    faults: ['node-group-full', 'node-group-idle'],
    result: 'fail',
    finds: ['workshop-beyond-node-groups'],
    possible: 0,
    says: ['eks:ListNodegroups', 'Whether there are node groups without a node'],
    refuses: { '/clusters/workshop-a/node-groups': DENIED },
  }),
  'a node group with room that nobody enlarges': room({
    scenario: 'preflight-capacity/aws-room-by-hand',
    result: 'fail',
    finds: ['workshop-beyond-node-groups'],
    possible: null,
    says: [`${UPDATE} minSize=2,maxSize=10,desiredSize=8`],
  }),
  'a node group with room, and a quota without': room({
    scenario: 'preflight-capacity/aws-room',
    faults: ['quota-low'],
    result: 'fail',
    finds: ['workshop-beyond-vcpu-quota'],
    possible: 4,
    says: ['24 of 32 vCPUs run', '--desired-value 56'],
  }),
  'a node group that starts no machine': room({
    scenario: 'preflight-capacity/aws-room',
    faults: ['node-group-degraded'],
    result: 'fail',
    finds: ['quota-used-up', 'workshop-does-not-fit'],
    possible: 0,
  }),
  'a quota that may not be looked at': room({
    scenario: 'preflight-capacity/aws-room',
    result: 'warn',
    finds: ['workshop-waits-for-nodes'],
    // By the bounds of the node group alone.
    possible: 24,
    says: ['servicequotas:GetServiceQuota', 'How many vCPUs AWS allows was not looked at'],
    refuses: { GetServiceQuota: DENIED },
  }),
  'nobody signed in': room({
    scenario: 'preflight-capacity/aws-room',
    result: 'warn',
    finds: ['workshop-waits-for-nodes'],
    says: ['aws has no credentials', 'How many vCPUs AWS allows was not looked at'],
    env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
  }),
  'targets that nobody can ask about': {
    scenario: 'preflight-aws-targets/pass',
    check: 'preflight-aws-targets',
    result: 'unknown',
    finds: [],
    says: ['whether the targets of coder/coder are healthy was not looked at', 'aws is not installed'],
    env: { PATH: '/nonexistent' },
  },
};

const SOON = ['a node group at its largest', 'a node group with room that the autoscaler enlarges'];

const renames = ({ nodes: [first, second], scalingGroup }: Estate): Renames => ({
  'i-0a1b2c3d4e5f60718': first?.instance ?? '',
  'i-0123456789abcdef1': first?.instance ?? '',
  'i-0123456789abcdef2': second?.instance ?? '',
  // The numbers of the status are those of the scenario; what AWS says of the group counts.
  'eks-workspaces-7ec3b2d1': scalingGroup,
  '2025-11-15 18:14:55.120': new Date().toISOString().slice(0, 19).replace('T', ' '),
});

describeAws('a preflight with the emulator of AWS', () => {
  const used = useEmulator();

  test.each(casesOf(ROWS, SOON))('%s', async (_, row) => {
    const { scenario, check: id, faults = [], result, finds, says = [], never = [], refuses = {}, env = {} } = row;
    const estate = await used.emulator.build();
    const named: Record<string, string> = {};
    for (const fault of faults) Object.assign(named, await used.emulator.fault(fault));
    const kubeconfig = await clusterOf(scenario, { ...renames(estate), ...named });
    const front = await startRefusing(({ operation }) => refuses[operation], used.emulator.url);
    onTestFinished(() => front.close());
    const args = [...WORKSHOP, '--kubeconfig', kubeconfig, '--no-input', '-o', 'json'];
    const ended = await runProgram(args, { env: used.home.environment(front.url, env) });
    if (ended.stdout === '') throw new Error(ended.stderr);
    const report = JSON.parse(ended.stdout) as PreflightReport;
    const check = report.checks.find((each) => each.id === id);
    const found = check?.findings.map(({ code }) => code);
    expect({ result: check?.result, found }, check?.summary).toEqual({ result, found: finds });
    if (row.possible !== undefined) expect(report.capacity[0]?.possible).toBe(row.possible);
    for (const words of says) expect(ended.stdout).toContain(words);
    for (const words of never) expect(ended.stdout).not.toContain(words);
  });
});
