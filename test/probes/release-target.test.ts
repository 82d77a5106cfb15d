import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { releaseTarget } from '../../src/probes/release-target.ts';
import { buildRelease, run } from './release-builder.ts';

test('a plain release keeps its name and namespace', () => {
  const target = run(releaseTarget, { release: buildRelease() });
  expect(target).toEqual({
    name: 'coder',
    namespace: 'coder',
    storageNamespace: 'coder',
    helmChartNamespace: 'coder',
    helmChartName: 'coder-coder',
    sourceKind: 'HelmRepository',
    sourceNamespace: 'coder',
    sourceName: 'coder-v2',
    chart: 'coder',
    versionPolicy: '*',
    pinned: false,
    intervalSeconds: 600,
    timeoutSeconds: 300,
  });
});

test('a target namespace goes into the name, but not into the storage namespace', () => {
  const release = buildRelease({ namespace: 'flux-apps', spec: { targetNamespace: 'coder' } });
  expect(run(releaseTarget, { release })).toMatchObject({
    name: 'coder-coder',
    namespace: 'coder',
    storageNamespace: 'flux-apps',
  });
});

test('spec.releaseName wins over the composed name', () => {
  const release = buildRelease({ spec: { targetNamespace: 'coder', releaseName: 'mine' } });
  expect(run(releaseTarget, { release })['name']).toBe('mine');
});

test('a name of 53 characters stays, one of 54 is cut and hashed', () => {
  const target = 'n'.repeat(20);
  const named = (length: number): unknown =>
    run(releaseTarget, { release: buildRelease({ name: 'r'.repeat(length), spec: { targetNamespace: target } }) })[
      'name'
    ];
  expect(named(32)).toBe(`${target}-${'r'.repeat(32)}`);
  const full = `${target}-${'r'.repeat(33)}`;
  expect(named(33)).toBe(`${full.slice(0, 40)}-${createHash('sha256').update(full).digest('hex').slice(0, 12)}`);
  expect(String(named(33))).toHaveLength(53);
});

test('the source namespace holds the HelmChart, unless the status names another one', () => {
  const chart = { spec: { chart: 'c', sourceRef: { kind: 'HelmRepository', name: 'r', namespace: 'flux-system' } } };
  expect(run(releaseTarget, { release: buildRelease({ spec: { chart } }) })).toMatchObject({
    helmChartNamespace: 'flux-system',
    helmChartName: 'coder-coder',
  });
  const release = buildRelease({ spec: { chart }, status: { helmChart: 'other/seen' } });
  expect(run(releaseTarget, { release })).toMatchObject({ helmChartNamespace: 'other', helmChartName: 'seen' });
});

test('an OCIRepository has no HelmChart and decides on the version itself', () => {
  const chartRef = { kind: 'OCIRepository', name: 'o', namespace: 'flux-system' };
  const release = buildRelease({ spec: { chart: undefined, chartRef } });
  expect(run(releaseTarget, { release })).toMatchObject({
    helmChartName: '',
    sourceKind: 'OCIRepository',
    sourceNamespace: 'flux-system',
    versionPolicy: '',
    pinned: null,
    chart: 'coder',
  });
});

test.each([
  ['2.28.1', true],
  ['v2.28.1', true],
  ['2.28.x', false],
  ['>=2.28.1', false],
])('version %s is pinned: %s', (version, pinned) => {
  const chart = { spec: { chart: 'coder', version, sourceRef: { kind: 'HelmRepository', name: 'r' } } };
  expect(run(releaseTarget, { release: buildRelease({ spec: { chart } }) })).toMatchObject({
    versionPolicy: version,
    pinned,
  });
});

test.each([
  [{ timeout: '15m' }, 900],
  [{ timeout: '15m', upgrade: { timeout: '1h' } }, 3600],
  [{ timeout: '15m', install: { timeout: '1h' } }, 900],
  [{ timeout: 'soon' }, null],
])('the timeout of the last action under %j', (spec, seconds) => {
  expect(run(releaseTarget, { release: buildRelease({ spec }) })['timeoutSeconds']).toBe(seconds);
});

test.each([undefined, null, 'text', [], {}, { metadata: { name: 3 } }])('%j is no release', (release) => {
  expect(releaseTarget.run({ release })).toBeUndefined();
});
