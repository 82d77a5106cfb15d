import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { NOW, object, play, type Script } from './scripted.ts';

const ASKS = `
inputs: { place: { kind: object }, groups: { kind: list } }
lookups:
  group:
    aws:
      call: ec2 describe-security-groups
      at: place
      options: { group-ids: groups }
steps:
  - step: there
    question: Is it there?
    check: group != null && count(get(group, "SecurityGroups", [])) > 0
    yes: healthy
    no: unclear
    unknown: unclear
`;

const PLACE = { region: 'eu-central-1', account: '111122223333' };
const SIGN_IN = 'aws sts get-caller-identity --region eu-central-1 --output json';
const CALL = 'aws ec2 describe-security-groups --group-ids sg-1 sg-2 --region eu-central-1 --output json';
const SIGNED_IN = { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/somebody' };
const WELL = { SecurityGroups: [{ GroupId: 'sg-1' }] };

interface Told {
  readonly report: Report;
  readonly asked: readonly string[];
}

async function told(
  script: Script,
  place: object = PLACE,
  groups: unknown = ['sg-1', 'sg-2'],
  text = ASKS,
): Promise<Told> {
  const { report, asked } = await play(text, { script, inputs: { place, groups } });
  const calls = asked.flatMap((query) => (query.from === 'aws' ? [`${query.service} ${query.operation}`] : []));
  return { report, asked: calls };
}

describe('a look-up of AWS', () => {
  test('asks who it is signed in as, then what it wants to know, and tells as whom', async () => {
    const { report, asked } = await told({ [SIGN_IN]: SIGNED_IN, [CALL]: WELL });
    expect(asked).toEqual(['sts get-caller-identity', 'ec2 describe-security-groups']);
    expect(report.verdict).toBe('healthy');
    expect(report.notes.map(({ text }) => text)).toEqual([
      'AWS was asked about account 111122223333 in region eu-central-1, as arn:aws:iam::111122223333:user/somebody.',
    ]);
  });

  test('tells as whom once, before the first answer', async () => {
    const text = ASKS.replace(
      'steps:',
      `  again: { aws: { call: ec2 describe-vpcs, at: place }, required: true }\nsteps:`,
    );
    const script = { [SIGN_IN]: SIGNED_IN, [CALL]: WELL };
    const { told: events } = await play(text, { script, inputs: { place: PLACE, groups: ['sg-1', 'sg-2'] } });
    const { Account: account, Arn: arn } = SIGNED_IN;
    expect(events.filter(({ event }) => event === 'signed-in')).toEqual([
      { event: 'signed-in', account, region: 'eu-central-1', arn },
    ]);
  });

  test('goes out with the profile of the kubeconfig, and is printed with it', async () => {
    const server = { context: 'lab', namespace: 'default', version: 'v1.34.1', now: NOW, eks: { profile: 'work' } };
    const script = { 'the API server’s version and clock': server };
    const { report, asked } = await play(ASKS, { script, inputs: { place: PLACE, groups: ['sg-1', 'sg-2'] } });
    expect(asked).toContainEqual(expect.objectContaining({ operation: 'get-caller-identity', profile: 'work' }));
    expect(report.unknown[0]?.lookup).toBe(`${CALL} --profile work`);
  });

  test('says where the account of the cluster is not known', async () => {
    const { report } = await told({ [SIGN_IN]: SIGNED_IN, [CALL]: WELL }, { region: 'eu-central-1', account: '' });
    expect(report.notes[0]?.text).toContain('whether the cluster is of this account is not known');
  });

  test.each<[string, unknown, object, string]>([
    ['of another account', { ...SIGNED_IN, Account: '444455556666' }, PLACE, 'the cluster is of account 111122223333'],
    [
      'signed in as nobody',
      { state: 'failed', reason: 'aws has no credentials', hint: 'sign in' },
      PLACE,
      'aws has no credentials; sign in',
    ],
    ['who does not say', {}, PLACE, 'does not say who'],
    ['denied', { state: 'denied', need: 'the IAM action sts:GetCallerIdentity' }, PLACE, 'sts:GetCallerIdentity'],
  ])('%s: nothing else is asked, and the command is told', async (_, identity, place, need) => {
    const { report, asked } = await told({ [SIGN_IN]: identity, [CALL]: WELL }, place);
    expect(asked).toEqual(['sts get-caller-identity']);
    expect(report.verdict).toBe('incomplete');
    expect(report.unknown).toMatchObject([{ lookup: CALL, state: 'failed' }]);
    expect(report.unknown[0]?.need).toContain(need);
  });

  test.each<[string, object, unknown]>([
    ['a region that is not known', { region: '', account: '' }, ['sg-1']],
    ['a region that is none', { region: '--debug', account: '' }, ['sg-1']],
    ['a value that begins an option', PLACE, ['sg-1', '--endpoint-url=https://evil.example']],
    ['a value with a blank', PLACE, ['sg-1 sg-2']],
    ['a value that is no text', PLACE, [{}]],
    ['more values than a call takes', PLACE, Array.from({ length: 201 }, (_, index) => `sg-${index}`)],
  ])('%s: AWS is not asked, and that is unknown', async (_, place, groups) => {
    const { report, asked } = await told({ [SIGN_IN]: SIGNED_IN, [CALL]: WELL }, place, groups);
    expect(asked).toEqual([]);
    expect(report.verdict).toBe('incomplete');
  });

  test.each([[''], [[]], [null]])('where %j is named nothing is asked', async (groups) => {
    const { asked } = await told({ [SIGN_IN]: SIGNED_IN }, PLACE, groups);
    expect(asked).toEqual([]);
  });

  test('whose condition does not hold asks nobody', async () => {
    const text = ASKS.replace('steps:', '    when: count(groups) > 5\nsteps:');
    const { asked } = await told({ [SIGN_IN]: SIGNED_IN, [CALL]: WELL }, PLACE, ['sg-1', 'sg-2'], text);
    expect(asked).toEqual([]);
  });
});

test.each([
  ['work', 'aws eks list-clusters --region eu-central-1 --profile work'],
  ['', 'aws eks list-clusters --region eu-central-1'],
])('a command of AWS is printed with the profile %j', async (profile, command) => {
  const text = `
inputs: { pod: { kind: Pod } }
steps:
  - step: ill
    question: Is it ill?
    check: pod != null
    yes: { finding: ill, go: end }
    no: healthy
    unknown: unclear
findings:
  ill:
    layer: runtime
    on: pod
    title: It is ill
    cause: So it is.
    severity: [{ is: P2, rule: always }]
    advice: [look]
advice:
  look:
    tier: now
    title: Look
    risk: reads
    recommended: [{ when: 'true', because: it shows }]
    commands: [aws eks list-clusters --region eu-central-1]
`;
  const server = { context: 'lab', namespace: 'default', version: 'v1.34.1', now: NOW, eks: { profile } };
  const script = { 'the API server’s version and clock': server };
  const { report } = await play(text, { script, inputs: { pod: object('Pod', 'web') } });
  expect(report.findings[0]?.advice[0]?.commands).toEqual([command]);
});

test('an object is not taken for an answer of AWS that has another shape', async () => {
  const { report } = await told({ [SIGN_IN]: SIGNED_IN, [CALL]: object('Pod', 'web') });
  expect(report.verdict).not.toBe('healthy');
});
