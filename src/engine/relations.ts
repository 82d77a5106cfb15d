import type { KubeObject } from '../model/object.ts';
import type { Relation } from '../model/runbook.ts';
import { readField } from '../text/field-path.ts';
import { groupOf } from './graph.ts';

/** Whether `item` stands in a relation to the object that it follows from. Relations that only link let everything pass. */
export type RelationTest = (item: KubeObject, followed: KubeObject) => boolean;

const always: RelationTest = () => true;

/** The test of each relation. */
export const RELATION_TESTS: Readonly<Record<Relation, RelationTest>> = {
  'owned-by': isOwnedBy,
  'applied-by': isAppliedBy,
  'selected-by': isSelectedBy,
  about: isAbout,
  'referenced-by': always,
  'awaited-by': isAwaitedBy,
  'mounted-by': always,
  'placed-by': always,
};

/**
 * `metadata.ownerReferences` names the owner: by uid where both are known, by kind and name otherwise. An owner with a
 * namespace owns only within it (Kubernetes documentation, "Owners and Dependents").
 */
function isOwnedBy(item: KubeObject, owner: KubeObject): boolean {
  if (owner.metadata.namespace !== undefined && owner.metadata.namespace !== item.metadata.namespace) return false;
  return (item.metadata.ownerReferences ?? []).some((reference) =>
    reference.uid !== undefined && owner.metadata.uid !== undefined
      ? reference.uid === owner.metadata.uid
      : reference.kind === owner.kind &&
        reference.name === owner.metadata.name &&
        groupOf(reference.apiVersion) === groupOf(owner.apiVersion),
  );
}

const FLUX_GROUPS: Readonly<Record<string, string>> = {
  HelmRelease: 'helm.toolkit.fluxcd.io',
  Kustomization: 'kustomize.toolkit.fluxcd.io',
};

/**
 * A Flux object applied the item: by Flux's labels, else by the annotations that Helm leaves (Flux and Helm references).
 * An item that carries no mark of any owner belongs to a HelmRelease when it has the release's name.
 */
function isAppliedBy(item: KubeObject, applier: KubeObject): boolean {
  const group = FLUX_GROUPS[applier.kind];
  const { labels = {}, annotations = {} } = item.metadata;
  if (group === undefined) return false;
  if (labels[`${group}/name`] !== undefined) {
    return (
      labels[`${group}/name`] === applier.metadata.name && labels[`${group}/namespace`] === applier.metadata.namespace
    );
  }
  if (applier.kind !== 'HelmRelease') return false;
  const namespace = annotations['meta.helm.sh/release-namespace'];
  if (namespace !== undefined && namespace !== targetNamespace(applier)) return false;
  const mark = annotations['meta.helm.sh/release-name'] ?? labels['app.kubernetes.io/instance'];
  return releaseNames(applier).has(mark ?? item.metadata.name);
}

function targetNamespace(release: KubeObject): unknown {
  return readField(release, 'spec.targetNamespace') ?? release.metadata.namespace;
}

/** The names that a HelmRelease's Helm release can have: as recorded, as set, or as Flux composes it. */
function releaseNames(release: KubeObject): ReadonlySet<string> {
  const target = readField(release, 'spec.targetNamespace');
  const composed = typeof target === 'string' ? `${target}-${release.metadata.name}` : release.metadata.name;
  const recorded = [readField(release, 'status.history[0].name'), readField(release, 'spec.releaseName')];
  const names = [...recorded, composed, release.metadata.name];
  return new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''));
}

/** The labels match `spec.selector` (a label selector, or a Service's plain map), in the same namespace. */
function isSelectedBy(item: KubeObject, selecting: KubeObject): boolean {
  if (item.metadata.namespace !== selecting.metadata.namespace) return false;
  const selector = readField(selecting, 'spec.selector');
  if (selector === null || typeof selector !== 'object') return false;
  // An empty label selector selects everything, an empty Service selector nothing (API reference, ServiceSpec).
  if (selecting.kind === 'Service' && Object.keys(selector).length === 0) return false;
  const { matchLabels, matchExpressions } = selector as Record<string, unknown>;
  const plain = matchLabels === undefined && matchExpressions === undefined ? selector : (matchLabels ?? {});
  const labels = item.metadata.labels ?? {};
  return hasLabels(labels, plain) && asList(matchExpressions).every((rule) => matches(labels, rule));
}

function hasLabels(labels: Readonly<Record<string, string>>, wanted: object): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** One `matchExpressions` rule (API reference, LabelSelectorRequirement). */
function matches(labels: Readonly<Record<string, string>>, rule: unknown): boolean {
  const { key, operator, values } = (rule ?? {}) as { key?: string; operator?: string; values?: unknown };
  const value = labels[key ?? ''];
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  if (operator === 'In') return value !== undefined && asList(values).includes(value);
  return operator === 'NotIn' && (value === undefined || !asList(values).includes(value));
}

/** `spec.dependsOn` of a Flux object names one of its own kind, in its own namespace where it names none. */
function isAwaitedBy(item: KubeObject, waiting: KubeObject): boolean {
  if (item.kind !== waiting.kind || groupOf(item.apiVersion) !== groupOf(waiting.apiVersion)) return false;
  return asList(readField(waiting, 'spec.dependsOn')).some((each) => {
    const { name, namespace = waiting.metadata.namespace } = (each ?? {}) as { name?: string; namespace?: string };
    return name === item.metadata.name && namespace === item.metadata.namespace;
  });
}

/**
 * An Event regards the object: by uid where both are known (a namesake of an earlier life does not count). The kubelet
 * gives its node's name for the node's uid.
 */
function isAbout(item: KubeObject, object: KubeObject): boolean {
  const regarding = (readField(item, 'involvedObject') ?? readField(item, 'regarding') ?? {}) as Record<
    string,
    unknown
  >;
  const { metadata, kind } = object;
  if (regarding['kind'] !== kind || regarding['name'] !== metadata.name) return false;
  if (differs(regarding['namespace'], metadata.namespace)) return false;
  return !differs(regarding['uid'], metadata.uid) || (kind === 'Node' && regarding['uid'] === metadata.name);
}

/** Whether both are given and are not the same. */
function differs(one: unknown, other: string | undefined): boolean {
  return typeof one === 'string' && one !== '' && other !== undefined && one !== other;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
