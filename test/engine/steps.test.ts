import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/model/errors.ts';
import { denied, failed, noKind, noObject, object, pathOf, play } from './scripted.ts';

const PODS = 'list pods in all namespaces';
const one = [object('Pod', 'web')];

/** One step, with an ending of its own for every answer. */
const check = (expression: string, more = ''): string => `
lookups: {pods: {list: pods${more}}}
steps:
  - step: any
    question: Are there pods?
    check: ${expression}
    yes: healthy
    no: {finding: none, go: end}
    unknown: unclear
findings:
  none: {layer: runtime, on: 'null', title: None, cause: None, severity: [{is: P2, rule: always}], at-most: possible, advice: []}
`;

describe('a check', () => {
  it.each([
    ['known', one, 'any: yes', 'healthy'],
    ['known and empty', [], 'any: no', 'problem'],
    ['denied', denied, 'any: unknown', 'incomplete'],
    ['failed', failed, 'any: unknown', 'incomplete'],
    ['of a kind that is not served', noKind, 'any: unknown', 'incomplete'],
    ['absent as if it were an object', noObject, 'any: unknown', 'incomplete'],
    ['no list', { items: [] }, 'any: unknown', 'incomplete'],
    ['a list of nonsense', ['pod'], 'any: unknown', 'incomplete'],
  ])('over a list that is %s', async (_, fact, step, verdict) => {
    const { report } = await play(check('count(pods) > 0'), { script: { [PODS]: fact } });
    expect([pathOf(report), report.verdict]).toEqual([[step], verdict]);
    expect(report.unknown).toHaveLength(step === 'any: unknown' ? 1 : 0);
  });

  it('gives a look-up without an answer its row, with what would help', async () => {
    const { report } = await play(check('count(pods) > 0'), { script: { [PODS]: failed } });
    expect(report.unknown).toEqual([
      { lookup: PODS, state: 'failed', need: 'no answer; look at the network', required: false },
    ]);
    expect(report.path[0]?.detail).toBe(`${PODS}: failed`);
  });

  it('is unknown when its value is neither yes nor no', async () => {
    const { report } = await play(check('"yes"'));
    expect([pathOf(report), report.verdict]).toEqual([['any: unknown'], 'incomplete']);
  });

  it.each([
    ['state.pods == "denied"', denied, 'any: yes'],
    ['state.pods == "known"', one, 'any: yes'],
    ['state.pods == "absent"', noKind, 'any: yes'],
    ['state.pods == "failed"', failed, 'any: yes'],
  ])('can ask for the state itself: %s', async (expression, fact, step) => {
    const { report } = await play(check(expression), { script: { [PODS]: fact } });
    expect(pathOf(report)).toEqual([step]);
  });

  it('names a look-up that it could do without', async () => {
    const { report } = await play(check('state.pods == "denied" || count(pods) > 0'), { script: { [PODS]: denied } });
    expect([report.verdict, report.unknown.map(({ lookup }) => lookup)]).toEqual(['healthy', [PODS]]);
  });

  it('is settled without an unknown that does not matter', async () => {
    const { report } = await play(check('true || count(pods) > 0'), { script: { [PODS]: denied } });
    expect(report.verdict).toBe('healthy');
  });
});

describe('a required look-up', () => {
  const never = check('1 == 1', ', required: true');

  it.each([denied, failed, noKind])('keeps a walk from "healthy" that does not even use it: $state', async (fact) => {
    const { report } = await play(never, { script: { [PODS]: fact } });
    expect(report.verdict).toBe('incomplete');
    expect(report.unknown).toMatchObject([{ lookup: PODS, required: true }]);
  });

  it('comes first among what could not be seen', async () => {
    const text = check('count(pods) > 0').replace(
      '{pods: {list: pods}}',
      '{pods: {list: pods}, zoo: {list: zoos, required: true}}',
    );
    const { report } = await play(text, { script: { [PODS]: denied, 'list zoos in all namespaces': denied } });
    expect(report.unknown.map(({ lookup, required }) => [lookup, required])).toEqual([
      ['list zoos in all namespaces', true],
      [PODS, false],
    ]);
  });

  it('is waited for', async () => {
    expect((await play(never, { script: { [PODS]: Promise.resolve(one) } })).report.verdict).toBe('healthy');
  });

  it('that was not wanted is not missed', async () => {
    const { report, asked } = await play(check('1 == 1', ', required: true, when: "false"'), {
      script: { [PODS]: denied },
    });
    expect([report.verdict, asked.map(({ from }) => from)]).toEqual(['healthy', ['server']]);
  });

  it('whose condition is unknown is missed', async () => {
    const { report } = await play(check('1 == 1', ', required: true, when: server.nothing == 1'));
    expect(report.verdict).toBe('incomplete');
  });
});

describe('a step whose answer is unknown', () => {
  const twoSteps = (optional: string): string => `
lookups: {pods: {list: pods}}
steps:
  - {step: first, question: First?, check: count(pods) > 0, ${optional}yes: next, no: next, unknown: next}
  - {step: second, question: Second?, check: 'true', yes: healthy, no: unclear, unknown: unclear}
`;

  it('stands in the way of "healthy"', async () => {
    expect((await play(twoSteps(''), { script: { [PODS]: denied } })).report.verdict).toBe('incomplete');
  });

  it('does not when it is optional', async () => {
    const { report } = await play(twoSteps('optional: true, '), { script: { [PODS]: denied } });
    expect([report.verdict, report.unknown.length]).toEqual(['healthy', 1]);
  });
});

describe('cases', () => {
  const cases = `
lookups: {pods: {list: pods}, nodes: {list: nodes}}
steps:
  - step: which
    question: Which?
    cases:
      - {when: count(pods) > 1, answer: many, then: unclear}
      - {when: count(nodes) > 0, answer: nodes, then: healthy}
    otherwise: healthy
    unknown: unclear
`;
  const nodes = { 'list nodes': [object('Node', 'a', { metadata: { namespace: undefined } })] };

  it.each([
    ['the first that holds leads on', { [PODS]: [...one, ...one], ...nodes }, 'which: many'],
    ['a later one when the earlier do not', { [PODS]: one, ...nodes }, 'which: nodes'],
    ['none of them', { [PODS]: one }, 'which: none of these'],
    ['an unknown one before it leaves open which is the first', { [PODS]: denied, ...nodes }, 'which: unknown'],
    ['an unknown one behind it does not matter', { [PODS]: [...one, ...one], 'list nodes': denied }, 'which: many'],
  ])('%s', async (_, script, step) => {
    expect(pathOf((await play(cases, { script })).report)).toEqual([step]);
  });

  it('are unknown when one gives neither yes nor no', async () => {
    const odd = cases.replace('count(pods) > 1', '"many"');
    expect(pathOf((await play(odd, { script: nodes })).report)).toEqual(['which: unknown']);
  });
});

describe('a match', () => {
  const match = `
inputs: {text: {kind: text}}
derive: {got: 'get(matched, "name", "nobody")'}
steps:
  - {step: before, question: Before?, check: got == "nobody", yes: next, no: unclear, unknown: unclear}
  - step: what
    question: What does it say?
    match: text
    patterns:
      - {class: missing, is: 'secret "(?P<name>[^"]+)" not found', then: said}
      - {class: odd, is: 'secret', then: unclear}
    otherwise: {go: said, say: 'other: {matched.text}'}
    unknown: unclear
  - {step: said, question: 'Is it {got}?', check: got == "db", yes: healthy, no: unclear, unknown: unclear}
`;

  it('takes the first pattern, and what rests on its groups is worked out anew', async () => {
    const { report } = await play(match, { inputs: { text: 'a secret "db" not found' } });
    expect(pathOf(report)).toEqual(['before: yes', 'what: missing', 'said: yes']);
    expect(report.path[2]?.question).toBe('Is it db?');
  });

  it('has the class "other" where nothing matches', async () => {
    const { report } = await play(match, { inputs: { text: 'all is well' } });
    expect(pathOf(report)).toEqual(['before: yes', 'what: other', 'said: no']);
    expect(report.path[1]?.detail).toBe('other: all is well');
  });

  it('is unknown without a text', async () => {
    expect(pathOf((await play(match)).report)).toEqual(['before: yes', 'what: unknown']);
  });
});

describe('a question to a person', () => {
  const ask = `
steps:
  - step: changed
    question: Was it changed today?
    ask: [{answer: 'yes', label: Somebody did, then: next}, {answer: 'no', label: Nobody did, then: healthy}]
    unknown: unclear
  - {step: after, question: After?, check: 'answers["changed"] == "yes"', yes: healthy, no: unclear, unknown: unclear}
`;

  it('leads where the answer says, and the answer can be used', async () => {
    const { report, questions } = await play(ask, { answers: { changed: 'yes' } });
    expect([pathOf(report), report.verdict]).toEqual([['changed: yes', 'after: yes'], 'healthy']);
    expect(questions).toMatchObject([{ id: 'changed', text: 'Was it changed today?' }]);
  });

  it('without anybody there names the flag', async () => {
    const { report } = await play(ask);
    expect(report.verdict).toBe('incomplete');
    expect(report.unanswered).toEqual([
      { question: 'changed', text: 'Was it changed today?', flag: '--answer changed=yes|no' },
    ]);
    expect(pathOf(report)).toEqual([]);
  });

  it('that the person cannot answer is unknown, and not unanswered', async () => {
    const { report } = await play(ask, { answers: { changed: 'unknown' } });
    expect([pathOf(report), report.unanswered]).toEqual([['changed: unknown'], []]);
  });

  it('refuses an answer that it does not offer', async () => {
    const wrong = play(ask, { answers: { changed: 'perhaps' } });
    await expect(wrong).rejects.toThrow(UsageError);
    await expect(wrong).rejects.toThrow('"perhaps" is no answer to changed');
  });
});

describe('where a branch leads', () => {
  const ends = (target: string): string => `
steps: [{step: only, question: Only?, check: 'true', yes: ${target}, no: unclear, unknown: unclear}]
notes:
  busy: {kind: in-progress, on: 'null', text: Busy}
  aside: {kind: scope, on: 'null', text: Aside}
`;

  it.each([
    ['healthy', 'healthy'],
    ['unclear', 'incomplete'],
    ['end', 'incomplete'],
    ['{note: busy, go: end}', 'in-progress'],
    ['{note: busy}', 'in-progress'],
    ['{note: busy, go: healthy}', 'in-progress'],
    ['{note: aside, go: end}', 'incomplete'],
    ['{note: aside, go: healthy}', 'healthy'],
    ['next', 'incomplete'],
    ['progressing', 'incomplete'],
    ['found', 'incomplete'],
  ])('%s comes to %s', async (target, verdict) => {
    expect((await play(ends(target))).report.verdict).toBe(verdict);
  });

  it('says so when a runbook goes round', async () => {
    await expect(play(ends('only'))).rejects.toThrow('goes round in circles');
  });
});
