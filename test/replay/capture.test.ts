import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/model/errors.ts';
import { loadCapture, logKey } from '../../src/replay/capture.ts';
import type { CaptureIo } from '../../src/replay/capture-io.ts';
import { parseDocuments } from '../../src/replay/parse-documents.ts';
import { captureWith, CREATED, definition, folderWith, list, object, pod } from './build.ts';
import { fc } from '../support/random.ts';

async function complaint(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await folderWith(files);
  const error: unknown = await loadCapture(folder).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message.replace(folder, 'FOLDER');
}

function ids(objects: readonly { kind: string; metadata: { name: string } }[]): string[] {
  return objects.map((one) => `${one.kind}/${one.metadata.name}`);
}

describe('objects', () => {
  test('come from YAML and JSON, single, in lists and in several documents, from folders too', async () => {
    const capture = await captureWith({
      'one.json': pod('a/one'),
      'two.yml':
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n',
      'deep/three.yaml': 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Node, metadata: {name: n1}}\n',
      'four.json': { apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'four', namespace: 'a' } }] },
      'five.json': `${JSON.stringify(pod('a/five'))}\n${JSON.stringify(pod('a/six'))}`,
    });
    expect(ids(capture.objects).sort()).toEqual([
      'Namespace/a',
      'Namespace/b',
      'Node/n1',
      'Pod/five',
      'Pod/four',
      'Pod/one',
      'Pod/six',
    ]);
  });

  test('without apiVersion, kind or name are left out, as are files of other kinds', async () => {
    const capture = await captureWith({
      'pods.json': list([pod('a/one'), { kind: 'Pod' }, { apiVersion: 'v1', kind: 'Config' }]),
      'values.yaml': 'replicas: 3\n',
      'expected.txt': 'kind: Pod',
      'empty.json': '',
      '.git/config.yaml': 'a: [',
    });
    expect(ids(capture.objects)).toEqual(['Pod/one']);
  });

  test('that occur twice are kept once, the newer one', async () => {
    const at = (resourceVersion: string): object => pod('a/one', { metadata: { resourceVersion } });
    const capture = await captureWith({ 'a.json': at('10'), 'b.json': at('9') });
    expect(capture.objects.map((one) => one.metadata['resourceVersion'])).toEqual(['10']);
  });

  test('of a namespaced kind lie in the default namespace where they name none', async () => {
    const capture = await captureWith({ 'a.json': list([pod('one'), object('v1', 'Node', 'n1')]) });
    expect(capture.objects.map((one) => one.metadata.namespace)).toEqual(['default', undefined]);
  });
});

describe('now, context and namespace', () => {
  test('without a snapshot: the newest time of any object, and the name of the folder', async () => {
    const folder = await folderWith({
      'inner/pods.json': list([
        pod('a/one', { status: { conditions: [{ lastTransitionTime: '2026-03-01T02:00:00.5+01:00' }] } }),
        object('cert-manager.io/v1', 'Certificate', 'a/c', { status: { notAfter: '2036-01-01T00:00:00Z' } }),
        object('v1', 'ConfigMap', 'a/c', { data: { text: 'until 2031-01-01T00:00:00Z', bad: '2030-02-30T00:00:00Z' } }),
      ]),
    });
    const capture = await loadCapture(join(folder, 'inner'));
    expect(capture).toMatchObject({
      now: '2026-03-01T01:00:01Z',
      context: 'inner',
      namespace: 'default',
      version: null,
    });
  });

  test('with a snapshot: what it says', async () => {
    const capture = await captureWith({
      'snapshot.yaml':
        'capturedAt: 2026-02-03T04:05:06Z\ncontext: prod\nnamespace: shop\nversion: v1.31.2\nlater: whatever\n',
      'pods.json': pod('a/one'),
    });
    expect(capture).toMatchObject({
      now: '2026-02-03T04:05:06Z',
      context: 'prod',
      namespace: 'shop',
      version: 'v1.31.2',
    });
  });
});

describe('isHeld', () => {
  test('holds the kinds it has an object of', async () => {
    const capture = await captureWith({ 'a.json': list([pod('a/one'), object('apps/v1', 'Deployment', 'a/web')]) });
    expect(['pods', 'deployments.apps', 'nodes', 'statefulsets.apps'].map(capture.isHeld)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('holds a kind as empty where a file named for it has an empty list', async () => {
    const capture = await captureWith({
      'pods.json': list([]),
      'cluster/deployments.apps.yaml': 'apiVersion: v1\nkind: List\nitems: []\n',
      'widgets.example.com.json': list([]),
      'backup.json': list([]),
      'po.json': list([]),
    });
    const names = ['pods', 'deployments.apps', 'widgets.example.com', 'backup', 'services'];
    expect(names.map(capture.isHeld)).toEqual([true, true, true, false, false]);
  });

  test('holds everything, or what is listed, when the snapshot says so', async () => {
    const all = await captureWith({ 'snapshot.yaml': 'complete: true\n' });
    expect([all.complete, all.isHeld('pods'), all.isHeld('helmreleases.helm.toolkit.fluxcd.io')]).toEqual([
      true,
      true,
      true,
    ]);
    const most = await captureWith({ 'snapshot.yaml': 'complete: true\nomitted: [leases]\n' });
    expect([most.complete, most.isHeld('pods'), most.isHeld('leases.coordination.k8s.io')]).toEqual([
      true,
      true,
      false,
    ]);
    const some = await captureWith({ 'snapshot.yaml': 'complete: [pods, deploy]\n' });
    expect([some.complete, some.isHeld('pods'), some.isHeld('deployments.apps'), some.isHeld('nodes')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

test('names of kinds: definitions teach theirs, the rest gets a regular plural', async () => {
  const { catalogue, objects } = await captureWith({
    'a.json': list([
      definition('oxen', 'farm.example.com', 'Ox'),
      object('farm.example.com/v1', 'Ox', 'a/1'),
      object('example.com/v1', 'Policy', 'a/2'),
      object('example.com/v1', 'Box', 'a/3'),
    ]),
  });
  const plurals = objects.map((one) => catalogue.ofObject(one).plural);
  expect(plurals).toEqual(['customresourcedefinitions', 'oxen', 'policies', 'boxes']);
  expect(['hr', 'deploy', 'wd', 'HelmRelease', 'Pod', 'gremlins'].map(catalogue.fullName)).toEqual([
    'helmreleases.helm.toolkit.fluxcd.io',
    'deployments.apps',
    'oxen.farm.example.com',
    'helmreleases.helm.toolkit.fluxcd.io',
    'pods',
    'gremlins',
  ]);
});

test('logs, commands, answers and denials are read', async () => {
  const capture = await captureWith({
    'pods.json': pod('a/one'),
    'logs/a/one/app.log': 'now\n',
    'logs/a/one/app.previous.log': 'before\n',
    'logs/notes.log': 'no log',
    'snapshot.yaml': 'denied: [no, pods/log, widgets.example.com]\n',
    'commands.yaml': `
- run: [flux, version, --client]
  stdout: "flux: v2.7.0"
- run: helm history 'my app'
  exit: 1
  stderr: nope
- {get: "https://example.com", body: hello, tls: {names: [example.com], distrust: expired}}
- {get: "https://gone.example.com", outcome: refused}
- {dns: example.com, records: [192.0.2.2, 192.0.2.1]}
- {dns: gone.example.com, type: CNAME, server: 192.0.2.53, outcome: no-such-name}
`,
    'answers.yaml': 'first: yes\nsecond: true\nthird: 3\n',
  });
  expect([...capture.logs]).toEqual(
    [
      [logKey('a', 'one', 'app', false), 'now\n'],
      [logKey('a', 'one', 'app', true), 'before\n'],
    ].sort(),
  );
  expect(capture.denied).toEqual(['nodes', 'pods/log', 'widgets.example.com']);
  expect(capture.answers).toEqual({ first: 'yes', second: 'yes', third: '3' });
  expect(capture.commands).toEqual([
    { run: ['flux', 'version', '--client'], exit: 0, stdout: 'flux: v2.7.0', stderr: '' },
    { run: ['helm', 'history', 'my app'], exit: 1, stdout: '', stderr: 'nope' },
    {
      get: 'https://example.com',
      answer: {
        ...{ outcome: 'answered', trouble: '', address: '', status: 200, headers: {}, location: '' },
        ...{ body: 'hello', truncated: false, upgraded: false, cut: false },
        tls: {
          ...{
            trusted: false,
            distrust: 'expired',
            names: ['example.com'],
            coversName: true,
            validFrom: '',
            validTo: '',
          },
          ...{ subject: '', issuer: '', chain: [], protocol: '' },
        },
      },
    },
    {
      get: 'https://gone.example.com',
      answer: {
        ...{ outcome: 'refused', trouble: 'refused', address: '', status: 0, headers: {}, location: '' },
        ...{ body: '', truncated: false, upgraded: false, cut: false, tls: null },
      },
    },
    {
      ...{ dns: 'example.com', type: 'A', server: null },
      answer: { outcome: 'found', records: ['192.0.2.1', '192.0.2.2'] },
    },
    {
      ...{ dns: 'gone.example.com', type: 'CNAME', server: '192.0.2.53' },
      answer: { outcome: 'no-such-name', records: [] },
    },
  ]);
});

describe('what cannot be read', () => {
  test.each([
    ['pods.yaml', 'a: 1\nb: [1\n', /^FOLDER\/pods\.yaml:3:1: \S/],
    ['pods.yaml', 'a: 1\n  b: 2\n', /^FOLDER\/pods\.yaml:[12]:\d+: \S/],
    ['pods.yaml', 'a: *nowhere\n', /^FOLDER\/pods\.yaml:1:\d+: \S.*nowhere/],
    ['pods.json', '{\n  "a": 1,\n  "b": }\n', /^FOLDER\/pods\.json:3:8: Unexpected token/],
    ['pods.json', '{"a" 1}', /^FOLDER\/pods\.json:1:6: \S/],
    ['pods.json', '{"a": [1,\n', /^FOLDER\/pods\.json:2:1: Unexpected end of JSON input$/],
    ['snapshot.yaml', 'context: a\ncomplete: maybe\n', /^FOLDER\/snapshot\.yaml:2:11: complete is a list of resources/],
    ['snapshot.yaml', 'capturedAt: yesterday\n', /^FOLDER\/snapshot\.yaml:1:13: capturedAt is a time such as/],
    ['snapshot.yaml', '- a\n', /^FOLDER\/snapshot\.yaml:1:1: a snapshot is a map/],
    ['snapshot.yaml', 'denied: nodes\n', /^FOLDER\/snapshot\.yaml:1:9: denied is a list/],
    ['commands.yaml', 'run: [a]\n', /^FOLDER\/commands\.yaml:1:1: commands are a list/],
    ['commands.yaml', '- run: [a]\n- exit: 1\n', /^FOLDER\/commands\.yaml:2:3: a command has one of run/],
    ['commands.yaml', '- run: [a]\n  exit: no\n', /^FOLDER\/commands\.yaml:2:9: exit is a whole number/],
    ['commands.yaml', '- run: [a]\n  stdout: {a: 1}\n', /^FOLDER\/commands\.yaml:2:11: stdout is a text/],
    ['commands.yaml', '- get: http://a\n  outcome: fine\n', /^FOLDER\/commands\.yaml:2:12: outcome is one of answered/],
    ['commands.yaml', '- dns: a\n  type: PTR\n', /^FOLDER\/commands\.yaml:2:9: type is one of A, AAAA/],
    ['commands.yaml', '- dns: a\n  get: http://a\n', /^FOLDER\/commands\.yaml:1:3: a command has one of run/],
    ['answers.yaml', 'a: 1\nb: [2]\n', /^FOLDER\/answers\.yaml:2:4: the answer to b/],
  ])('%s with %j is refused with its place', async (name, text, expected) => {
    const message = await complaint({ 'ok.json': pod('a/one'), [name]: text });
    expect(message).toMatch(expected);
    expect(message).not.toContain('\n');
  });

  test('a folder without a cluster, without existence, or that is a file', async () => {
    expect(await complaint({ 'README.md': 'hello', 'values.yaml': 'a: 1' })).toBe('FOLDER holds no Kubernetes objects');
    const folder = await folderWith({ file: '' });
    await expect(loadCapture(join(folder, 'nope'))).rejects.toThrow(
      new UsageError(`there is no folder ${folder}/nope`),
    );
    await expect(loadCapture(join(folder, 'file'))).rejects.toThrow(`${folder}/file is a file, not a folder`);
  });

  test('a folder that may not be read', async () => {
    const refused = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    const io: CaptureIo = { listFiles: () => Promise.reject(refused), readText: () => Promise.reject(refused) };
    await expect(loadCapture('/somewhere', io)).rejects.toThrow('/somewhere may not be read by this user');
  });
});

test('any JSON values written one after the other are read back, and any text is read or refused with a place', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }), (values) => {
      const text = values.map((value) => JSON.stringify(value)).join('\n');
      expect(parseDocuments('a.json', text).map((document) => document.value)).toEqual(
        JSON.parse(`[${values.map((value) => JSON.stringify(value)).join(',')}]`),
      );
    }),
  );
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,-*&!|>"\'\n ab1')) }),
      fc.constantFrom('a.json', 'a.yaml'),
      (text, file) => {
        try {
          parseDocuments(file, text);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect((error as UsageError).message).toMatch(/^a\.(json|yaml):\d+:\d+: \S/);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('the timestamp of creation counts towards now', async () => {
  expect((await captureWith({ 'a.json': pod('a/one') })).now).toBe(CREATED);
});
