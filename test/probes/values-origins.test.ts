import { expect, test } from 'vitest';
import { valuesOrigins } from '../../src/probes/values-origins.ts';
import { buildRelease, run } from './release-builder.ts';

test('weakest first: files of the chart, references in their order, inline values', () => {
  const release = buildRelease({
    namespace: 'ai',
    spec: {
      targetNamespace: 'elsewhere',
      chart: { spec: { valuesFiles: ['values-prod.yaml'] } },
      valuesFrom: [
        { kind: 'ConfigMap', name: 'values' },
        { kind: 'Secret', name: 'db', valuesKey: 'password', targetPath: 'db.password', optional: true },
      ],
      values: { replicas: 1 },
    },
  });
  expect(run(valuesOrigins, { release })).toEqual({
    texts: [
      'values-prod.yaml (file of the chart)',
      'ConfigMap ai/values key values.yaml',
      'Secret ai/db key password at db.password (optional)',
      'spec.values (inline)',
    ],
    refs: [
      { kind: 'ConfigMap', namespace: 'ai', name: 'values', key: 'values.yaml', targetPath: '', optional: false },
      { kind: 'Secret', namespace: 'ai', name: 'db', key: 'password', targetPath: 'db.password', optional: true },
    ],
  });
});

test.each([{}, { values: {} }, { valuesFrom: 'odd', values: [1] }])('no values in %j', (spec) => {
  expect(run(valuesOrigins, { release: buildRelease({ spec }) })).toEqual({ texts: [], refs: [] });
});

test('no release, no origins', () => {
  expect(valuesOrigins.run({ release: [] })).toBeUndefined();
});
