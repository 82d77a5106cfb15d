import { expect, test } from 'vitest';
import { gitOwner } from '../../src/probes/git-owner.ts';
import { buildRelease, run } from './release-builder.ts';

const labels = { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
const applied = buildRelease({ metadata: { labels } });
const kustomization = buildKustomization({});
const source = { spec: { url: 'ssh://git@git.example.org/team/fleet?token=x' } };

test('a Flux Kustomization owns it: file, owner, address without the user', () => {
  expect(run(gitOwner, { object: applied, kustomization, source })).toEqual({
    managed: 'flux',
    file: 'the manifest of HelmRelease coder/coder under ./apps/base in GitRepository flux-system/flux-system',
    owner: 'Kustomization flux-system/apps',
    kustomizationName: 'apps',
    kustomizationNamespace: 'flux-system',
    path: './apps/base',
    sourceText: 'ssh://git.example.org/team/fleet',
    suspended: false,
    willRevert: true,
  });
});

test('the labels alone name the owner; the rest is not known', () => {
  expect(run(gitOwner, { object: applied })).toMatchObject({
    file: 'the manifest of HelmRelease coder/coder that Kustomization flux-system/apps applies',
    suspended: null,
    willRevert: true,
    sourceText: '',
  });
});

test('another Kustomization than the labelled one says nothing', () => {
  const other = { ...kustomization, metadata: { name: 'apps', namespace: 'elsewhere' } };
  expect(run(gitOwner, { object: applied, kustomization: other })).toMatchObject({ path: '', suspended: null });
});

test('a suspended Kustomization reverts nothing', () => {
  const suspended = buildKustomization({ suspend: true });
  expect(run(gitOwner, { object: applied, kustomization: suspended })).toMatchObject({
    suspended: true,
    willRevert: false,
  });
});

test.each([
  [{ 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' }, false],
  [{ 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' }, false],
  [{ 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' }, true],
])('with %j it is reverted: %s', (annotations, willRevert) => {
  const object = buildRelease({ metadata: { labels, annotations } });
  expect(run(gitOwner, { object, kustomization })['willRevert']).toBe(willRevert);
});

test.each([
  ['https://me:secret@git.example.org/x.git#frag', 'https://git.example.org/x.git'],
  ['https://token@git.example.org/x', 'https://git.example.org/x'],
  ['git@git.example.org:team/x.git', 'git.example.org:team/x.git'],
  ['https://git.example.org/a@b', 'https://git.example.org/a@b'],
  ['oci://registry.example.org/x', 'oci://registry.example.org/x'],
])('the address %s is shown as %s', (url, shown) => {
  expect(run(gitOwner, { object: applied, kustomization, source: { spec: { url } } })['sourceText']).toBe(shown);
});

test.each([
  [
    { labels: { 'helm.toolkit.fluxcd.io/name': 'coder', 'helm.toolkit.fluxcd.io/namespace': 'apps' } },
    'flux',
    'HelmRelease apps/coder',
    true,
  ],
  [
    { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:coder/coder' } },
    'argocd',
    'Argo CD application shop',
    true,
  ],
  [{ labels: { 'argocd.argoproj.io/instance': 'shop' } }, 'argocd', 'Argo CD application shop', true],
  [
    { annotations: { 'meta.helm.sh/release-name': 'coder', 'meta.helm.sh/release-namespace': 'coder' } },
    'helm',
    'Helm release coder/coder',
    false,
  ],
  [{ labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, 'helm', 'whoever declares Deployment coder/coder', false],
  [
    { labels: { 'app.kubernetes.io/managed-by': 'somebody' } },
    'none',
    'somebody (label app.kubernetes.io/managed-by)',
    false,
  ],
  [{}, 'none', 'whoever declares Deployment coder/coder', false],
  [
    { managedFields: [{ manager: 'kubectl-client-side-apply', operation: 'Update' }] },
    'none',
    'whoever applies Deployment coder/coder by hand',
    false,
  ],
])('%j belongs to %s %s', (metadata, managed, owner, willRevert) => {
  const object = { kind: 'Deployment', metadata: { name: 'coder', namespace: 'coder', ...metadata } };
  expect(run(gitOwner, { object })).toMatchObject({
    managed,
    owner,
    willRevert,
    kustomizationName: '',
    suspended: null,
  });
});

test('an object that a release renders is changed in the values of that release', () => {
  const metadata = {
    name: 'x',
    labels: { 'helm.toolkit.fluxcd.io/name': 'coder', 'helm.toolkit.fluxcd.io/namespace': 'apps' },
  };
  expect(run(gitOwner, { object: { kind: 'Deployment', metadata } })['file']).toBe(
    'the values or post-renderers of HelmRelease apps/coder, which renders Deployment x',
  );
});

test('what has no name has no owner', () => {
  expect(gitOwner.run({ object: { metadata: {} } })).toBeUndefined();
});

function buildKustomization(spec: Record<string, unknown>): Record<string, unknown> {
  return {
    metadata: { name: 'apps', namespace: 'flux-system' },
    spec: { path: './apps/base', sourceRef: { kind: 'GitRepository', name: 'flux-system' }, ...spec },
  };
}
