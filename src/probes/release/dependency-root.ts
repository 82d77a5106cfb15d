import { field, list, nameOf, namespaceOf, text } from '../read.ts';

/** Where a chain of `dependsOn` ends that keeps a release waiting. Texts are empty and objects null without one. */
export interface DependencyRoot {
  /** `namespace/name` of the last release of the chain. */
  readonly name: string;
  /** Why it is the last, as the rest of a sentence; empty without one. */
  readonly state: string;
  /** Its HelmRelease; null where there is none to be seen. */
  readonly object: unknown;
  /** Names from the direct dependency to the last. */
  readonly chain: readonly string[];
}

/** The releases that were listed, those of them that are ready, and the namespace that the list was limited to. */
export interface Seen {
  readonly byName: ReadonlyMap<string, unknown>;
  readonly isReady: (release: unknown) => boolean;
  /** Null where every namespace was listed. */
  readonly onlyNamespace: string | null;
}

/**
 * Follows `spec.dependsOn` from a release to the dependency that is not ready for a reason of its own. helm-controller
 * names the direct neighbour only, looks for no circles, and waits for a name without a namespace in its own
 * (flux-helm 2).
 */
export function dependencyRoot(release: unknown, seen: Seen): DependencyRoot {
  const chain: string[] = [];
  let from = release;
  for (;;) {
    const next = firstUnready(from, seen);
    if (next === undefined) return rootOf(chain, from === release ? null : from, 'is not ready');
    if (next === fullName(release) || chain.includes(next))
      return rootOf([...chain, next], null, 'waits for it in turn');
    chain.push(next);
    const object = seen.byName.get(next);
    if (object === undefined)
      return rootOf(chain, null, isListed(next, seen) ? 'does not exist' : 'is in a namespace that was not listed');
    from = object;
  }
}

function rootOf(chain: readonly string[], object: unknown, state: string): DependencyRoot {
  const name = chain.at(-1) ?? '';
  return { name, state: name === '' ? '' : state, object, chain };
}

/** The first dependency that is missing or not ready, `namespace/name`. */
function firstUnready(release: unknown, { byName, isReady }: Seen): string | undefined {
  return dependencies(release).find((name) => {
    const object = byName.get(name);
    return object === undefined || !isReady(object);
  });
}

function dependencies(release: unknown): readonly string[] {
  return list(field(release, 'spec.dependsOn')).flatMap((each) => {
    const name = text(field(each, 'name'));
    return name === '' ? [] : [`${text(field(each, 'namespace')) || namespaceOf(release)}/${name}`];
  });
}

function isListed(name: string, { onlyNamespace }: Seen): boolean {
  return onlyNamespace === null || name.startsWith(`${onlyNamespace}/`);
}

/** `namespace/name` of an object. */
export function fullName(object: unknown): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}
