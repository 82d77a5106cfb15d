import { expect, test } from 'vitest';
import { createProjection } from '../../../src/sources/kubernetes/projection.ts';
import type { KubeObject } from '../../../src/model/object.ts';
import { fc } from '../../support/random.ts';

const POD: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'shop', uid: 'u', labels: { app: 'x' }, managedFields: [1] },
  spec: {
    nodeName: 'n1',
    containers: [{ name: 'one', resources: { requests: { cpu: '1' }, limits: {} }, env: [] }, { name: 'two' }, 'odd'],
    matrix: [[{ a: 1, b: 2 }], []],
  },
  status: { phase: 'Running', reason: null },
};
const IDENTITY = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop', uid: 'u' } };

test.each<[string, string[], object]>([
  ['nothing keeps the identity', [], {}],
  ['a field', ['spec.nodeName'], { spec: { nodeName: 'n1' } }],
  ['a whole part', ['status'], { status: { phase: 'Running', reason: null } }],
  ['null is a value', ['status.reason'], { status: { reason: null } }],
  [
    'a part of each element, in its place',
    ['spec.containers[].resources.requests'],
    { spec: { containers: [{ resources: { requests: { cpu: '1' } } }, {}, null] } },
  ],
  [
    'several paths into one list',
    ['spec.containers[].name', 'spec.containers[].env'],
    { spec: { containers: [{ name: 'one', env: [] }, { name: 'two' }, null] } },
  ],
  ['lists in lists', ['spec.matrix[][].a'], { spec: { matrix: [[{ a: 1 }], []] } }],
  ['all elements', ['spec.matrix[]'], { spec: { matrix: [[{ a: 1, b: 2 }], []] } }],
  [
    'the wider path wins',
    ['spec.nodeName', 'spec.matrix', 'spec.matrix[][].a'],
    { spec: { nodeName: 'n1', matrix: [[{ a: 1, b: 2 }], []] } },
  ],
  ['a list without brackets keeps nothing', ['spec.containers.name'], { spec: {} }],
  ['brackets without a list keep nothing', ['spec.nodeName[].x'], { spec: {} }],
  ['a missing path keeps its parents', ['status.conditions[].type', 'nowhere.at.all'], { status: {} }],
  ['inherited names are not fields', ['constructor', 'spec.toString'], { spec: {} }],
])('%s', (_what, paths, expected) => {
  expect(createProjection(paths)(POD)).toEqual({ ...IDENTITY, ...expected });
});

test('more of the metadata', () => {
  expect(createProjection(['metadata.labels'])(POD).metadata).toEqual({ ...IDENTITY.metadata, labels: { app: 'x' } });
});

test('keeps nothing that was not there, and does so again unchanged', () => {
  const path = fc.constantFrom(
    'status',
    'spec.containers[].name',
    'spec',
    'metadata.labels',
    'spec.matrix[][]',
    'x.y[].z',
  );
  fc.assert(
    fc.property(fc.array(path), (paths) => {
      const project = createProjection(paths);
      const once = project(POD);
      expect(POD).toMatchObject(JSON.parse(JSON.stringify({ ...once, spec: undefined })) as object);
      expect(project(once)).toEqual(once);
    }),
  );
});
