import { describe, expect, it } from 'vitest';
import { kindProviders } from '../../src/probes/kind-providers.ts';

interface Sketch {
  readonly chart?: string;
  readonly inventory?: readonly string[];
  readonly dependsOn?: readonly object[];
  readonly ready?: string;
}

function release(name: string, { chart = name, inventory = [], dependsOn, ready = 'True' }: Sketch = {}) {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace: 'apps' },
    spec: { chart: { spec: { chart } }, ...(dependsOn === undefined ? {} : { dependsOn }) },
    status: {
      conditions: [{ type: 'Ready', status: ready, reason: 'Said', message: '' }],
      inventory: { entries: inventory.map((id) => ({ id, v: 'v1' })) },
    },
  };
}

const crd = (plural: string, owner: string) => ({
  metadata: {
    name: `${plural}.example.org`,
    labels: { 'helm.toolkit.fluxcd.io/name': owner, 'helm.toolkit.fluxcd.io/namespace': 'apps' },
  },
});
const own = release('web');

function brought(
  releases: readonly unknown[],
  crds: readonly unknown[] = [],
  charts: readonly string[] = [],
  of: unknown = own,
) {
  return kindProviders.run({
    release: of,
    releases: [of, ...releases],
    crds,
    group: 'example.org',
    kind: 'Policy',
    charts,
  });
}

describe('kind-providers', () => {
  it('takes what a release notes that it applied, though the definition is gone', () => {
    const inventory = ['_policies.example.org_apiextensions.k8s.io_CustomResourceDefinition'];
    expect(brought([release('other'), release('operator', { inventory })])).toMatchObject({
      namespace: 'apps',
      name: 'operator',
      how: 'inventory',
      sure: true,
      ready: true,
    });
  });

  it('else the release that brought other kinds of the group', () => {
    expect(brought([release('operator')], [crd('rules', 'operator')])).toMatchObject({
      name: 'operator',
      how: 'other-kinds',
      sure: true,
    });
  });

  it('else a chart that is known for the group, which is a hint', () => {
    const found = brought([release('operator', { chart: './charts/guard', ready: 'False' })], [], ['guard']);
    expect(found).toMatchObject({
      name: 'operator',
      sure: false,
      ready: false,
      status: 'False',
      reason: 'Said',
      how: 'chart',
    });
  });

  it('else nobody, and never the release itself', () => {
    expect(brought([release('other')], [crd('rules', 'web')], ['web'])).toMatchObject({ name: '', release: null });
  });

  it('keeps what the release waits for already, and says when that is enough', () => {
    const waits = release('web', { dependsOn: [{ name: 'config', readyExpr: 'true' }] });
    expect(brought([release('operator')], [crd('rules', 'operator')], [], waits)).toMatchObject({
      awaited: false,
      dependsOn: '{"name":"config","readyExpr":"true"}, {"name":"operator","namespace":"apps"}',
    });
    const through = release('config', { dependsOn: [{ name: 'operator' }] });
    expect(brought([through, release('operator')], [crd('rules', 'operator')], [], waits)).toMatchObject({
      awaited: true,
    });
  });

  it('knows nothing without the lists', () => {
    expect(
      kindProviders.run({ release: own, releases: null, crds: [], group: 'a', kind: 'B', charts: [] }),
    ).toBeUndefined();
  });
});
