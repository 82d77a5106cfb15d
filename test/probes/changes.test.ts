import { describe, expect, it } from 'vitest';
import { changedFields } from '../../src/probes/changes/changed-fields.ts';
import { changes } from '../../src/probes/changes.ts';
import { firstSign } from '../../src/probes/first-sign.ts';
import { fc } from '../support/random.ts';

type Part = Readonly<Record<string, unknown>>;

const NOW = '2025-11-15T18:00:00Z';
const OLD = '2025-11-01T09:00:00Z';
const IN = '2025-11-15T17:00:00Z';
const IDLE = { writers: ['kube-controller-manager'], annotations: ['f:leader'] };
const NONE = {
  workloads: [],
  revisions: [],
  releases: [],
  kustomizations: [],
  sources: [],
  nodes: [],
  pods: [],
  written: [],
};

function thing(kind: string, name: string, more: Part = {}, metadata: Part = {}): Part {
  const own = { name, namespace: 'shop', creationTimestamp: OLD, ...metadata };
  return { apiVersion: 'v1', kind, metadata: own, ...more };
}

function write(manager: string, time: string, fieldsV1: unknown = { 'f:data': {} }, more: Part = {}): Part {
  return { manager, operation: 'Update', time, fieldsV1, ...more };
}

interface Told {
  readonly code: string;
  readonly at: string;
  readonly by: string;
  readonly [fact: string]: unknown;
}

function told(facts: Part, since = '2h'): readonly Told[] {
  const result = changes.run({ since, now: NOW, idle: IDLE, settles: 10, ...NONE, ...facts });
  return (result?.['changes'] ?? []) as readonly Told[];
}

const codes = (facts: Part): readonly string[] => told(facts).map(({ code }) => code);

const web = (managedFields: readonly Part[] = []): Part => thing('Deployment', 'web', {}, { managedFields });

function setOf(revision: string, created: string, container: Part, metadata: Part = {}): Part {
  const owner = { kind: 'Deployment', name: 'web', controller: true };
  const template = {
    metadata: { labels: { 'pod-template-hash': revision } },
    spec: { containers: [{ name: 'web', ...container }] },
  };
  const annotations = { 'deployment.kubernetes.io/revision': revision };
  return thing(
    'ReplicaSet',
    `web-${revision}-${created}`,
    { spec: { template } },
    { creationTimestamp: created, annotations, ownerReferences: [owner], ...metadata },
  );
}

describe('rollouts', () => {
  const first = setOf('1', OLD, { image: 'web:1' });

  it('name the image and who wrote it', () => {
    const by = web([write('helm', '2025-11-15T16:59:58Z'), write('kubectl', OLD)]);
    expect(told({ workloads: [by], revisions: [setOf('2', IN, { image: 'web:2' }), first] })).toMatchObject([
      { code: 'rollout', at: IN, by: 'helm', revision: '2', images: 'web:1 → web:2', fields: '' },
    ]);
  });

  it('name the other fields by their paths, and no value', () => {
    const after = { image: 'web:1', args: ['--word=s3cret'], env: [{ name: 'WORD', value: 's3cret' }] };
    const [rollout] = told({ workloads: [web()], revisions: [first, setOf('2', IN, after)] });
    expect(rollout?.['fields']).toBe(
      'spec.template.spec.containers[web].args, spec.template.spec.containers[web].env[WORD]',
    );
    expect(JSON.stringify(rollout)).not.toContain('s3cret');
  });

  it('are told by the write that made them, once', () => {
    const by = web([write('helm', IN)]);
    expect(codes({ workloads: [by], written: [by], revisions: [first, setOf('2', IN, { image: 'web:2' })] })).toEqual([
      'rollout',
    ]);
  });

  it('may be the first, and are not told of another workload or time', () => {
    expect(codes({ workloads: [web()], revisions: [setOf('1', IN, {})] })).toEqual(['first-rollout']);
    expect(codes({ workloads: [thing('Deployment', 'api')], revisions: [first, setOf('2', IN, {})] })).toEqual([]);
    expect(codes({ workloads: [web()], revisions: [first] })).toEqual([]);
  });

  it('back to an earlier template are told when its number was written', () => {
    const back = setOf('3', OLD, { image: 'web:1' }, { managedFields: [write('kube-controller-manager', IN)] });
    expect(
      told({ workloads: [web()], revisions: [back, setOf('2', '2025-11-10T09:00:00Z', { image: 'web:2' })] }),
    ).toMatchObject([{ code: 'went-back', at: IN, revision: '3', images: 'web:2 → web:1' }]);
  });
});

describe('writes', () => {
  it.each<[string, readonly Part[], readonly string[]]>([
    ['of somebody', [write('kubectl-edit', IN)], ['changed by kubectl-edit']],
    [
      'of two',
      [write('helm', IN), write('kubectl', '2025-11-15T17:30:00Z')],
      ['changed by kubectl', 'changed by helm'],
    ],
    ['long ago', [write('helm', OLD)], []],
    ['of a status', [write('x', IN, { 'f:status': {} }, { subresource: 'status' })], []],
    ['of a status without a subresource', [write('x', IN, { 'f:status': {} })], []],
    ['of one that only follows', [write('kube-controller-manager', IN)], []],
    ['of a leader', [write('x', IN, { 'f:metadata': { 'f:annotations': { '.': {}, 'f:leader': {} } } })], []],
    ['of a finalizer', [write('x', IN, { 'f:metadata': { 'f:finalizers': {} } })], []],
    ['of another annotation', [write('x', IN, { 'f:metadata': { 'f:annotations': { 'f:a': {} } } })], ['changed by x']],
    ['of a label', [write('x', IN, { 'f:metadata': { 'f:labels': {} } })], ['changed by x']],
    ['of a scale', [write('kubectl', IN, { 'f:spec': {} }, { subresource: 'scale' })], ['scaled by kubectl']],
    ['of which nothing is told', [write('x', IN, null)], ['changed by x']],
  ])('%s', (_what, managedFields, expected) => {
    const found = told({ written: [thing('ConfigMap', 'settings', {}, { managedFields })] });
    expect(found.map(({ code, by }) => `${code} by ${by}`)).toEqual(expected);
  });

  it('make an object, and change it later', () => {
    const managedFields = [write('helm', IN), write('kubectl', '2025-11-15T17:30:00Z')];
    const made = thing('ConfigMap', 'settings', {}, { creationTimestamp: IN, managedFields });
    expect(told({ written: [made] }).map(({ code, by }) => `${code} by ${by}`)).toEqual([
      'changed by kubectl',
      'made by helm',
    ]);
    expect(codes({ written: [thing('ConfigMap', 'bare', {}, { creationTimestamp: IN })] })).toEqual(['made']);
    const follower = { creationTimestamp: IN, managedFields: [write('kube-controller-manager', IN)] };
    expect(codes({ written: [thing('ConfigMap', 'kube-root-ca.crt', {}, follower)] })).toEqual([]);
  });
});

describe('revisions', () => {
  const snapshot = (version: number, chartVersion: string, configDigest: string, lastDeployed: string): Part => ({
    name: 'web',
    version,
    chartName: 'web',
    chartVersion,
    configDigest,
    lastDeployed,
    status: 'deployed',
  });
  const release = (...history: readonly Part[]): Part => thing('HelmRelease', 'web', { status: { history } });
  const one = snapshot(1, '1.0', 'a', OLD);

  it.each<[string, Part, readonly string[]]>([
    ['another chart', release(snapshot(2, '2.0', 'a', IN), one), ['helm-chart']],
    ['other values', release(snapshot(2, '1.0', 'b', IN), one), ['helm-values']],
    ['both', release(snapshot(2, '2.0', 'b', IN), one), ['helm-chart-and-values']],
    ['neither', release(snapshot(2, '1.0', 'a', IN), one), ['helm-again']],
    ['the first', release(snapshot(1, '1.0', 'a', IN)), ['helm-first']],
    ['one whose predecessor is not kept', release(snapshot(9, '1.0', 'a', IN)), ['helm-revision']],
    ['an old one', release(one), []],
    ['none', thing('HelmRelease', 'web'), []],
  ])('of Helm: %s', (_what, of, expected) => {
    expect(codes({ releases: [of] })).toEqual(expected);
  });

  const secret = (version: string, more: Part = {}): Part =>
    thing(
      'Secret',
      `sh.helm.release.v1.web.v${version}`,
      {},
      {
        creationTimestamp: IN,
        labels: { owner: 'helm', name: 'web', version, ...more },
      },
    );

  it('that helm keeps are told once, and by their labels', () => {
    expect(codes({ written: [secret('1')] })).toEqual(['helm-record']);
    expect(codes({ written: [secret('2')], releases: [release(snapshot(2, '2.0', 'a', IN), one)] })).toEqual([
      'helm-chart',
    ]);
    expect(codes({ written: [secret('1', { owner: 'me' })] })).toEqual(['made']);
  });
});

describe('nodes', () => {
  const node = (name: string, more: Part, created = OLD): Part =>
    thing('Node', name, more, { creationTimestamp: created });
  const ready = (status: string, at: string): Part => ({
    status: { conditions: [{ type: 'Ready', status, lastTransitionTime: at }] },
  });
  const taint = (key: string): Part => ({ spec: { taints: [{ key, effect: 'NoSchedule', timeAdded: IN }] } });
  const pods = [thing('Pod', 'web-1', { spec: { nodeName: 'used' } })];

  it.each<[string, Part, readonly string[]]>([
    ['silent', node('any', ready('Unknown', IN)), ['node-not-ready']],
    ['back, where a pod runs', node('used', ready('True', IN)), ['node-ready']],
    ['back, where none does', node('any', ready('True', IN)), []],
    ['new, where a pod runs', node('used', ready('True', IN), IN), ['node-came']],
    ['new, where none does', node('any', ready('True', IN), IN), []],
    ['cordoned', node('any', taint('node.kubernetes.io/unschedulable')), ['node-cordoned']],
    ['tainted', node('any', taint('dedicated')), ['node-tainted']],
    ['tainted for what Ready says', node('any', taint('node.kubernetes.io/unreachable')), []],
    ['as ever', node('used', ready('True', OLD)), []],
  ])('%s', (_what, of, expected) => {
    expect(codes({ nodes: [of], pods })).toEqual(expected);
  });
});

describe('what concerns one workload', () => {
  const workload = thing('Deployment', 'web', {
    spec: { template: { spec: { volumes: [{ configMap: { name: 'mine' } }] } } },
  });
  const edited = (kind: string, name: string): Part => thing(kind, name, {}, { managedFields: [write('kubectl', IN)] });

  it('is itself, what it names, and what stands around it', () => {
    const written = [
      edited('Deployment', 'web'),
      edited('Deployment', 'api'),
      edited('ConfigMap', 'mine'),
      edited('ConfigMap', 'other'),
      edited('Service', 'any'),
      edited('HelmRelease', 'any'),
    ];
    const names = told({ written, workload }).map(
      ({ object }) => (object as { metadata: { name: string } }).metadata.name,
    );
    expect(names).toEqual(['web', 'mine', 'any']);
  });
});

describe('the time that is asked about', () => {
  it('is not known without a clock, or where it cannot be read', () => {
    expect(changes.run({ since: '2h', now: '', idle: IDLE, settles: 10, ...NONE })).toBeUndefined();
    expect(changes.run({ since: 'soon', now: NOW, idle: IDLE, settles: 10, ...NONE })).toBeUndefined();
  });

  it('holds every change, newest first, whatever was written when', () => {
    const time = fc
      .integer({ min: Date.parse('2025-11-14T00:00:00Z'), max: Date.parse('2025-11-17T00:00:00Z') })
      .map((at) => new Date(at).toISOString());
    const object = fc
      .tuple(time, fc.array(time, { maxLength: 4 }))
      .map(([creationTimestamp, times]) =>
        thing('ConfigMap', 'c', {}, { creationTimestamp, managedFields: times.map((at) => write('x', at)) }),
      );
    fc.assert(
      fc.property(fc.array(object, { maxLength: 6 }), (written) => {
        const times = told({ written }).map(({ at }) => Date.parse(at));
        expect(times).toEqual(times.toSorted((a, b) => b - a));
        const [from, to] = [Date.parse(NOW) - 2 * 3600_000, Date.parse(NOW)];
        expect(times.every((at) => at >= from && at <= to)).toBe(true);
      }),
    );
  });

  it('does not mind what is no object', () => {
    const nonsense = [null, 1, 'x', [], {}, { metadata: null }, { metadata: { managedFields: [null, {}] } }];
    const facts = Object.fromEntries(Object.keys(NONE).map((name) => [name, nonsense]));
    expect(told(facts)).toEqual([]);
  });
});

describe('changed fields', () => {
  it.each<[string, unknown, unknown, readonly string[]]>([
    ['equal', { a: { b: 1 } }, { a: { b: 1 } }, []],
    ['deep', { a: { b: 1, c: 1 } }, { a: { b: 2, c: 1 } }, ['a.b']],
    ['added', { a: {} }, { a: { b: { c: 1 } } }, ['a.b']],
    ['by name', { l: [{ name: 'x', v: 1 }] }, { l: [{ name: 'x', v: 2 }, { name: 'y' }] }, ['l[x].v', 'l[y]']],
    ['in another order', { l: [{ name: 'x' }, { name: 'y' }] }, { l: [{ name: 'y' }, { name: 'x' }] }, []],
    ['without names', { l: [1] }, { l: [1, 2] }, ['l']],
    ['a variable', { env: [{ name: 'A', value: '1' }] }, { env: [{ name: 'A', value: '2' }] }, ['env[A]']],
    ['hostile names', { l: [] }, { l: [{ name: '__proto__' }] }, ['l[__proto__]']],
  ])('%s', (_what, before, after, paths) => {
    expect(changedFields(before, after).map(({ path }) => path)).toEqual(paths);
  });
});

describe('first-sign', () => {
  const sign = (facts: Part): unknown =>
    firstSign.run({ since: '2025-11-15T16:00:00Z', pods: [], objects: [], ...facts });
  const pod = (at: string, phase = 'Running', metadata: Part = {}): Part =>
    thing(
      'Pod',
      'web-1',
      { status: { phase, conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: at }] } },
      metadata,
    );

  it.each<[string, Part, string | null, boolean]>([
    ['an unready pod', { pods: [pod(IN)] }, IN, false],
    ['the first of two', { pods: [pod('2025-11-15T17:30:00Z'), pod(IN)] }, IN, false],
    ['one in that time, beside an older trouble', { pods: [pod(OLD), pod(IN)] }, IN, false],
    ['one before it', { pods: [pod(OLD)] }, OLD, true],
    ['a pod that is done', { pods: [pod(IN, 'Succeeded')] }, null, false],
    ['a pod that goes', { pods: [pod(IN, 'Running', { deletionTimestamp: IN })] }, null, false],
    [
      'a Job that gave up',
      {
        objects: [
          thing('Job', 'j', { status: { conditions: [{ type: 'Failed', status: 'True', lastTransitionTime: IN }] } }),
        ],
      },
      IN,
      false,
    ],
    [
      'a release that is suspended',
      {
        objects: [
          thing('HelmRelease', 'r', {
            spec: { suspend: true },
            status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: IN }] },
          }),
        ],
      },
      null,
      false,
    ],
  ])('is that of %s', (_what, facts, at, earlier) => {
    expect(sign(facts)).toMatchObject({ at, earlier, known: at !== null });
  });

  it('is not known from nonsense', () => {
    expect(sign({ since: 'soon' })).toBeUndefined();
  });
});
