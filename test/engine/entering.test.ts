import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/model/object.ts';
import { UsageError } from '../../src/model/errors.ts';
import { denied, object, pathOf, play, type Played, type Script } from './scripted.ts';

/** Enters `one` for every Pod of the namespace. */
const EACH = `format: 1
name: each
title: Each
summary: Each.
lookups: {pods: {list: pods}}
steps:
  - step: pod
    question: Which pod?
    enter: one
    each: pods
    with: {pod: item}
    pick: {value: '{item.metadata.name}', label: 'Pod {item.metadata.name}', hint: '{item.status.phase}'}
    found: end
    clean: healthy
    unknown: unclear
`;

/** The same on a guess, and then by a way that is none. */
const GUESS = EACH.replace(
  '    found: end\n',
  "    at-most: {is: possible, needs: 'a log of {pods[0].metadata.name}'}\n    found: again\n",
)
  .replace(
    '    clean: healthy\n    unknown: unclear\n',
    `    clean: again
    unknown: unclear
  - step: again
    question: And for sure?
    enter: one
    each: sure
    with: {pod: item}
    found: end
    clean: healthy
    unknown: unclear
`,
  )
  .replace(
    'lookups: {pods: {list: pods}}',
    `lookups: {pods: {list: pods}}
derive: {sure: 'pods.filter(p, get(p, "spec.known", false))'}`,
  );

/** What becomes of a pod depends on its phase. */
const ONE = `format: 1
name: one
title: One
summary: One.
inputs: {pod: {kind: Pod}}
lookups: {node: {get: nodes, name: 'get(pod, "spec.nodeName", "")', placed-by: pod, when: 'get(pod, "spec.nodeName", "") != ""'}}
steps:
  - step: phase
    question: Which phase?
    cases:
      - {when: pod.status.phase == "Bad", answer: bad, then: {finding: bad, go: end}}
      - {when: pod.status.phase == "Node", answer: node, then: {finding: node-bad, go: end}}
      - {when: pod.status.phase == "Busy", answer: busy, then: {note: busy, go: end}}
      - {when: pod.status.phase == "Good", answer: good, then: healthy}
      - {when: pod.status.phase == "Ask", answer: ask, then: asked}
    otherwise: unclear
    unknown: unclear
  - step: asked
    question: May it stop?
    ask: [{answer: 'yes', label: It may, then: {finding: bad, go: end}}, {answer: 'no', label: It may not, then: {finding: bad, go: end}}]
    unknown: {finding: bad, go: end}
findings:
  bad:
    layer: runtime
    on: pod
    title: '{pod} is bad'
    cause: It is.
    severity: [{is: P2, rule: always}]
    at-most: likely
    advice: [stop, keep]
  node-bad:
    layer: node
    on: node
    title: '{node} is bad'
    cause: It is.
    severity: [{is: P1, rule: always}]
    confirmed: [{when: 'get(pod, "spec.sure", true)', needs: to be sure}]
    advice: []
advice:
  stop: {tier: now, title: Stop, risk: interrupts, when: 'answers["asked"] == "yes"'}
  keep: {tier: now, title: Keep, risk: reads, when: 'answers["asked"] == "no"'}
notes:
  busy: {kind: in-progress, on: pod, text: '{pod.metadata.name} is busy'}
tables:
  pod: {title: '{pod}', each: pod, columns: {Phase: '{item.status.phase}'}}
`;

const NODE = object('Node', 'a', { metadata: { namespace: undefined } });
const pod = (name: string, phase: string | undefined, spec: object = {}): KubeObject =>
  object('Pod', name, { spec, status: phase === undefined ? {} : { phase } });

function enter(pods: unknown, answers: Readonly<Record<string, string>> = {}): Promise<Played> {
  const script: Script = { 'list pods in all namespaces': pods, 'get nodes a': NODE };
  return play([EACH, ONE], { script, answers });
}

describe('a runbook that is entered per object', () => {
  it.each([
    ['nobody', [], 'healthy', 'pod: none'],
    ['good ones', ['Good', 'Good'], 'healthy', 'pod: Pod apps/p0, Pod apps/p1'],
    ['a busy one among good ones', ['Good', 'Busy'], 'in-progress', 'pod: Pod apps/p0, Pod apps/p1'],
    ['an unclear one among busy ones', ['Busy', 'Odd'], 'incomplete', 'pod: Pod apps/p0, Pod apps/p1'],
    ['an unclear one', [undefined], 'incomplete', 'pod: Pod apps/p0'],
    ['a bad one among all others', ['Good', 'Busy', 'Odd', 'Bad'], 'problem', undefined],
  ])('comes, with %s, to what the worst of them comes to', async (_, phases, verdict, first) => {
    const { report } = await enter(phases.map((phase, index) => pod(`p${index}`, phase)));
    expect(report.verdict).toBe(verdict);
    if (first !== undefined) expect(pathOf(report)[0]).toBe(first);
  });

  it.each([[denied], [{ state: 'failed', reason: 'x', hint: '' }]])('is unknown when the list is: %j', async (pods) => {
    expect((await enter(pods)).report.verdict).toBe('incomplete');
  });

  it('walks them in order, and tells each below the question that led there', async () => {
    const { report, told } = await enter([pod('b', 'Good'), pod('a', 'Bad')]);
    expect(report.path.map(({ runbook, step, depth }) => [runbook, step, depth])).toEqual([
      ['each', 'pod', 0],
      ['one', 'phase', 1],
      ['one', 'phase', 1],
    ]);
    expect(told.flatMap((event) => (event.event === 'finding' ? [event.title] : []))).toEqual(['Pod apps/a is bad']);
  });

  it('has tables of the runbooks that led to a finding alone', async () => {
    const { report } = await enter([pod('b', 'Good'), pod('a', 'Bad')]);
    expect(report.tables.map(({ title }) => title)).toEqual(['Pod apps/a']);
  });

  it('says what is in progress once', async () => {
    const { report } = await enter([pod('b', 'Busy')]);
    expect(report.notes).toEqual([
      {
        kind: 'in-progress',
        object: { apiVersion: 'v1', kind: 'Pod', namespace: 'apps', name: 'b' },
        text: 'b is busy',
      },
    ]);
  });
});

describe('a pick', () => {
  const two = [pod('a', 'Bad'), pod('b', 'Good')];

  it('asks which one', async () => {
    const { report, questions } = await enter(two, { pod: 'b' });
    expect(questions).toEqual([
      {
        id: 'pod',
        text: 'Which pod?',
        options: [
          { value: 'a', label: 'Pod a', hint: 'Bad' },
          { value: 'b', label: 'Pod b', hint: 'Good' },
        ],
      },
    ]);
    expect([report.verdict, pathOf(report)]).toEqual(['healthy', ['pod: Pod apps/b', 'phase: good']]);
  });

  it.each([{}, { pod: 'unknown' }])(
    'takes all of them when nobody says which: %j',
    async (answers: Record<string, string>) => {
      const { report } = await enter(two, answers);
      expect([report.verdict, report.unanswered]).toEqual(['problem', []]);
    },
  );

  it('is not asked where there is no choice', async () => {
    expect((await enter([pod('a', 'Bad')])).questions).toEqual([]);
  });

  it('refuses what is not there', async () => {
    await expect(enter(two, { pod: 'c' })).rejects.toThrow(UsageError);
  });
});

describe('answers', () => {
  it('belong to the object that was asked about', async () => {
    const replies = ['yes', 'no'];
    const { report } = await play([EACH, ONE], {
      script: { 'list pods in all namespaces': [pod('a', 'Ask'), pod('b', 'Ask')] },
      answers: Object.defineProperty({}, 'asked', { get: () => replies.shift() }),
    });
    expect(report.findings.map(({ title, advice }) => [title, advice.map(({ id }) => id)])).toEqual([
      ['Pod apps/a is bad', ['stop']],
      ['Pod apps/b is bad', ['keep']],
    ]);
  });

  it('that are missing are named once', async () => {
    const { report } = await enter([pod('a', 'Ask'), pod('b', 'Ask')]);
    expect(report.unanswered).toHaveLength(1);
  });
});

describe('what was not picked', () => {
  const noted = EACH.replace(
    "hint: '{item.status.phase}'}",
    "hint: '{item.status.phase}', left-out: 'Not looked at:'}",
  );
  const picked = async (text: string, answers: Readonly<Record<string, string>>) => {
    const script = { 'list pods in all namespaces': [pod('a', 'Good'), pod('b', 'Bad'), pod('c', 'Bad')] };
    const { report } = await play([text, ONE], { script, answers });
    return [report.verdict, ...report.notes.map(({ kind, text: words }) => `${kind}: ${words}`)];
  };

  it('is named where the runbook says so, and nothing is healthy without it', async () => {
    expect(await picked(noted, { pod: 'a' })).toEqual(['incomplete', 'scope: Not looked at: Pod b, Pod c']);
    expect(await picked(noted, { pod: 'b' })).toEqual(['problem', 'scope: Not looked at: Pod a, Pod c']);
  });

  it('is nothing where all are walked, or where the runbook does not say so', async () => {
    expect(await picked(noted, {})).toEqual(['problem']);
    expect(await picked(EACH, { pod: 'a' })).toEqual(['healthy']);
  });
});

describe('several findings', () => {
  it('are ordered by how deep they sit', async () => {
    const { report } = await enter([pod('a', 'Bad'), pod('b', 'Node', { nodeName: 'a' })]);
    expect(report.findings.map(({ code }) => code)).toEqual(['node-bad', 'bad']);
  });

  it('begin with what somebody suffers from, however deep the others sit', async () => {
    const [before = '', nodeBad = ''] = ONE.split('  node-bad:');
    const mild = `${before}  node-bad:${nodeBad.replace('is: P1', 'is: P3')}`;
    const pods = [pod('a', 'Bad'), pod('b', 'Node', { nodeName: 'a' })];
    const { report } = await play([EACH, mild], { script: { 'list pods in all namespaces': pods } });
    expect(report.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['bad', 'P2'],
      ['node-bad', 'P3'],
    ]);
  });

  it('with the same cause are one, as sure as the surest of them', async () => {
    const pods = [pod('c', 'Node', { nodeName: 'a', sure: false }), pod('b', 'Node', { nodeName: 'a' })];
    const { report } = await enter([...pods, pod('a', 'Node', { nodeName: 'a' })]);
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({ confidence: 'confirmed', chain: [{ name: 'b' }, { name: 'a' }] });
    expect(report.findings[0]?.alsoAffects.map(({ name }) => name)).toEqual(['c', 'a']);
  });

  it('on several objects are one where they name the same thing outside of the cluster', async () => {
    const severity = `[{is: P1, when: 'get(pod, "spec.severe", false)', rule: severe}, {is: P2, rule: always}]`;
    const shared = ONE.replace('on: pod\n', `on: pod\n    same: 'get(pod, "spec.host", "")'\n`);
    const hosts = [
      pod('a', 'Bad', { host: 'one' }),
      pod('b', 'Bad', { host: 'one', severe: true }),
      pod('c', 'Bad', { host: 'two' }),
      pod('d', 'Bad'),
      pod('e', 'Bad'),
      pod('f', 'Bad', { host: 1 }),
    ];
    const { report } = await play([EACH, shared.replace('[{is: P2, rule: always}]', severity)], {
      script: { 'list pods in all namespaces': hosts },
    });
    const told = report.findings.map(({ chain, alsoAffects }) => [chain, alsoAffects].map((refs) => refs[0]?.name));
    expect(told).toEqual([['b', 'a'], ...['c', 'd', 'e', 'f'].map((name) => [name, undefined])]);
  });
});

describe('a finding that another one tells', () => {
  const told = ONE.replace('    on: pod\n', "    on: 'node == null ? pod : node'\n    told-by: [node-bad]\n");
  const tell = async (pods: readonly KubeObject[], texts = [EACH, told]) => {
    const { report } = await play(texts, {
      script: { 'list pods in all namespaces': pods, 'get nodes a': object('Node', 'a', {}) },
    });
    return report.findings.map(({ code, chain, alsoAffects }) => [
      code,
      chain[0]?.name,
      chain.at(-1)?.name,
      ...alsoAffects.map(({ name }) => name),
    ]);
  };
  const both = [pod('x', 'Bad', { nodeName: 'a' }), pod('y', 'Node', { nodeName: 'a' })];

  it('becomes that one where both sit on one object, whichever came first', async () => {
    expect(await tell(both)).toEqual([['node-bad', 'y', 'a', 'x']]);
    expect(await tell(both.toReversed())).toEqual([['node-bad', 'y', 'a', 'x']]);
  });

  it('is told by itself where that one is not there, or sits elsewhere', async () => {
    expect(await tell([pod('x', 'Bad', { nodeName: 'a' })])).toEqual([['bad', 'x', 'a']]);
    const [elsewhere, there] = [pod('x', 'Bad'), pod('y', 'Node', { nodeName: 'a' })];
    expect((await tell([elsewhere, there])).map(([code]) => code)).toEqual(['node-bad', 'bad']);
  });
});

describe('a walk', () => {
  it('of a runbook that is not there is refused', async () => {
    await expect(play([EACH])).resolves.toMatchObject({ report: { verdict: 'healthy' } });
    await expect(play([EACH], { script: { 'list pods in all namespaces': [pod('a', 'Bad')] } })).rejects.toThrow(
      'there is no runbook one',
    );
  });

  it('gives the same report for the same answers, in whatever order they come', async () => {
    const later = (value: unknown): unknown => new Promise((resolve) => setImmediate(resolve, value));
    const pods = [pod('a', 'Bad'), pod('b', 'Node', { nodeName: 'a' }), pod('c', 'Odd', { nodeName: 'a' })];
    const script = { 'list pods in all namespaces': pods, 'get nodes a': denied };
    const one = await play([EACH, ONE], { script });
    const other = await play([EACH, ONE], { script: { ...script, 'get nodes a': later(denied) } });
    expect(JSON.stringify(other.report)).toBe(JSON.stringify(one.report));
  });
});

describe('an input that holds throughout', () => {
  const text = (name: string, input: string, rest: string): string =>
    `format: 1\nname: ${name}\ntitle: T\nsummary: S.\ninputs: {network: {kind: text, optional: true${input}}}\n${rest}`;
  const enters = (name: string, below: string, given = ''): string =>
    `steps:\n  - {step: ${name}, question: Q?, enter: ${below}${given}, found: end, clean: healthy, unknown: unclear}\nfindings: {}\nadvice: {}\n`;
  const last = (mark: string): string =>
    text(
      'last',
      mark,
      "steps:\n  - step: told\n    question: What is said of it?\n    say: 'said {network}'\n    check: network != null\n    yes: healthy\n    no: healthy\n    unknown: unclear\nfindings: {}\nadvice: {}\n",
    );
  const middle = `format: 1\nname: middle\ntitle: T\nsummary: S.\n${enters('go', 'last')}`;
  const saysOf = async (...texts: readonly string[]): Promise<string | undefined> => {
    const { report } = await play(texts, { inputs: { network: 'yes' } });
    return report.path.find(({ step }) => step === 'told')?.answer;
  };

  it('reaches a runbook whose enterer does not know it', async () => {
    expect(
      await saysOf(text('first', ', throughout: true', enters('go', 'middle')), middle, last(', throughout: true')),
    ).toBe('yes');
  });

  it('does not reach one that does not mark it', async () => {
    expect(await saysOf(text('first', ', throughout: true', enters('go', 'middle')), middle, last(''))).toBe('no');
  });

  it('is what whoever enters it says, where that is said', async () => {
    const first = text('first', ', throughout: true', enters('go', 'last', ", with: {network: 'null'}"));
    expect(await saysOf(first, last(', throughout: true'))).toBe('no');
  });
});

describe('a step that enters on a guess', () => {
  const found = async (known: boolean) => {
    const one = pod('x', 'Node', { nodeName: 'a', known });
    const { report } = await play([GUESS, ONE], {
      script: { 'list pods in all namespaces': [one], 'get nodes a': NODE },
    });
    return report.findings.map(({ code, confidence, wouldConfirm }) => ({ code, confidence, wouldConfirm }));
  };

  it('finds nothing that is surer than the guess, and says what would settle it', async () => {
    expect(await found(false)).toEqual([{ code: 'node-bad', confidence: 'possible', wouldConfirm: ['a log of x'] }]);
  });

  it('does not hold back who finds the same by a way that is none', async () => {
    expect(await found(true)).toEqual([{ code: 'node-bad', confidence: 'confirmed', wouldConfirm: [] }]);
  });
});
