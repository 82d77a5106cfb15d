import { field, fullName, list, namespaceOf, num, text } from '../read.ts';
import { readAction } from './action-state.ts';
import { viewCondition } from './condition-view.ts';
import { isSuspended } from './helm-release.ts';

/**
 * Why a chain of `dependsOn` goes no further: the release is not there, was not listed, is waited for in a circle, is
 * suspended, was never looked at by helm-controller, is being installed or upgraded inside its time, is ready and held to
 * an expression that is false, or is not ready for a reason of its own.
 */
export const ROOT_KINDS = [
  'missing',
  'not-listed',
  'circle',
  'suspended',
  'never',
  'at-work',
  'expression',
  'unready',
] as const;
export type RootKind = (typeof ROOT_KINDS)[number];

/** Where a chain of `dependsOn` ends that keeps a release waiting. */
export interface DependencyRoot {
  readonly kind: RootKind;
  /** `namespace/name` of the last release of the chain. */
  readonly name: string;
  /** Its HelmRelease; null where there is none to be seen. */
  readonly object: unknown;
  /** The release that waits for the last one directly. */
  readonly holder: unknown;
  /** Names from the direct dependency to the last one; of a circle, from the direct dependency to where it closes. */
  readonly chain: readonly string[];
  /** The names of a circle, the first of them again at the end; empty for any other kind. */
  readonly circle: readonly string[];
}

/** The releases that were listed, and how far the list went. */
export interface Seen {
  readonly byName: ReadonlyMap<string, unknown>;
  /** Null where every namespace was listed. */
  readonly onlyNamespace: string | null;
  /** RFC 3339. */
  readonly now: string;
  /** Whether `readyExpr` comes on top of helm-controller's own test (gate AdditiveCELDependencyCheck), not in its place. */
  readonly additive: boolean;
}

/**
 * Follows `spec.dependsOn` from a release to everything that is not ready for a reason of its own, each once, in the order
 * of the spec. helm-controller names the first direct neighbour only and looks for no circles (`checkDependencies`).
 * `said` is what it says of the release.
 */
export function dependencyRoots(release: unknown, said: string, seen: Seen): readonly DependencyRoot[] {
  const roots: DependencyRoot[] = [];
  const done = new Set<string>();
  for (const name of blockers(release, said, seen))
    follow({ name, holder: release, chain: [], start: fullName(release) }, { seen, roots, done });
  return roots;
}

interface At {
  readonly name: string;
  readonly holder: unknown;
  readonly chain: readonly string[];
  readonly start: string;
}

interface Walk {
  readonly seen: Seen;
  readonly roots: DependencyRoot[];
  readonly done: Set<string>;
}

/** Adds the roots behind one name; gives whether that name lies on a circle. */
function follow(at: At, walk: Walk): boolean {
  const { name, chain } = at;
  const way = [at.start, ...chain];
  const object = walk.seen.byName.get(name) ?? null;
  if (way.includes(name)) return add(walk, at, 'circle', [...way.slice(way.indexOf(name)), name]);
  if (walk.done.has(name)) return false;
  walk.done.add(name);
  const kind = kindAtOnce(name, object, walk.seen);
  if (kind !== undefined) return add(walk, at, kind);
  const before = walk.roots.length;
  const next = blockers(object, viewCondition(object, 'Ready').message, walk.seen);
  const further = { holder: object, chain: [...chain, name], start: at.start };
  const circular = next.map((one) => follow({ ...further, name: one }, walk)).includes(true);
  if (circular) return true;
  if (hasOwnReason(object)) walk.roots.length = before;
  else if (next.length > 0) return false;
  return add(walk, at, kindOf(object, walk.seen.now));
}

/** What ends a chain whatever comes behind it; undefined for a release that is there and not ready. */
function kindAtOnce(name: string, object: unknown, seen: Seen): RootKind | undefined {
  if (object === null) return isListed(name, seen) ? 'missing' : 'not-listed';
  if (isReady(object)) return 'expression';
  return isSuspended(object) ? 'suspended' : undefined;
}

function add({ seen, roots }: Walk, at: At, kind: RootKind, circle: readonly string[] = []): boolean {
  const { name, holder, chain } = at;
  roots.push({ kind, name, object: seen.byName.get(name) ?? null, holder, chain: [...chain, name], circle });
  return kind === 'circle';
}

/** A release that says anything but that it waits has got past its dependencies. */
function hasOwnReason(release: unknown): boolean {
  const { reason } = viewCondition(release, 'Ready');
  return reason !== '' && reason !== 'DependencyNotReady';
}

function kindOf(release: unknown, now: string): RootKind {
  if (viewCondition(release, 'Ready').status === '') return 'never';
  const { underWay, withinTime } = readAction(release, now);
  return underWay && withinTime === true ? 'at-work' : 'unready';
}

/**
 * What keeps a release waiting, `namespace/name`: the dependency that the controller names, and the others that are
 * missing or not ready. One with an expression of its own counts only when it is named: nobody else knows its result.
 */
function blockers(release: unknown, said: string, { byName, additive }: Seen): readonly string[] {
  const named = nameIn(said, release);
  const unready = dependenciesOf(release).filter(({ name, expression }) => {
    const object = byName.get(name);
    return object === undefined || ((additive || expression === '') && !isReady(object));
  });
  const held = named !== '' && (isByExpression(said) || !isReady(byName.get(named))) ? [named] : [];
  return [...new Set([...held, ...unready.map(({ name }) => name)])];
}

/** helm-controller's own test: the status is about the present spec, and says Ready (`checkDependencies`). */
function isReady(release: unknown): boolean {
  if (viewCondition(release, 'Ready').status !== 'True') return false;
  return num(field(release, 'status.observedGeneration')) === num(field(release, 'metadata.generation'));
}

/** Whether helm-controller says that an expression decided it. */
function isByExpression(said: string): boolean {
  return said.includes('is not ready according to readyExpr eval');
}

/** The dependency that a message names; an older controller may leave its namespace out. */
function nameIn(said: string, release: unknown): string {
  const [, name = ''] = /(?:^dependency|unable to get) '([^']+)'/.exec(said) ?? [];
  return name === '' || name.includes('/') ? name : `${namespaceOf(release)}/${name}`;
}

/** One entry of `spec.dependsOn`. */
export interface DependencyEntry {
  /** `namespace/name`: without a namespace, the release's own one is meant (flux-helm 2). */
  readonly name: string;
  /** `readyExpr`, empty without one. */
  readonly expression: string;
}

/** The entries of `spec.dependsOn` that have a name. */
export function dependenciesOf(release: unknown): readonly DependencyEntry[] {
  return list(field(release, 'spec.dependsOn')).flatMap((each) => {
    const name = text(field(each, 'name'));
    const namespace = text(field(each, 'namespace')) || namespaceOf(release);
    return name === '' ? [] : [{ name: `${namespace}/${name}`, expression: text(field(each, 'readyExpr')) }];
  });
}

function isListed(name: string, { onlyNamespace }: Seen): boolean {
  return onlyNamespace === null || name.startsWith(`${onlyNamespace}/`);
}
