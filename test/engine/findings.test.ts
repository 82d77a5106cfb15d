import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/model/report.ts';
import { denied, object, play, type Staged } from './scripted.ts';

const WEB = object('Deployment', 'web', {
  apiVersion: 'apps/v1',
  metadata: { uid: 'web-1' },
  spec: { replicas: 1, template: { a: 1 } },
  status: { conditions: [{ type: 'Available', status: 'False', message: 'not available' }], phase: null },
});

/** A runbook that comes to one finding at once; `finding` and `more` say the rest. */
const found = (finding: string, more = '', step = ''): string => `
inputs: {web: {kind: object}}
lookups: {pods: {list: pods}}
steps: [{step: it, question: 'Is it {web.metadata.name}?', check: 'false', ${step}yes: healthy, no: {finding: broken, go: end}, unknown: unclear}]
findings:
  broken:
    layer: runtime
    on: web
    title: '{web} is broken'
    cause: 'It wants {web.spec.replicas}.'
${finding.includes('severity:') ? '' : '    severity: [{is: P2, rule: always}]'}
${/advice:/.test(finding) ? '' : '    advice: []'}
${finding.replace(/^/gm, '    ')}
${more}
`;

async function reportOf(text: string, staged: Staged = {}): Promise<Report> {
  return (await play(text, { inputs: { web: WEB }, ...staged })).report;
}

async function findingOf(text: string, staged: Staged = {}): Promise<Finding> {
  const [finding] = (await reportOf(text, staged)).findings;
  if (finding === undefined) throw new Error('nothing was found');
  return finding;
}

describe('the words of a finding', () => {
  it('are filled, and of further sentences those that hold', async () => {
    const text = found(`at-most: likely
also:
  - {when: '1 == 1', words: 'This holds.'}
  - {when: '1 == 2', words: 'This does not.'}
  - {when: count(pods) > 0, words: 'This is unknown.'}`);
    const finding = await findingOf(text, { script: { 'list pods in all namespaces': denied } });
    expect([finding.title, finding.cause]).toEqual(['Deployment apps/web is broken', 'It wants 1. This holds.']);
  });
});

describe('confidence', () => {
  const confirmed = 'confirmed: [{when: count(pods) == 0, needs: the pods}]';
  const script = { 'list pods in all namespaces': denied };

  it.each([
    ['confirmed when all that it asks for holds', confirmed, {}, 'confirmed', []],
    ['likely when something of it is unknown', confirmed, { script }, 'likely', ['the pods']],
    ['likely when something of it does not hold', confirmed.replace('== 0', '> 0'), {}, 'likely', ['the pods']],
    ['never more than at-most', `at-most: likely\n${confirmed}`, {}, 'likely', []],
    ['possible where that is the most', `at-most: possible\n${confirmed}`, {}, 'possible', []],
    [
      'possible when not even what makes it likely holds',
      `${confirmed}\nlikely: [{when: '1 == 2', needs: more}]`,
      { script },
      'possible',
      ['the pods', 'more'],
    ],
    [
      'likely when only that holds',
      `${confirmed}\nlikely: [{when: '1 == 1', needs: more}]`,
      { script },
      'likely',
      ['the pods'],
    ],
  ] as const)('is %s', async (_, spec, staged, confidence, wouldConfirm) => {
    expect(await findingOf(found(spec), staged)).toMatchObject({ confidence, wouldConfirm });
  });

  const doubtful = (optional: string): string =>
    found(confirmed)
      .replace('{pods: {list: pods}}', '{pods: {list: pods}, nodes: {list: nodes}}')
      .replace(
        'steps: [',
        `steps: [{step: before, question: 'Is {web.metadata.name} new?', check: count(nodes) > 0, ${optional}yes: next, no: next, unknown: next}, `,
      );

  it('is likely when a question on the way stayed open', async () => {
    const finding = await findingOf(doubtful(''), { script: { 'list nodes': denied } });
    expect(finding).toMatchObject({ confidence: 'likely', wouldConfirm: ['Is web new? (the right to look)'] });
  });

  it('does not mind an optional question', async () => {
    const finding = await findingOf(doubtful('optional: true, '), { script: { 'list nodes': denied } });
    expect(finding.confidence).toBe('confirmed');
  });

  it('is likely when a question of the runbook above stayed open', async () => {
    const above = `format: 1
name: above
title: Above
summary: Above.
inputs: {web: {kind: object}}
lookups: {nodes: {list: nodes}}
steps:
  - {step: open, question: Open?, check: count(nodes) > 0, yes: next, no: next, unknown: next}
  - {step: in, question: In?, enter: test, with: {web: web}, found: end, clean: healthy, unknown: unclear}
`;
    const finding = (await play([above, found(confirmed)], { inputs: { web: WEB }, script: { 'list nodes': denied } }))
      .report.findings[0];
    expect(finding).toMatchObject({ confidence: 'likely', wouldConfirm: ['Open? (the right to look)'] });
  });
});

describe('severity', () => {
  it.each([
    ['1 == 1', 'P0'],
    ['1 == 2', 'P3'],
    ['count(pods) == 0', 'P3'],
  ])('is that of the first rule that is known to hold: %s', async (when, severity) => {
    const text = found(
      `at-most: likely\nseverity: [{is: P0, when: ${when}, rule: bad}, {is: P3, rule: '{web.metadata.name}'}]`,
    );
    const finding = await findingOf(text, { script: { 'list pods in all namespaces': denied } });
    expect([finding.severity, finding.severityRule]).toEqual([severity, severity === 'P0' ? 'bad' : 'web']);
  });
});

describe('evidence', () => {
  const text = found(
    `at-most: likely
evidence:
  - {of: web, field: 'status.conditions[type=Available].message'}
  - {of: web, field: spec.replicas}
  - {of: web, field: spec.template}
  - {of: web, field: status.phase}
  - {of: web, field: spec.nothing}
  - {of: 'pods[0]', field: metadata.name}
  - {of: web, field: metadata.name, when: '1 == 2'}`,
    '',
    'evidence: [{of: web, field: spec.replicas}, {of: web, field: metadata.uid}], ',
  );

  it('is literal, each field once, with the command that shows it', async () => {
    const { evidence } = await findingOf(text);
    expect(evidence.map(({ field, value }) => [field, value])).toEqual([
      ['status.conditions[type=Available].message', 'not available'],
      ['spec.replicas', 1],
      ['spec.template', '{"a":1}'],
      ['status.phase', null],
      ['metadata.uid', 'web-1'],
    ]);
    expect(evidence[0]).toMatchObject({
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'apps', name: 'web' },
      command: `kubectl get deployment.apps web -n apps -o 'jsonpath={.status.conditions[?(@.type=="Available")].message}' --context lab`,
    });
  });

  it.each([
    ['a name that is none', { ...WEB, metadata: { ...WEB.metadata, name: 'web; reboot' } }],
    ['a namespace that is none', { ...WEB, metadata: { ...WEB.metadata, namespace: '$(reboot)' } }],
    ['a kind that is none', { ...WEB, kind: 'Deploy ment' }],
    ['a group that is none', { ...WEB, apiVersion: '--raw=/x/v1' }],
  ])('has no command for %s', async (_, web) => {
    const { evidence } = await findingOf(text, { inputs: { web } });
    expect(evidence.map(({ command }) => command)).toEqual([null, null, null, null, null]);
  });

  it('has no command while the context is not known', async () => {
    const { evidence } = await findingOf(text, { script: { 'the API server’s version and clock': denied } });
    expect(evidence.every(({ command }) => command === null)).toBe(true);
  });

  it('of a good answer is left out', async () => {
    const good = text.replace("check: 'false', evidence", "check: 'false', good: no, evidence");
    expect((await findingOf(good)).evidence.map(({ field }) => field)).not.toContain('metadata.uid');
  });
});

describe('what was ruled out', () => {
  it('comes from the way and from the finding, each once', async () => {
    const text = found('at-most: likely\nrules-out: [{what: b, by: the finding}, {what: a, by: again}]').replace(
      'no: {finding: broken, go: end}',
      "no: {finding: broken, go: end, rules-out: [{what: a, by: 'seen on {web.metadata.name}'}]}",
    );
    const { ruledOut } = await findingOf(text);
    expect(ruledOut).toEqual([
      { what: 'a', by: 'again' },
      { what: 'b', by: 'the finding' },
    ]);
  });
});

describe('headroom', () => {
  it('is what an expression gives, or nothing', async () => {
    expect((await findingOf(found('at-most: likely\nheadroom: \'[{"node": "a", "free": 5}]\''))).headroom).toEqual([
      { node: 'a', free: 5 },
    ]);
    expect((await findingOf(found('at-most: likely\nheadroom: web.spec.nothing'))).headroom).toEqual([]);
  });
});

describe('advice', () => {
  const advice = (more = ''): string =>
    found(
      'at-most: likely\nadvice: [first, second, third]',
      `advice:
  first: {tier: now, title: First, risk: reads, when: '1 == 2'}
  second: {tier: now, title: 'Second for {web.metadata.name}', risk: changes, recommended: [{when: '1 == 2', because: never}, {when: '1 == 1', because: it fits}], pros: ['{web.spec.replicas} wanted']}
  third:
    tier: permanent
    title: Third
    risk: interrupts
    recommended: [{when: '1 == 1', because: it fits too}]
    commands: ['kubectl get deployment {web.metadata.name} -n {web.metadata.namespace}', 'kubectl get pod {web.status.pod}']
    change:
      of: web
      file: '{web.spec.file}'
      owner: somebody
      patch: |
        name: {web.metadata.name}
        image: {web.spec.image}
${more}`,
    );
  const withSpec = (spec: object): Staged => ({
    inputs: { web: { ...WEB, spec: { ...(WEB['spec'] as object), ...spec } } },
  });

  it('is what applies, in order, with one piece recommended and its reason', async () => {
    const { advice: offered } = await findingOf(advice(), withSpec({ image: 'a:1' }));
    expect(offered.map(({ id, recommended, because }) => [id, recommended, because])).toEqual([
      ['second', true, 'it fits'],
      ['third', false, ''],
    ]);
    expect(offered[0]).toMatchObject({ title: 'Second for web', pros: ['1 wanted'], change: null, commands: [] });
  });

  it('has the commands whose values are all there, with the context', async () => {
    const { advice: offered } = await findingOf(advice(), withSpec({ image: 'a:1' }));
    expect(offered[1]?.commands).toEqual(['kubectl get deployment web -n apps --context lab']);
  });

  it('asks for what only a person can know, where it stands in what is printed', async () => {
    const third = `  third: {tier: now, title: T, risk: reads, commands: ['kubectl get pod <pod> -n <where>'], blanks: {pod: 'Which pod of {web.metadata.name}?', where: 'Where?'}}`;
    const commands = found('advice: [third]', `advice:\n${third}`);
    const { advice: offered } = await findingOf(commands);
    expect(offered[0]?.commands).toEqual([`kubectl get pod '<pod>' -n '<where>' --context lab`]);
    expect(offered[0]?.blanks).toEqual([
      { text: '<pod>', question: 'Which pod of web?' },
      { text: '<where>', question: 'Where?' },
    ]);
  });

  it('asks for nothing where the command with the blank is left out', async () => {
    const third = `  third: {tier: now, title: T, risk: reads, commands: ['kubectl get pod <pod> -n {web.spec.nothing}'], blanks: {pod: 'Which pod?'}}`;
    expect((await findingOf(found('advice: [third]', `advice:\n${third}`))).advice[0]?.blanks).toEqual([]);
  });

  it.each(['web; reboot', '$(reboot)', '-n', '--all', 'web\nreboot', '../x', "w'eb", ''])(
    'has no command with the name %j',
    async (name) => {
      const web = { ...WEB, metadata: { ...WEB.metadata, name } };
      const { advice: offered } = await findingOf(advice(), { inputs: { web } });
      expect(offered[1]?.commands).toEqual([]);
    },
  );

  it('has no command while the context is not known', async () => {
    const script = { 'the API server’s version and clock': denied };
    const { advice: offered } = await findingOf(advice(), { script });
    expect(offered[1]?.commands).toEqual([]);
  });

  it('has its change, whose file may be unknown', async () => {
    const { advice: offered } = await findingOf(advice(), withSpec({ image: 'a:1' }));
    expect(offered[1]?.change).toEqual({
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'apps', name: 'web' },
      file: '–',
      owner: 'somebody',
      patch: 'name: web\nimage: a:1\n',
    });
  });

  it.each([{}, { image: null }, { image: '' }, { image: 'a\nkind: Secret' }, { image: 'a\u202eb' }])(
    'has no change with a hole in its patch, or more than one line for a value: %j',
    async (spec) => {
      expect((await findingOf(advice(), withSpec(spec))).advice[1]?.change).toBeNull();
    },
  );

  it('is added by the runbooks above, behind its own and once', async () => {
    const above = `format: 1
name: above
title: Above
summary: Above.
inputs: {web: {kind: object}}
steps: [{step: in, question: In?, enter: test, with: {web: web}, found: {advise: [reset, reset]}, clean: healthy, unknown: unclear}]
advice:
  reset: {tier: now, title: 'Reset {web.metadata.name}', risk: changes, recommended: [{when: '1 == 1', because: above}]}
`;
    const { report } = await play([above, advice()], { inputs: { web: WEB } });
    expect(report.findings[0]?.advice.map(({ id, recommended }) => [id, recommended])).toEqual([
      ['second', true],
      ['third', false],
      ['reset', false],
    ]);
    expect(report.findings[0]?.advice[2]?.title).toBe('Reset web');
  });
});

describe('beside the findings', () => {
  const details = `
observations:
  - {when: '1 == 1', on: web, text: 'Seen on {web.metadata.name}.'}
  - {when: '1 == 2', on: web, text: Never.}
  - {when: count(pods) > 0, on: web, text: Unknown.}
tables:
  list:
    title: Conditions of {web}
    each: web.status.conditions
    columns: {Type: '{item.type}', Status: '{item.status}', Since: '{item.since}'}
  none: {title: None, each: web.spec.nothing, columns: {A: '{item}'}}
  empty: {title: Empty, each: '[]', columns: {A: '{item}'}}
timeline:
  - {each: web.spec.times, at: item, of: web, text: 'at {item}'}
  - {each: web.spec.times, at: item, text: 'then'}
`;
  const times = ['2025-11-15T10:00:00Z', 'soon', '', '2025-11-15T10:00:00+02:00', '2025-11-15T10:00:00Z'];
  const web = { ...WEB, spec: { ...(WEB['spec'] as object), times } };

  it('stand tables, notes and a timeline', async () => {
    const report = await reportOf(found('at-most: likely', details), {
      inputs: { web },
      script: { 'list pods in all namespaces': denied },
    });
    expect(report.tables).toEqual([
      {
        id: 'list',
        title: 'Conditions of Deployment apps/web',
        columns: ['Type', 'Status', 'Since'],
        rows: [['Available', 'False', '–']],
      },
    ]);
    expect(report.notes).toMatchObject([{ kind: 'observation', object: { name: 'web' }, text: 'Seen on web.' }]);
    expect(report.timeline.map(({ at, text, object: of }) => [at, text, of?.name ?? null])).toEqual([
      [times[3], `at ${times[3] ?? ''}`, 'web'],
      [times[3], 'then', null],
      [times[0], `at ${times[0] ?? ''}`, 'web'],
      [times[0], 'then', null],
    ]);
  });

  it('are left out where nothing was found', async () => {
    const healthy = found('at-most: likely', details).replace("check: 'false'", "check: 'true'");
    const report = await reportOf(healthy, { inputs: { web } });
    expect([report.tables, report.notes, report.timeline]).toEqual([[], [], []]);
  });

  it('are asked for as soon as there is trouble, late look-ups included', async () => {
    const text = found(
      'at-most: likely',
      'tables: {pods: {title: Pods, each: secrets, columns: {Name: "{item.metadata.name}"}}}',
    )
      .replace('{pods: {list: pods}}', '{secrets: {list: secrets, late: true}, slow: {list: nodes}}')
      .replace('no: {finding: broken, go: end}', 'no: next')
      .replace(
        'unknown: unclear}]',
        'unknown: unclear}, {step: slow, question: Slow?, check: count(slow) == 0, yes: {finding: broken, go: end}, no: unclear, unknown: unclear}]',
      );
    const order: string[] = [];
    const slow = {
      then(resolve: (value: unknown) => void) {
        setImmediate(() => {
          order.push('nodes');
          resolve([]);
        });
      },
    };
    const secrets = {
      then(resolve: (value: unknown) => void) {
        order.push('secrets');
        resolve([]);
      },
    };
    await reportOf(text, { script: { 'list nodes': slow, 'list secrets in all namespaces': secrets } });
    expect(order).toEqual(['secrets', 'nodes']);
  });
});
