import { describe, expect, it } from 'vitest';
import { RELATION_TESTS } from '../../src/engine/relations.ts';
import type { KubeObject } from '../../src/model/object.ts';
import type { Relation } from '../../src/model/runbook.ts';
import { object } from './scripted.ts';

type Row = readonly [string, boolean, KubeObject, KubeObject];

function holds(relation: Relation, rows: readonly Row[]): void {
  it.each(rows)('%s: %s', (_, expected, item, followed) => {
    expect(RELATION_TESTS[relation](item, followed)).toBe(expected);
  });
}

describe('owned-by', () => {
  const web = object('Deployment', 'web', { apiVersion: 'apps/v1', metadata: { uid: 'u1' } });
  const ownedBy = (reference: object, metadata: object = {}): KubeObject =>
    object('ReplicaSet', 'web-1', {
      metadata: {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', ...reference }],
        ...metadata,
      },
    });
  const node = object('Node', 'a', { metadata: { namespace: undefined } });
  holds('owned-by', [
    ['the uid of the owner', true, ownedBy({ uid: 'u1' }), web],
    ['an owner of an earlier life', false, ownedBy({ uid: 'u0' }), web],
    ['the name, where no uid is known', true, ownedBy({}), web],
    ['another version of the same API', true, ownedBy({ apiVersion: 'apps/v1beta2' }), web],
    ['a namesake of another API', false, ownedBy({ apiVersion: 'other.example/v1' }), web],
    ['a namesake of another kind', false, ownedBy({ kind: 'StatefulSet' }), web],
    ['a namesake in another namespace', false, ownedBy({}, { namespace: 'other' }), web],
    [
      'an owner without a namespace',
      true,
      object('Pod', 'a', { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'a' }] } }),
      node,
    ],
    ['no owner', false, object('ReplicaSet', 'web-1'), web],
  ]);
});

describe('applied-by', () => {
  const release = object('HelmRelease', 'coder', { apiVersion: 'helm.toolkit.fluxcd.io/v2' });
  const targeted = { ...release, spec: { targetNamespace: 'target' } };
  const flux = (name: string, namespace: string): KubeObject =>
    object('Deployment', 'x', {
      metadata: { labels: { 'helm.toolkit.fluxcd.io/name': name, 'helm.toolkit.fluxcd.io/namespace': namespace } },
    });
  const helm = (name: string, namespace: string): KubeObject =>
    object('Deployment', 'x', {
      metadata: { annotations: { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': namespace } },
    });
  const kustomization = object('Kustomization', 'apps', { apiVersion: 'kustomize.toolkit.fluxcd.io/v1' });
  const kustomized = object('ConfigMap', 'x', {
    metadata: {
      labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'apps' },
    },
  });
  holds('applied-by', [
    ['the labels of Flux', true, flux('coder', 'apps'), release],
    ['the labels of another release', false, flux('other', 'apps'), release],
    ['the labels of a namesake elsewhere', false, flux('coder', 'other'), release],
    ['the annotations of Helm', true, helm('coder', 'apps'), release],
    ['the annotations of a namesake elsewhere', false, helm('coder', 'other'), release],
    ['the annotations with a target namespace', true, helm('target-coder', 'target'), targeted],
    ['a name that the release has set', true, helm('own', 'apps'), { ...release, spec: { releaseName: 'own' } }],
    [
      'a name that the history records',
      true,
      helm('cut', 'apps'),
      { ...release, status: { history: [{ name: 'cut' }] } },
    ],
    ['the labels of a Kustomization', true, kustomized, kustomization],
    ['nothing of a Kustomization', false, object('ConfigMap', 'apps'), kustomization],
    ['something that applies nothing', false, flux('coder', 'apps'), object('Deployment', 'coder')],
  ]);
});

describe('selected-by', () => {
  const pod = object('Pod', 'a', { metadata: { labels: { app: 'web', tier: 'front' } } });
  const by = (selector: unknown, kind = 'Deployment'): KubeObject => object(kind, 'web', { spec: { selector } });
  const rule = (key: string, operator: string, ...values: string[]): KubeObject =>
    by({ matchExpressions: [{ key, operator, values }] });
  holds('selected-by', [
    ['matching labels', true, pod, by({ matchLabels: { app: 'web' } })],
    ['a label that differs', false, pod, by({ matchLabels: { app: 'web', tier: 'back' } })],
    ['the plain selector of a Service', true, pod, by({ app: 'web' }, 'Service')],
    ['the empty selector of a Service', false, pod, by({}, 'Service')],
    ['an empty label selector', true, pod, by({}, 'PodDisruptionBudget')],
    ['no selector', false, pod, by(undefined, 'Service')],
    ['another namespace', false, { ...pod, metadata: { ...pod.metadata, namespace: 'other' } }, by({ app: 'web' })],
    ['In', true, pod, rule('tier', 'In', 'front', 'back')],
    ['not In', false, pod, rule('tier', 'In', 'back')],
    ['NotIn', true, pod, rule('tier', 'NotIn', 'back')],
    ['NotIn of a label that is missing', true, pod, rule('zone', 'NotIn', 'a')],
    ['Exists', true, pod, rule('tier', 'Exists')],
    ['DoesNotExist', false, pod, rule('tier', 'DoesNotExist')],
    ['an operator that nobody knows', false, pod, rule('tier', 'Like', 'f')],
  ]);
});

describe('about', () => {
  const web = object('Pod', 'web', { metadata: { uid: 'u1' } });
  const node = object('Node', 'a', { metadata: { namespace: undefined, uid: 'n1' } });
  const event = (involvedObject: object): KubeObject => object('Event', 'e', { involvedObject });
  holds('about', [
    ['the uid', true, event({ kind: 'Pod', name: 'web', namespace: 'apps', uid: 'u1' }), web],
    ['a namesake of an earlier life', false, event({ kind: 'Pod', name: 'web', namespace: 'apps', uid: 'u0' }), web],
    ['no uid', true, event({ kind: 'Pod', name: 'web', namespace: 'apps' }), web],
    ['a namesake elsewhere', false, event({ kind: 'Pod', name: 'web', namespace: 'other' }), web],
    ['another kind', false, event({ kind: 'Node', name: 'web' }), web],
    ['the newer API', true, object('Event', 'e', { regarding: { kind: 'Pod', name: 'web' } }), web],
    ['nothing', false, object('Event', 'e'), web],
    ['a node by its name, as the kubelet says it', true, event({ kind: 'Node', name: 'a', uid: 'a' }), node],
    ['a node of an earlier life', false, event({ kind: 'Node', name: 'a', uid: 'n0' }), node],
  ]);
});

describe('relations that only link', () => {
  it.each(['referenced-by', 'mounted-by', 'placed-by'] as const)('%s lets everything pass', (relation) => {
    expect(RELATION_TESTS[relation](object('Pod', 'a'), object('Pod', 'b'))).toBe(true);
  });
});

describe('awaited-by', () => {
  const release = (name: string, rest: object = {}): KubeObject =>
    object('HelmRelease', name, { apiVersion: 'helm.toolkit.fluxcd.io/v2', metadata: { namespace: 'shop' }, ...rest });
  const waits = release('web', { spec: { dependsOn: [{ name: 'api' }, { name: 'base', namespace: 'data' }] } });
  holds('awaited-by', [
    ['a name without a namespace is one beside it', true, release('api'), waits],
    ['a name of another namespace', true, release('base', { metadata: { namespace: 'data' } }), waits],
    ['the same name elsewhere', false, release('api', { metadata: { namespace: 'data' } }), waits],
    ['another kind of that name', false, object('Kustomization', 'api', { metadata: { namespace: 'shop' } }), waits],
    ['one that waits for nothing', false, release('api'), release('web')],
  ]);
});
