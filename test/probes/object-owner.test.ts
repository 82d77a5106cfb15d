import { describe, expect, it, test } from 'vitest';
import { objectOwner } from '../../src/probes/object-owner.ts';
import { run } from './release-builder.ts';

type Part = Record<string, unknown>;

const FLUX = {
  labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
};
const RELEASED = {
  labels: { 'helm.toolkit.fluxcd.io/name': 'shop', 'helm.toolkit.fluxcd.io/namespace': 'apps' },
  annotations: { 'meta.helm.sh/release-name': 'shop', 'meta.helm.sh/release-namespace': 'shop' },
};
const ARGO_3 = { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } };
const APPLIED = { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } };
const INSTANCE = { labels: { 'app.kubernetes.io/instance': 'shop' } };

function deployment(metadata: Part = {}): Part {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', uid: 'd-1', ...metadata },
  };
}

function writes(manager: string, time = '2025-11-01T09:00:00Z', subresource?: string): Part {
  return { manager, operation: 'Update', time, ...(subresource === undefined ? {} : { subresource }) };
}

function owned(apiVersion: string, kind: string, name: string, rest: Part = {}): Part {
  return { ownerReferences: [{ apiVersion, kind, name, uid: `${name}-uid`, controller: true, ...rest }] };
}

describe('who applies an object', () => {
  test.each([
    ['a Kustomization by its labels', FLUX, 'kustomization', 'Kustomization flux-system/apps'],
    ['a HelmRelease before the Helm release that it makes', RELEASED, 'helmrelease', 'HelmRelease apps/shop'],
    ['Argo CD 3 by the tracking id', ARGO_3, 'argocd', 'Argo CD application shop'],
    [
      'an application of another namespace',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'team_shop:apps/Deployment:shop/web' } },
      'argocd',
      'Argo CD application team/shop',
    ],
    [
      'Argo CD 2 by the label, since its controller wrote',
      { ...INSTANCE, managedFields: [writes('argocd-controller')] },
      'argocd',
      'Argo CD application shop',
    ],
    [
      'an older Argo CD 2',
      { ...INSTANCE, managedFields: [writes('argocd-application-controller')] },
      'argocd',
      'Argo CD application shop',
    ],
    ['a label of its own', { labels: { 'argocd.argoproj.io/instance': 'shop' } }, 'argocd', 'Argo CD application shop'],
    [
      'Helm by its annotations',
      { annotations: { 'meta.helm.sh/release-name': 'shop', 'meta.helm.sh/release-namespace': 'shop' } },
      'helm',
      'Helm release shop/shop',
    ],
    ['a hand', { managedFields: [writes('kubectl-create')] }, 'hand', 'whoever applies Deployment shop/web by hand'],
    ['kubectl apply by the copy that it keeps', APPLIED, 'hand', 'whoever applies Deployment shop/web by hand'],
    [
      'what applies it, though somebody applied it before',
      { ...APPLIED, managedFields: [writes('Terraform')] },
      'unknown',
      'whoever declares Deployment shop/web',
    ],
    [
      'what its label names',
      { labels: { 'app.kubernetes.io/managed-by': 'cluster-operator' } },
      'unknown',
      'cluster-operator (label app.kubernetes.io/managed-by)',
    ],
    ['a program', { managedFields: [writes('Terraform')] }, 'unknown', 'whoever declares Deployment shop/web'],
    ['nobody', {}, 'unknown', 'whoever declares Deployment shop/web'],
  ])('%s', (_, metadata, by, owner) => {
    expect(run(objectOwner, { object: deployment(metadata) })).toMatchObject({ by, owner });
  });

  it('is not told by a label that every chart sets', () => {
    const rendered = { labels: { ...INSTANCE.labels, 'app.kubernetes.io/managed-by': 'Helm' } };
    expect(run(objectOwner, { object: deployment(rendered) })).toMatchObject({ by: 'unknown', name: '' });
  });

  it.each(['shop:apps/Deployment:shop/api', 'shop:/Service:shop/web', 'shop:apps/Deployment:other/web', 'shop', ''])(
    'is not told by the tracking id %s, which was copied from another object',
    (id) => {
      const object = deployment({ annotations: { 'argocd.argoproj.io/tracking-id': id } });
      expect(run(objectOwner, { object })['by']).toBe('unknown');
    },
  );

  it('is not the control plane, nor whoever scales it or writes its status', () => {
    const managedFields = [
      writes('kube-controller-manager', '2025-11-02T09:00:00Z', 'status'),
      writes('Terraform', '2025-11-02T09:00:00Z', 'scale'),
      writes('kubectl-client-side-apply'),
    ];
    expect(run(objectOwner, { object: deployment({ managedFields }) })).toMatchObject({ by: 'hand' });
  });
});

describe('what a hand wrote on what another owns', () => {
  it('is told with the last time, and changes nothing about the owner', () => {
    const managedFields = [
      writes('kustomize-controller'),
      writes('kubectl-edit', '2025-11-15T17:00:00Z'),
      writes('kubectl-set', '2025-11-14T17:00:00Z'),
    ];
    expect(run(objectOwner, { object: deployment({ ...FLUX, managedFields }) })).toMatchObject({
      by: 'kustomization',
      hands: ['kubectl-edit', 'kubectl-set'],
      lastHand: '2025-11-15T17:00:00Z',
    });
  });
});

describe('what becomes of a change by hand', () => {
  const suspended = { metadata: { name: 'apps', namespace: 'flux-system' }, spec: { suspend: true } };
  const release = (spec: Part): Part => ({ metadata: { name: 'shop', namespace: 'apps' }, spec });
  const application = (automated: Part): Part => ({
    metadata: { name: 'shop', namespace: 'argocd' },
    spec: { syncPolicy: { automated } },
  });
  test.each([
    ['Flux undoes it', FLUX, undefined, true],
    ['a suspended Kustomization does not', FLUX, suspended, false],
    [
      'nor where the object is left alone',
      { ...FLUX, annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' } },
      undefined,
      false,
    ],
    ['a HelmRelease that was not looked up', RELEASED, undefined, null],
    ['a HelmRelease that looks for drift', RELEASED, release({ driftDetection: { mode: 'enabled' } }), true],
    ['one that only warns', RELEASED, release({ driftDetection: { mode: 'warn' } }), false],
    ['one that is suspended', RELEASED, release({ suspend: true, driftDetection: { mode: 'enabled' } }), false],
    ['another release than the labelled one', RELEASED, { metadata: { name: 'x' }, spec: {} }, null],
    ['Argo CD that heals', ARGO_3, application({ selfHeal: true }), true],
    ['Argo CD that only prunes', ARGO_3, application({ prune: true }), false],
    ['Argo CD that was not looked up', ARGO_3, undefined, null],
    ['nobody knows', {}, undefined, null],
    ['a hand', { managedFields: [writes('kubectl-create')] }, undefined, false],
  ])('%s', (_, metadata, applier, reverts) => {
    const args = applier === undefined ? {} : { applier };
    expect(run(objectOwner, { object: deployment(metadata), ...args })['reverts']).toBe(reverts);
  });

  it.each([
    [FLUX, 'Kustomization flux-system/apps undoes a change by hand.'],
    [RELEASED, 'A change by hand lasts no longer than until the next upgrade of HelmRelease apps/shop.'],
    [ARGO_3, 'A change by hand lasts no longer than until the next sync of Argo CD application shop.'],
    [
      { annotations: { 'meta.helm.sh/release-name': 'shop' } },
      'A change by hand may be undone by the next upgrade of Helm release shop.',
    ],
    [
      { labels: { 'app.kubernetes.io/managed-by': 'cluster-operator' } },
      'Its label app.kubernetes.io/managed-by names cluster-operator, which may undo a change by hand.',
    ],
    [{}, 'Nothing on it says who declares it, so nobody can tell whether a change by hand stays.'],
  ])('is said in words: %j', (metadata, words) => {
    expect(run(objectOwner, { object: deployment(metadata) })['words']).toBe(words);
  });
});

describe('where the change belongs', () => {
  it('is the file that the way to Git is known by', () => {
    const git = { file: 'the manifest of HelmRelease apps/shop under ./apps', owner: 'Kustomization flux-system/apps' };
    expect(run(objectOwner, { object: deployment(RELEASED), git })).toMatchObject({
      file: git.file,
      owner: 'HelmRelease apps/shop',
      editable: false,
      instead: `Change ${git.file}.`,
    });
  });

  it('is not the file of somebody else', () => {
    const git = { file: 'a manifest', owner: 'Kustomization flux-system/apps' };
    expect(run(objectOwner, { object: deployment(ARGO_3), git })['file']).toBe(
      'the manifest of Deployment shop/web in the source of Argo CD application shop',
    );
  });

  it('names the path of the Kustomization that was looked up', () => {
    const applier = { metadata: { name: 'apps', namespace: 'flux-system' }, spec: { path: './apps' } };
    expect(run(objectOwner, { object: deployment(FLUX), applier })['file']).toBe(
      'the manifest of Deployment shop/web that Kustomization flux-system/apps applies from ./apps',
    );
  });
});

describe('what is made from another object', () => {
  const cluster = {
    apiVersion: 'postgresql.example/v1',
    kind: 'Cluster',
    metadata: { name: 'db', namespace: 'shop', uid: 'db-uid', ...FLUX },
  };
  const set: Part = { ...deployment(owned('postgresql.example/v1', 'Cluster', 'db')), kind: 'StatefulSet' };

  const labelled = { ...set, metadata: { ...record(set, 'metadata'), ...FLUX } };

  it('belongs to its operator, of which the reference tells enough', () => {
    expect(run(objectOwner, { object: labelled })).toMatchObject({
      by: 'operator',
      kind: 'Cluster',
      name: 'db',
      namespace: 'shop',
      owner: 'Cluster shop/db',
      file: 'Cluster shop/db, from which StatefulSet shop/web is made',
      reverts: true,
      editable: false,
    });
  });

  it('leads to the file of the custom resource where that was looked up', () => {
    expect(run(objectOwner, { object: set, chain: [cluster] })).toMatchObject({
      by: 'operator',
      owner: 'Cluster shop/db',
      file: 'the manifest of Cluster shop/db that Kustomization flux-system/apps applies',
      editable: false,
    });
  });

  it('leads on from a ReplicaSet to its Deployment, whatever the order', () => {
    const replicaSet = {
      ...deployment({ name: 'web-1', uid: 'rs-1', ...owned('apps/v1', 'Deployment', 'web', { uid: 'd-1' }) }),
      kind: 'ReplicaSet',
    };
    const pod = {
      kind: 'Pod',
      metadata: { name: 'web-1-x', namespace: 'shop', ...owned('apps/v1', 'ReplicaSet', 'web-1', { uid: 'rs-1' }) },
    };
    const chain = [deployment(FLUX), replicaSet];
    expect(run(objectOwner, { object: pod, chain })).toMatchObject({
      by: 'kustomization',
      reverts: true,
      editable: false,
    });
    expect(run(objectOwner, { object: pod })).toMatchObject({ by: 'controller', owner: 'ReplicaSet shop/web-1' });
  });

  it('is not followed round a ring', () => {
    const ring = deployment(owned('apps/v1', 'Deployment', 'web', { uid: 'd-1' }));
    expect(run(objectOwner, { object: ring, chain: [ring] })).toMatchObject({ by: 'controller' });
  });

  it('is not followed to an owner that only deletes it', () => {
    const object = deployment(owned('example.com/v1', 'App', 'shop', { controller: false }));
    expect(run(objectOwner, { object })['by']).toBe('unknown');
  });
});

it('what has no name has no owner', () => {
  expect(objectOwner.run({ object: {} })).toBeUndefined();
});

function record(object: Part, key: string): Part {
  return object[key] as Part;
}
