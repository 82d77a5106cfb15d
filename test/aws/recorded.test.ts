import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Fact } from '../../src/model/fact.ts';
import { parseCommandsFile } from '../../src/replay/answer-files.ts';
import { recorded } from '../../src/replay/recorded.ts';
import { awsWords } from '../../src/text/aws-call.ts';
import { ask, queryOf, type Options } from './asking.ts';
import { makeHome, startEmulator, type Emulator, type Estate, type Home } from './harness.ts';
import { casesOf, describeAws } from './machine.ts';
import { startRefusing, type Call, type Listening, type ServiceError } from './refusing.ts';

interface Case {
  readonly call: string;
  readonly options?: (estate: Estate) => Options;
  readonly state: Fact['state'];
  /** Nobody is signed in. */
  readonly keyless?: true;
}

const CASES: Readonly<Record<string, Case>> = {
  'an answer of EKS, whose times are numbers or texts': {
    call: 'eks describe-cluster',
    options: ({ cluster }) => ({ name: cluster }),
    state: 'known',
  },
  'an answer of EC2 with several values of one option': {
    call: 'ec2 describe-subnets',
    options: ({ subnets }) => ({ 'subnet-ids': [subnets.small, subnets.public] }),
    state: 'known',
  },
  'an answer of ECR': {
    call: 'ecr describe-images',
    options: ({ repository }) => ({ 'repository-name': repository.name, 'image-ids': 'imageTag=latest' }),
    state: 'known',
  },
  'what is not there': {
    call: 'rds describe-db-clusters',
    options: () => ({ 'db-cluster-identifier': 'another' }),
    state: 'absent',
  },
  'what is not allowed': { call: 'ec2 describe-vpcs', state: 'denied' },
  'what is refused for now': { call: 'autoscaling describe-auto-scaling-groups', state: 'failed' },
  'nobody is signed in': { call: 'sts get-caller-identity', state: 'failed', keyless: true },
};

const SOON = ['an answer of EKS, whose times are numbers or texts', 'what is not allowed'];

const REFUSED: Readonly<Record<string, ServiceError>> = {
  DescribeVpcs: {
    code: 'UnauthorizedOperation',
    status: 403,
    message: 'You are not authorized to perform this operation.',
  },
  DescribeAutoScalingGroups: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
};

describeAws('what is kept of aws', () => {
  let emulator: Emulator;
  let front: Listening;
  let home: Home;
  let estate: Estate;

  beforeAll(async () => {
    home = makeHome();
    emulator = await startEmulator();
    estate = await emulator.build();
    front = await startRefusing(({ operation }: Call) => REFUSED[operation], emulator.url);
  });

  afterAll(async () => {
    await front.close();
    await emulator.close();
    home.remove();
  });

  test.each(casesOf(CASES, SOON))('%s says the same as when it is asked', async (_, each) => {
    const { call, options = () => ({}), state, keyless } = each;
    const env = keyless === true ? home.withoutKeys(front.url) : home.environment(front.url);
    const query = queryOf(call, options(estate));
    const kept = recorded({ commands: parseCommandsFile('commands.yaml', await typed(awsWords(query), env)) }, query);
    expect(kept.state).toBe(state);
    expect(await ask(call, options(estate), { env })).toEqual(kept);
  });
});

/** What somebody keeps who types the printed line: an entry of `commands.yaml`. */
async function typed(line: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const [program = '', ...args] = line;
  const { exitCode: exit, stdout, stderr } = await execa(program, args, { env, extendEnv: false, reject: false });
  return stringify([{ run: line, exit, stdout, stderr }]);
}
