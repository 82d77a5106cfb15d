import { entry, field, fullName, list, nameOf, namespaceOf, record, text } from '../read.ts';

/**
 * The HelmRelease that brought the CRD of a kind, as `namespace/name`; empty where none is written on it. The name of a CRD
 * is `plural.group`; its metadata says nothing of the kind, so every usual plural of it is tried.
 */
export function ownerOf(crds: readonly unknown[], group: string, kind: string): string {
  const names = pluralsOf(kind).map((plural) => `${plural}.${group}`);
  const crd = crds.find((each) => names.includes(nameOf(each)));
  const labels = record(field(crd, 'metadata.labels'));
  const [namespace, name] = ['namespace', 'name'].map((key) => text(labels[`helm.toolkit.fluxcd.io/${key}`]));
  return namespace && name ? `${namespace}/${name}` : '';
}

/** The usual plurals of a kind: `gateways`, `ingresses`, `policies`, and a kind that is a plural itself. */
export function pluralsOf(kind: string): readonly string[] {
  const singular = kind.toLowerCase();
  return [`${singular}s`, `${singular}es`, singular.replace(/y$/, 'ies'), singular];
}

/** Everything that it waits for, directly or through others; a circle ends where it began. */
export function awaitedBy(release: unknown, releases: readonly unknown[]): ReadonlySet<string> {
  const known = new Map(releases.map((each) => [fullName(each), each]));
  const awaited = new Set<string>();
  const open = dependenciesOf(release);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (awaited.has(next)) continue;
    awaited.add(next);
    open.push(...dependenciesOf(known.get(next)));
  }
  return awaited;
}

/** What it names in `spec.dependsOn`, as `namespace/name`; its own namespace where none is written. */
export function dependenciesOf(release: unknown): string[] {
  return list(field(release, 'spec.dependsOn')).map(
    (each) => `${text(entry(each, 'namespace')) || namespaceOf(release)}/${text(entry(each, 'name'))}`,
  );
}
