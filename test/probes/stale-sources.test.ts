import { expect, test } from 'vitest';
import { staleSources } from '../../src/probes/stale-sources.ts';
import { buildRelease, run } from './release-builder.ts';

const condition = (type: string, status: string): object => ({ type, status, reason: 'Failed', message: 'no' });

function repository(conditions: readonly object[], spec: object = {}, name = 'charts'): object {
  return {
    kind: 'HelmRepository',
    metadata: { name, namespace: 'flux-system' },
    spec: { url: 'https://charts.example', ...spec },
    status: { conditions },
  };
}

const REF = { kind: 'HelmRepository', name: 'charts', namespace: 'flux-system' };
const from = (sourceRef: object) => ({ chart: { spec: { chart: 'coder', version: '*', sourceRef } } });
const release = buildRelease({ spec: from(REF) });
const broken = repository([condition('Ready', 'False')]);

const behind = (releases: readonly unknown[], sources: readonly unknown[]): readonly string[] =>
  (run(staleSources, { releases, sources })['behind'] as { release: { metadata: { name: string } } }[]).map(
    (each) => each.release.metadata.name,
  );

test.each([
  ['not Ready', [condition('Ready', 'False')], ['coder']],
  ['stalled', [condition('Stalled', 'True'), condition('Ready', 'False')], ['coder']],
  ['Ready and not fetched', [condition('Ready', 'True'), condition('FetchFailed', 'True')], ['coder']],
  ['Ready', [condition('Ready', 'True')], []],
  ['not looked at yet', [], []],
])('a source that is %s', (_what, conditions, names) => {
  expect(behind([release], [repository(conditions)])).toEqual(names);
});

test('an OCI repository is never fetched, and one that is suspended is meant to stay', () => {
  const failing = [condition('Ready', 'False')];
  expect(behind([release], [repository(failing, { type: 'oci' })])).toEqual([]);
  expect(behind([release], [repository(failing, { suspend: true })])).toEqual([]);
});

test('another source of that name, namespace or kind is not meant', () => {
  for (const other of [{ name: 'others' }, { namespace: 'team' }, { kind: 'GitRepository' }]) {
    expect(behind([buildRelease({ spec: from({ ...REF, ...other }) })], [broken])).toEqual([]);
  }
});

test('only releases that are Ready are told: the others are walked anyway, or want nothing new', () => {
  const failed = buildRelease({ spec: from(REF), conditions: ['Ready=False SourceNotReady "no"'] });
  const suspended = buildRelease({ spec: { ...from(REF), suspend: true } });
  expect(behind([failed, suspended], [broken])).toEqual([]);
});

test('what is not known gives nothing', () => {
  expect(staleSources.run({ releases: [release], sources: undefined })).toBeUndefined();
});
