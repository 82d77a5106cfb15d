import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/model/query.ts';
import { describeQuery } from '../../src/text/query-text.ts';
import { denied, failed, noKind, noObject, object, pathOf, play, type Script } from './scripted.ts';

const WEB = object('Deployment', 'web', { apiVersion: 'apps/v1', metadata: { uid: 'web-1' } });

/** Declares look-ups and checks one thing about them. */
const looking = (lookups: string, check: string, more = ''): string => `
inputs: {web: {kind: object}}
lookups:
${lookups.replace(/^/gm, '  ')}
${more}
steps: [{step: it, question: It?, check: '${check}', yes: healthy, no: unclear, unknown: unclear}]
`;

async function answerOf(text: string, script: Script = {}, web: unknown = WEB): Promise<string> {
  return pathOf((await play(text, { script, inputs: { web } })).report)[0] ?? '';
}

async function askedBy(text: string, script: Script = {}): Promise<readonly Query[]> {
  const { asked } = await play(text, { script, inputs: { web: WEB } });
  return asked.filter(({ from }) => from !== 'server');
}

describe('a query', () => {
  it('carries what the look-up declares', async () => {
    const text = looking(
      `list:
  list: secrets
  namespace: web.metadata.namespace
  labels: 'owner=helm,name={web.metadata.name}'
  fields: type=x
  read: metadata
  keep: [metadata.labels]
get: {get: nodes, name: '"a"'}
run: {run: [flux, version, --client]}
http: {http: '"https://" + web.metadata.name + ".example.org/"'}
health:
  http: '"https://" + web.metadata.name + ".example.org/health"'
  token: {header: X-Token, from: A_TOKEN, for: A_URL}
  most-kib: 512
derp: {http: '"https://a/derp"', upgrade: {to: derp}}
socket: {http: '"https://a/derp"', upgrade: {to: websocket, protocol: derp}}
dns: {dns: {name: '"db." + web.metadata.namespace', type: CNAME, server: '"192.0.2.53"'}}
own: {dns: {name: '"db"', type: A}}
image: {registry: {image: '"coder/" + web.metadata.name'}}
parts: {registry: {image: '"ghcr.io/coder/coder:v2"', parts: true}}
declared: {terraform: '"infra/" + web.metadata.name'}
nowhere: {terraform: '""'}`,
      'true',
    );
    expect(await askedBy(text)).toEqual(
      expect.arrayContaining([
        {
          from: 'list',
          resource: 'secrets',
          namespace: 'apps',
          labelSelector: 'owner=helm,name=web',
          fieldSelector: 'type=x',
          as: 'metadata',
          keep: ['metadata.labels'],
        },
        { from: 'get', resource: 'nodes', namespace: null, name: 'a' },
        { from: 'run', argv: ['flux', 'version', '--client'] },
        { from: 'http', url: 'https://web.example.org/' },
        {
          from: 'http',
          url: 'https://web.example.org/health',
          token: { header: 'X-Token', from: 'A_TOKEN', for: 'A_URL' },
          mostKib: 512,
        },
        { from: 'http', url: 'https://a/derp', upgrade: { to: 'derp' } },
        { from: 'http', url: 'https://a/derp', upgrade: { to: 'websocket', protocol: 'derp' } },
        { from: 'dns', name: 'db.apps', type: 'CNAME', server: '192.0.2.53' },
        { from: 'dns', name: 'db', type: 'A', server: null },
        { from: 'registry', image: 'docker.io/coder/web:latest', parts: false },
        { from: 'registry', image: 'ghcr.io/coder/coder:v2', parts: true },
        { from: 'terraform', folder: 'infra/web' },
      ]),
    );
    expect((await askedBy(text)).filter(({ from }) => from === 'terraform')).toHaveLength(1);
  });

  it('of a registry is not sent for what is no name of an image, nor for an empty one', async () => {
    const of = (image: string) => looking(`r: {registry: {image: '${image}'}}`, 'r == null');
    expect(await askedBy(of('"https://a/b"'))).toEqual([]);
    expect(await answerOf(of('"https://a/b"'))).toContain('unknown');
    expect(await askedBy(of('""'))).toEqual([]);
    expect(await answerOf(of('""'))).toContain('yes');
  });

  it('about a kind that the server lacks finds nothing where the runbook says so, and else is unknown', async () => {
    const script = { 'list routes.example in all namespaces': noKind, 'get routes.example web': noKind };
    const list = (more: string) => looking(`r: {list: routes.example, required: true${more}}`, 'count(r) == 0');
    const get = (more: string) => looking(`r: {get: routes.example, name: '"web"'${more}}`, 'r == null');
    expect(await answerOf(list(', if-served: true'), script)).toBe('it: yes');
    expect(await answerOf(get(', if-served: true'), script)).toBe('it: yes');
    expect(await answerOf(list(''), script)).toBe('it: unknown');
    expect(await answerOf(get(''), script)).toBe('it: unknown');
    expect(await answerOf(list(', if-served: true'), { 'list routes.example in all namespaces': denied })).toBe(
      'it: unknown',
    );
    const { report } = await play(list(', if-served: true'), { script, inputs: { web: WEB } });
    expect(report).toMatchObject({ verdict: 'healthy', unknown: [] });
  });

  it('is sent once, whoever asks', async () => {
    const text = looking('one: {list: pods}\nother: {list: pods}', 'count(one) == count(other)');
    expect(await askedBy(text)).toHaveLength(1);
  });

  it('is not sent for an object without a name, which is then known to be absent', async () => {
    const text = looking('node: {get: nodes, name: \'get(web, "spec.nodeName", "")\'}', 'node == null');
    expect(await askedBy(text)).toEqual([]);
    expect(await answerOf(text)).toBe('it: yes');
  });

  it.each(["http: {http: 'web.spec.url'}", "dns: {dns: {name: 'web.spec.url', type: A}}"])(
    'is not sent where it names nothing: %s',
    async (lookup) => {
      const web = object('Deployment', 'web', { spec: { url: '' } });
      const name = lookup.slice(0, lookup.indexOf(':'));
      expect(await askedBy(looking(lookup, 'true'))).toEqual([]);
      expect(await answerOf(looking(lookup, `${name} == null`), {}, web)).toBe('it: yes');
    },
  );

  it('whose answer says that nobody answers is known', async () => {
    const text = looking('page: {http: \'"http://a"\'}', 'page.outcome == "refused"');
    const answer = { state: 'known', value: { outcome: 'refused', status: 0 } };
    expect(await answerOf(text, { 'GET http://a': answer })).toBe('it: yes');
  });

  it('with a token that nobody gave is skipped, and without one it is not known', async () => {
    const page = (more: string) =>
      looking(`page: {http: '"https://a"'${more}, required: true}`, 'state.page == "skipped"');
    const token = ', token: {header: X-Token, from: A_TOKEN, for: A_URL}';
    const unasked = { ...failed, unasked: true };
    const script = { 'GET https://a': unasked, 'GET https://a with the token in A_TOKEN': unasked };
    expect(await answerOf(page(token), script)).toBe('it: yes');
    expect(await answerOf(page(''), script)).toBe('it: no');
    const { report } = await play(page(token), { script, inputs: { web: WEB } });
    expect(report).toMatchObject({ verdict: 'healthy', unknown: [] });
    const refused = { 'GET https://a with the token in A_TOKEN': failed };
    expect(await answerOf(page(token), refused)).toBe('it: no');
    expect((await play(page(token), { script: refused, inputs: { web: WEB } })).report.verdict).toBe('incomplete');
  });

  it('is not sent when its condition does not hold, and its value is unknown', async () => {
    const text = looking("pods: {list: pods, when: 'false'}", 'state.pods == "skipped" && count(pods) == 0');
    expect(await askedBy(text)).toEqual([]);
    expect(await answerOf(text)).toBe('it: unknown');
  });

  it.each(['"yes"', 'server.nothing', 'null'])(
    'is not sent when its condition is %s, and that is unclear',
    async (when) => {
      const text = looking(`pods: {list: pods, when: '${when}'}`, 'state.pods == "unclear"');
      expect(await askedBy(text)).toEqual([]);
      expect(await answerOf(text)).toBe('it: yes');
    },
  );

  it.each([
    ['is missing', {}],
    ['is empty', { app: '' }],
    ['would add a requirement', { app: 'web,owner!=helm' }],
    ['is no text', { app: 5 }],
  ])('is not sent when a value of its selector %s: nothing found would look like nothing wrong', async (_, labels) => {
    const web = object('Deployment', 'web', { metadata: { labels } });
    const text = looking("pods: {list: pods, labels: 'app={web.metadata.labels.app}'}", 'count(pods) == 0');
    expect(await answerOf(text, {}, web)).toBe('it: unknown');
  });

  it('that is late goes out only when something names it', async () => {
    const late = 'pods: {list: pods, late: true}';
    expect(await askedBy(looking(late, 'true'))).toEqual([]);
    expect(await askedBy(looking(late, 'count(pods) == 0'))).toHaveLength(1);
  });
});

describe('the order of queries', () => {
  it('has everything independent in flight before the first answer', async () => {
    const started: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const held = (words: string): unknown => ({
      then(resolve: (value: unknown) => void) {
        started.push(words);
        void gate.then(() => {
          resolve([]);
        });
      },
    });
    const lists = ['pods', 'nodes', 'events', 'secrets'];
    const words = lists.map((resource) => describeQuery({ from: 'list', resource, namespace: null }));
    const text = looking(
      lists.map((resource) => `${resource}: {list: ${resource}}`).join('\n') +
        "\nafter: {list: jobs.batch, namespace: 'pods[0].metadata.name'}",
      'count(pods) == 0',
    );
    const played = play(text, {
      inputs: { web: WEB },
      script: Object.fromEntries(words.map((each) => [each, held(each)])),
    });
    while (started.length < words.length) await Promise.resolve();
    expect(started.toSorted()).toEqual(words.toSorted());
    open();
    expect((await played).asked.filter(({ from }) => from === 'list')).toHaveLength(words.length);
  });

  it('does not wait for what a look-up follows from, which only says what is kept', async () => {
    const never = new Promise(() => undefined);
    const text = looking(
      'sets: {list: replicasets.apps}\npods: {list: pods, owned-by: sets}\nnodes: {list: nodes}',
      'count(nodes) == 0',
    );
    const { asked } = await play(text, {
      inputs: { web: WEB },
      script: { 'list replicasets.apps in all namespaces': never },
    });
    expect(asked.map(describeQuery)).toContain('list pods in all namespaces');
  });

  it('does not let a dead look-up hold up a walk that needs nothing of it', async () => {
    const never = new Promise(() => undefined);
    const text = looking(
      "dead: {list: events}\nbehind: {get: nodes, name: 'dead[0].metadata.name'}\npods: {list: pods}",
      'count(pods) == 0',
    );
    expect(await answerOf(text, { 'list events in all namespaces': never })).toBe('it: yes');
  });

  it('does not let an input that a runbook never reads hold it up', async () => {
    const never = new Promise(() => undefined);
    const outer = `
lookups: {dead: {list: events}, pods: {list: pods}}
steps: [{step: in, question: In?, enter: below, with: {pods: pods, extra: 'dead[0]'}, found: end, clean: healthy, unknown: unclear}]
`;
    const below = `format: 1
name: below
title: Below
summary: Below.
inputs: {pods: {kind: list}, extra: {kind: object, optional: true}}
lookups: {node: {get: nodes, name: 'get(pods, "[0].spec.nodeName", "")'}}
steps: [{step: it, question: It?, check: count(pods) == 0, yes: healthy, no: unclear, unknown: unclear}]
`;
    const { report } = await play([outer, below], { script: { 'list events in all namespaces': never } });
    expect(report.verdict).toBe('healthy');
  });

  it('tells what is waited for and what has come', async () => {
    const { told } = await play(looking('pods: {list: pods}', 'count(pods) == 0'), { inputs: { web: WEB } });
    const words = (kind: string): string[] =>
      told.flatMap((event) => (event.event === kind && 'lookup' in event ? [event.lookup] : [])).toSorted();
    expect(words('waiting')).toEqual(['list pods in all namespaces', 'the API server’s version and clock']);
    expect(words('arrived')).toEqual(words('waiting'));
  });
});

describe('what is kept of a list', () => {
  const owned = (name: string, uid: string | undefined): object =>
    object('ReplicaSet', name, {
      metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid }] },
    });
  const SETS = 'list replicasets.apps in all namespaces';
  const script = { [SETS]: [owned('mine', 'web-1'), owned('earlier', 'web-0'), owned('other', undefined)] };

  it('are the objects that stand in the relation', async () => {
    const text = looking(
      'sets: {list: replicasets.apps, owned-by: web}',
      'sets.map(s, s.metadata.name) == ["mine", "other"]',
    );
    expect(await answerOf(text, script)).toBe('it: yes');
  });

  it('is nothing when there is nothing to follow from', async () => {
    const text = looking("sets: {list: replicasets.apps, owned-by: '[]'}", 'count(sets) == 0');
    expect(await answerOf(text, script)).toBe('it: yes');
  });

  it('is unknown when that is unknown', async () => {
    const text = looking(
      'dep: {list: deployments.apps}\nsets: {list: replicasets.apps, owned-by: dep}',
      'count(sets) == 0',
    );
    const denials = { 'list deployments.apps in all namespaces': denied };
    expect(await answerOf(text, denials)).toBe('it: unknown');
    expect(await answerOf(text.replace('count(sets) == 0', 'state.sets == "unclear"'), denials)).toBe('it: yes');
  });

  it('is told beside that, where both are denied: whoever lacks two rights learns of both at once', async () => {
    const text = looking(
      'dep: {list: deployments.apps}\nsets: {list: replicasets.apps, owned-by: dep}',
      'count(sets) == 0',
    );
    const all = {
      'list deployments.apps in all namespaces': denied,
      'list replicasets.apps in all namespaces': denied,
    };
    const { report } = await play(text, { script: all, inputs: { web: WEB } });
    expect(report.unknown.map(({ lookup, state }) => `${lookup}: ${state}`).toSorted()).toEqual(
      Object.keys(all).map((lookup) => `${lookup}: denied`),
    );
  });

  it('are those for which the condition holds', async () => {
    const text = looking('sets: {list: replicasets.apps, where: \'item.metadata.name == "mine"\'}', 'count(sets) == 1');
    expect(await answerOf(text, script)).toBe('it: yes');
  });

  it.each(['item.spec.replicas > 0', 'item.metadata.name', 'null'])(
    'is unknown when the condition %s has no answer for one of them',
    async (where) => {
      const text = looking(`sets: {list: replicasets.apps, where: '${where}'}`, 'count(sets) == 0');
      expect(await answerOf(text, script)).toBe('it: unknown');
    },
  );

  it('are events in the order of time, whatever their precision', async () => {
    const event = (at: string, message: string): object =>
      object('Event', message, { involvedObject: { kind: 'Deployment', name: 'web' }, lastTimestamp: at, message });
    const events = [
      event('2025-11-15T10:00:00.5Z', 'second'),
      event('2025-11-15T10:00:00Z', 'first'),
      event('2025-11-15T12:00:00+01:00', 'third'),
    ];
    const text = looking(
      'events: {list: events, about: web}',
      'events.map(e, e.message) == ["first", "second", "third"]',
    );
    expect(await answerOf(text, { 'list events in all namespaces': events })).toBe('it: yes');
  });
});

describe('a log', () => {
  const pod = (ready: string): object =>
    object('Pod', 'web-1', { status: { conditions: [{ type: 'Ready', status: ready }] } });
  const text = (more = ''): string =>
    looking(`log: {logs: {pod: web, container: '"main"', previous: true, tail: 20${more}}}`, 'log == "it broke"');
  const script = { 'logs of pod web-1 in namespace apps, container main (previous run)': 'it broke' };

  it('of a pod that is not ready is read', async () => {
    expect(await answerOf(text(), script, pod('False'))).toBe('it: yes');
    const { asked } = await play(text(), { script, inputs: { web: pod('False') } });
    expect(asked).toContainEqual({
      from: 'logs',
      namespace: 'apps',
      pod: 'web-1',
      container: 'main',
      previous: true,
      tailLines: 20,
    });
  });

  it('of a ready pod is history', async () => {
    expect(await answerOf(text(), script, pod('True'))).toBe('it: no');
  });

  it('of a ready pod is read where readiness tests nothing', async () => {
    expect(await answerOf(text(', readiness-is-blind: true'), script, pod('True'))).toBe('it: yes');
  });

  it('that is gone is absent', async () => {
    const gone = text().replace('log == "it broke"', 'log == null && state.log == "absent"');
    expect(await answerOf(gone, { ...script, ...{ [Object.keys(script)[0] ?? '']: noObject } }, pod('False'))).toBe(
      'it: yes',
    );
  });
});

describe('the log of a program that says something when it starts', () => {
  const pod = (ready: string): object =>
    object('Pod', 'web-1', { status: { conditions: [{ type: 'Ready', status: ready }] } });
  const more = ', readiness-is-blind: true, never-empty: true';
  const one = looking(`log: {logs: {pod: web, container: '"main"'${more}}}`, 'log == null || log == ""');
  const several = looking(`said: {logs: {pods: '[web]', container: '"main"'${more}}}`, 'said.all(s, s.log == "")');
  const name = 'logs of pod web-1 in namespace apps, container main';

  it.each([
    ['empty', ''],
    ['gone', noObject],
  ])('was not seen where it is %s and the pod is ready', async (_, fact) => {
    for (const text of [one, several]) {
      expect(await answerOf(text, { [name]: fact }, pod('True'))).toBe('it: unknown');
      expect(await answerOf(text, { [name]: fact }, pod('False'))).toBe('it: yes');
      expect(await answerOf(text.replace(', never-empty: true', ''), { [name]: fact }, pod('True'))).toBe('it: yes');
    }
  });

  it('counts where it holds a line', async () => {
    expect(await answerOf(one, { [name]: 'started' }, pod('True'))).toBe('it: no');
    expect(await answerOf(several, { [name]: 'started' }, pod('True'))).toBe('it: no');
  });

  it('of one pod of two is told to be missing, and the other counts', async () => {
    const web = [pod('True'), object('Pod', 'web-2', { status: { conditions: [{ type: 'Ready', status: 'True' }] } })];
    const text = several.replace("'[web]'", 'web').replace('kind: Deployment', 'kind: list');
    const script = { [name]: '', 'logs of pod web-2 in namespace apps, container main': 'started' };
    const { report } = await play(text.replace('said.all(s, s.log == "")', 'count(said) == 1'), {
      script,
      inputs: { web },
    });
    expect(JSON.stringify(report)).toContain('the log is empty or gone');
  });
});

describe('logs of several pods', () => {
  const pods = ['web-1', 'web-2', 'web-3', 'web-4'].map((name) =>
    object('Pod', name, { status: { conditions: [{ type: 'Ready', status: name === 'web-4' ? 'True' : 'False' }] } }),
  );
  const logOf = (name: string): string => `logs of pod ${name} in namespace apps, container main`;
  const text = (check: string, more = ''): string =>
    looking(`said: {logs: {pods: web, container: '"main"', tail: 20, times: true${more}}}`, check).replace(
      'kind: Deployment',
      'kind: list',
    );
  const script = { [logOf('web-1')]: 'one', [logOf('web-2')]: 'two', [logOf('web-3')]: 'three' };
  const run = (check: string, more = '', facts: object = {}): ReturnType<typeof play> =>
    play(text(check, more), { script: { ...script, ...facts }, inputs: { web: pods } });
  const ofPods = ({ asked }: Awaited<ReturnType<typeof play>>): readonly string[] =>
    asked.flatMap((query) => (query.from === 'logs' ? [query.pod] : []));

  it('are rows of pod and log, without those of ready pods', async () => {
    const played = await run('said.map(s, s.pod + s.log) == ["web-1one", "web-2two", "web-3three"]');
    expect(played.report.verdict).toBe('healthy');
    expect(played.asked).toContainEqual(expect.objectContaining({ pod: 'web-1', timestamps: true, tailLines: 20 }));
    expect(ofPods(played)).toEqual(['web-1', 'web-2', 'web-3']);
  });

  it('are read of so many pods and no more', async () => {
    const played = await run('count(said) == 2', ', most: 2');
    expect([played.report.verdict, ofPods(played)]).toEqual(['healthy', ['web-1', 'web-2']]);
  });

  it('leave out a pod that has none', async () => {
    const { report } = await run('said.map(s, s.pod) == ["web-1", "web-3"]', '', { [logOf('web-2')]: noObject });
    expect([report.verdict, report.unknown]).toEqual(['healthy', []]);
  });

  it('stand without the one that could not be read, and name it', async () => {
    const { report } = await run('count(said) == 2', '', { [logOf('web-2')]: denied });
    expect(report.unknown).toMatchObject([{ lookup: logOf('web-2'), state: 'denied' }]);
  });

  it('are unknown where none could be read', async () => {
    const none = Object.fromEntries(Object.keys(script).map((key) => [key, denied]));
    const { report } = await run('count(said) == 0', '', none);
    expect([report.verdict, report.unknown.length]).toEqual(['incomplete', 3]);
  });
});

describe('the server', () => {
  it('that does not answer leaves everything about time unknown, with its row', async () => {
    const { report } = await play(looking('pods: {list: pods}', 'age(web.metadata.creationTimestamp) > 5'), {
      script: { 'the API server’s version and clock': denied },
      inputs: { web: WEB },
    });
    expect([report.verdict, report.now, report.context]).toEqual(['incomplete', null, '']);
    expect(report.unknown).toMatchObject([{ lookup: 'the API server’s version and clock', state: 'denied' }]);
  });

  it('can be named', async () => {
    expect(
      await answerOf(looking('pods: {list: pods, namespace: server.namespace}', 'server.version == "v1.34.1"')),
    ).toBe('it: yes');
  });
});

describe('a derived value', () => {
  const probe = (run: (args: Readonly<Record<string, unknown>>) => Record<string, unknown> | undefined) => ({
    name: 'measure',
    computes: 'Something.',
    params: {
      pods: { is: 'list' as const, means: 'Pods.' },
      nodes: { is: 'list' as const, optional: true, means: 'Nodes.' },
    },
    returns: { args: 'What it was given.' },
    run,
  });
  const text = (check: string): string =>
    looking(
      'pods: {list: pods}\nnodes: {list: nodes}',
      check,
      'derive: {got: {probe: measure, with: {pods: pods, nodes: nodes}}}',
    );
  const tells = probe((args) => ({ args: Object.keys(args).join() }));

  it.each([
    ['gets what is known', {}, 'got.args == "pods,nodes"', 'it: yes'],
    ['does without an optional argument', { 'list nodes': denied }, 'got.args == "pods"', 'it: yes'],
    [
      'is unknown without a required one',
      { 'list pods in all namespaces': denied },
      'got.args == "nodes"',
      'it: unknown',
    ],
  ])('of a probe %s', async (_, script, check, step) => {
    const { report } = await play(text(check), { script, inputs: { web: WEB }, probes: [tells] });
    expect(pathOf(report)).toEqual([step]);
    expect(report.unknown.map(({ lookup }) => lookup)).toEqual(Object.keys(script));
  });

  it.each([
    ['has no result', () => undefined, 'these facts do not settle it'],
    [
      'breaks',
      () => {
        throw new Error('no such thing');
      },
      'it makes no sense of these facts (no such thing)',
    ],
  ])('of a probe that %s is unknown', async (_, run, need) => {
    const { report } = await play(text('got.args == ""'), { inputs: { web: WEB }, probes: [probe(run)] });
    expect([pathOf(report), report.unknown]).toEqual([
      ['it: unknown'],
      [{ lookup: 'test: measure', state: 'failed', need, required: false }],
    ]);
  });

  it('of a probe is unknown when an argument is of another type', async () => {
    const wrong = text('got.args == ""').replace('pods: pods,', 'pods: \'"none"\',');
    const { report } = await play(wrong, { inputs: { web: WEB }, probes: [tells] });
    expect(report.unknown).toMatchObject([{ need: 'its argument pods is no list' }]);
  });

  it('without a value says which expression has none', async () => {
    const { report } = await play(
      looking('pods: {list: pods}', 'name == ""', "derive: {name: 'pods[0].metadata.name'}"),
      {
        inputs: { web: WEB },
      },
    );
    expect(report.unknown).toMatchObject([{ lookup: 'test: pods[0].metadata.name', state: 'failed' }]);
  });
});
