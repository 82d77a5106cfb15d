import { describe, expect, it } from 'vitest';
import { chartCandidates } from '../../src/probes/chart-candidates.ts';

const chart = (name: string, version: string, by = name) => ({
  kind: 'HelmChart',
  metadata: { namespace: 'flux-system', name: by },
  spec: { chart: name },
  status: { observedChartName: name, artifact: { revision: version } },
});
const repository = (revision: string) => ({
  kind: 'OCIRepository',
  metadata: { namespace: 'shop', name: 'web' },
  status: { artifact: { revision } },
});
const release = {
  status: {
    history: [
      { chartName: 'web', chartVersion: '1.4.0' },
      { chartName: 'web', chartVersion: '1.3.0' },
    ],
  },
};
const run = (wanted: string, objects: readonly object[], name = 'web') =>
  chartCandidates.run({ chart: name, wanted, objects, release });

describe('chart-candidates', () => {
  it.each([
    ['weeb', 'web'],
    ['web', ''],
    ['database', ''],
  ])('asks for %s, and others get web and api', (name, nearestName) => {
    const found = run('1.0.0', [chart('web', '1.4.0'), chart('api', '2.0.0')], name);
    expect(found).toMatchObject({ nearestName, namesText: 'api, web' });
  });

  it.each([
    ['1.9.0', '1.4.0'],
    ['1.3.5', '1.4.0'],
    ['>=0.1.0 <1.0.0', '1.3.0'],
    ['>=2.0.0, <3.0.0', '1.4.0'],
  ])('%s comes nearest to %s', (wanted, nearest) => {
    expect(run(wanted, [])).toMatchObject({ nearest, versions: ['1.4.0', '1.3.0'], readable: true });
  });

  it('says where a version was seen, the object before the history', () => {
    expect(run('1.5.0', [chart('web', '1.4.0', 'beta-web')])).toMatchObject({
      versionsText: '1.4.0 (HelmChart flux-system/beta-web), 1.3.0 (had before)',
    });
  });

  it.each([
    ['>=2.0.0 <3.0.0', '2.0.0-rc.1', ''],
    ['>=2.0.0 <3.0.0', '2.1.0-rc.1', '2.1.0-rc.1'],
    ['>=2.0.0-0 <3.0.0', '2.0.0-rc.1', ''],
    ['*', '2.1.0-rc.1', '2.1.0-rc.1'],
  ])('%s with %s has the pre-release "%s" only', (wanted, version, preRelease) => {
    expect(run(wanted, [chart('web', version)])).toMatchObject({ preRelease });
  });

  it('reads the tag of an OCIRepository, where + is written _', () => {
    expect(run('9.0.0', [repository('6.9.1_build.2@sha256:abc')])).toMatchObject({ nearest: '6.9.1+build.2' });
  });

  it('knows nothing of commits, other charts, and without anything to look at', () => {
    const objects = [chart('web', 'main@sha1:0'), chart('api', '7.0.0')];
    expect(run('9.0.0', objects)).toMatchObject({ versions: ['1.4.0', '1.3.0'] });
    expect(chartCandidates.run({ chart: 'web', wanted: '1' })).toMatchObject({
      versionsText: 'none',
      namesText: 'none',
      nearest: '',
    });
    expect(run('latest', [])).toMatchObject({ readable: false });
    expect(chartCandidates.run({ chart: null, wanted: '1' })).toBeUndefined();
  });
});
