import { describe, expect, test } from 'vitest';
import { denied, failed, play, type Script } from './scripted.ts';

const ASKS = `
inputs: { place: { kind: object }, names: { kind: list } }
lookups:
  clusters:
    aws:
      call: eks describe-cluster
      at: place
      each: names
      most: 3
      options: { name: item }
derive:
  rows: 'state.clusters + ": " + clusters.map(c, c.of + " " + c.state).join(", ")'
steps:
  - step: seen
    question: What came of it?
    check: rows != ""
    say: '{rows}'
    yes: next
    no: next
    unknown: next
  - step: there
    question: Is one of them ours?
    check: clusters.exists(c, c.answer.cluster.name == "b")
    yes: healthy
    no: { note: none, go: unclear }
    unknown: unclear
notes:
  none: { kind: observation, on: place, text: None of them is. }
`;

const PLACE = { region: 'eu-central-1', account: '111122223333' };
const call = (name: string) => `aws eks describe-cluster --name ${name} --region eu-central-1 --output json`;
const SIGNED_IN = { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/somebody' };
const gone = { state: 'absent', what: 'object' };

async function told(answers: Script, names: unknown = ['a', 'b'], place: object = PLACE) {
  const script = {
    'aws sts get-caller-identity --region eu-central-1 --output json': SIGNED_IN,
    ...Object.fromEntries(Object.entries(answers).map(([name, fact]) => [call(name), fact])),
  };
  const { report, asked } = await play(ASKS, { script, inputs: { place, names } });
  const notes = report.notes.map(({ text }) => text).filter((text) => !text.startsWith('AWS was asked'));
  const calls = asked.filter((query) => query.from === 'aws' && query.service === 'eks').length;
  return { verdict: report.verdict, rows: report.path[0]?.detail, unknown: report.unknown, notes, calls };
}
const named = (name: string) => ({ cluster: { name } });

describe('a look-up of AWS for each of a list', () => {
  test('makes a call for each, and tells what came of each', async () => {
    const { verdict, rows, calls } = await told({ a: named('a'), b: named('b') });
    expect([verdict, rows, calls]).toEqual(['healthy', 'known: a known, b known', 2]);
  });

  test('has no row for what does not exist, and that is known', async () => {
    const { rows, notes } = await told({ a: named('a'), b: gone });
    expect(rows).toBe('known: a known');
    expect(notes).toEqual(['None of them is.']);
  });

  test('goes by the one that answers, whatever another says', async () => {
    const { verdict, rows, unknown } = await told({ a: denied, b: named('b') });
    expect(rows).toBe('denied: a denied, b known');
    expect(verdict).toBe('healthy');
    expect(unknown).toMatchObject([{ lookup: call('a'), state: 'denied' }]);
  });

  test.each([
    ['denied', denied, 'denied: a known, b denied'],
    ['failed', failed, 'failed: a known, b failed'],
  ])('where none that answers is the one, another that was %s leaves it unknown', async (_, fact, words) => {
    const { verdict, rows, notes } = await told({ a: named('a'), b: fact });
    expect(rows).toBe(words);
    expect(notes).toEqual([]);
    expect(verdict).toBe('incomplete');
  });

  test('says once what went wrong in the same way', async () => {
    const { unknown } = await told({ a: denied, b: denied, c: denied }, ['a', 'b', 'c']);
    expect(unknown.map(({ lookup, need }) => `${lookup}: ${need}`)).toEqual([
      `${call('a')}: the right to look (3 such calls)`,
    ]);
  });

  test('asks about no more than its bound, and says so: the rest is unknown', async () => {
    const four = ['a', 'c', 'd', 'b'];
    const { rows, notes, calls, unknown } = await told(
      { a: named('a'), c: named('c'), d: named('d'), b: named('b') },
      four,
    );
    expect(calls).toBe(3);
    expect(rows).toBe('failed: a known, c known, d known, b skipped');
    expect(notes).toEqual([]);
    expect(unknown).toMatchObject([
      { lookup: 'aws eks describe-cluster', need: 'there are 4 to ask about, and no more than 3 were' },
    ]);
  });

  test.each([
    ['an empty list', [], 'known: '],
    ['names that are empty', ['', ''], 'known:  skipped,  skipped'],
  ])('asks nobody about %s', async (_, names, words) => {
    const { rows, calls } = await told({}, names);
    expect([rows, calls]).toEqual([words, 0]);
  });

  test.each([
    ['a value that begins an option', ['--debug'], PLACE],
    ['a region that is not known', ['a'], { region: '', account: '' }],
  ])('%s is never asked, and that is no answer', async (_, names, place) => {
    const { verdict, calls, notes } = await told({ a: named('b') }, names, place);
    expect([verdict, calls, notes]).toEqual(['incomplete', 0, []]);
  });

  test('what is no list is unknown', async () => {
    const text = ASKS.replace('each: names', 'each: get(place, "nothing", null)');
    const { report } = await play(text, { inputs: { place: PLACE, names: [] } });
    expect(report.verdict).toBe('incomplete');
  });
});

test('who is asked as is said without a doubt once the account is known, whichever was first', async () => {
  const text = `
inputs: { doubtful: { kind: object }, sure: { kind: object } }
lookups:
  one: { aws: { call: ec2 describe-vpcs, at: doubtful }, required: true }
  two: { aws: { call: eks list-clusters, at: sure }, required: true }
steps:
  - { step: any, question: Is it?, check: one != null && two != null, yes: healthy, no: unclear, unknown: unclear }
`;
  const places = [{ region: 'eu-central-1', account: '' }, PLACE];
  const script = {
    'aws sts get-caller-identity --region eu-central-1 --output json': SIGNED_IN,
    'aws ec2 describe-vpcs --region eu-central-1 --output json': {},
    'aws eks list-clusters --region eu-central-1 --output json': {},
  };
  for (const [doubtful, sure] of [places, places.toReversed()]) {
    const { report, told: events } = await play(text, { script, inputs: { doubtful, sure } });
    expect(report.notes.map(({ text: words }) => words)).toEqual([
      'AWS was asked about account 111122223333 in region eu-central-1, as arn:aws:iam::111122223333:user/somebody.',
    ]);
    expect(events.filter(({ event }) => event === 'signed-in')).toHaveLength(1);
  }
});
