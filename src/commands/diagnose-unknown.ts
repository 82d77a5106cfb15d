import { UsageError } from '../model/errors.ts';
import type { ListQuery } from '../model/query.ts';
import type { LookUp } from '../engine/memo.ts';
import { nameOf, namespaceOf } from '../probes/read.ts';
import { nearest } from '../text/similar.ts';
import type { WorkloadKind } from '../text/workload-kinds.ts';
import type { Place } from './diagnose-target.ts';
import { objectsIn } from './objects-in.ts';

/** All namespaces by name; asked only where one that was named is not there. */
export const NAMESPACES: ListQuery = { from: 'list', resource: 'namespaces', namespace: null, as: 'metadata' };

/** How many names a line takes. */
const TOLD = 8;

/** Throws `UsageError` when the API server says that there is no such namespace. */
export async function refuseUnknownNamespace(namespace: string, lookUp: LookUp): Promise<void> {
  const fact = await lookUp({ from: 'get', resource: 'namespaces', name: namespace, namespace: null });
  if (fact.state !== 'absent' || fact.what !== 'object') return;
  const names = objectsIn(await lookUp(NAMESPACES)).map(nameOf);
  // Not even the names are to be seen, so that this one is missing says nothing.
  if (names.length === 0) return;
  const meant = nearest(namespace, names);
  throw new UsageError(
    `there is no namespace ${namespace}`,
    meant === undefined ? `there are: ${few(names)}` : `did you mean ${meant}?`,
  );
}

/** Throws `UsageError` with the nearest names of the namespace, of others, or with what there is. */
export async function refuseUnknownWorkload(
  place: Place,
  kinds: readonly WorkloadKind[],
  lookUp: LookUp,
): Promise<never> {
  const { namespace, name, kind } = place;
  const what = kind === null ? 'workload or pod' : kind.kind;
  throw new UsageError(`there is no ${what} ${namespace}/${name}`, await hintFor(place, kinds, lookUp, name));
}

interface Named {
  readonly namespace: string;
  readonly name: string;
  /** As it can be typed. */
  readonly typed: string;
}

async function hintFor(
  { namespace, name }: Place,
  kinds: readonly WorkloadKind[],
  lookUp: LookUp,
  wanted: string,
): Promise<string> {
  const here = await namesIn(kinds, namespace, lookUp);
  const near = nearestOf(wanted, here);
  if (near !== undefined) return `did you mean ${near.typed}?`;
  // Pods come and go, and are many: elsewhere only what makes them is looked for, unless a pod was asked for.
  const lasting = kinds.length === 1 ? kinds : kinds.filter(({ kind }) => kind !== 'Pod');
  const others = (await namesIn(lasting, null, lookUp)).filter((each) => each.namespace !== namespace);
  const same = others.filter((each) => each.name === name);
  if (same.length > 0) return `elsewhere: ${few(same.map(({ typed }) => typed))}`;
  const far = nearestOf(wanted, others);
  if (far !== undefined) return `did you mean ${far.typed}?`;
  return here.length === 0
    ? `there is none in namespace ${namespace}`
    : `there: ${few(here.map(({ typed }) => typed))}`;
}

async function namesIn(
  kinds: readonly WorkloadKind[],
  namespace: string | null,
  lookUp: LookUp,
): Promise<readonly Named[]> {
  const lists = await Promise.all(
    kinds.map(async ({ resource, kind }) => {
      const found = objectsIn(await lookUp({ from: 'list', resource, namespace, as: 'metadata' }));
      return found.map((each) => toNamed(each, kind));
    }),
  );
  return lists.flat();
}

function toNamed(object: unknown, kind: string): Named {
  const [namespace, name] = [namespaceOf(object), nameOf(object)];
  return { namespace, name, typed: `${namespace}/${kind.toLowerCase()}/${name}` };
}

function nearestOf(wanted: string, named: readonly Named[]): Named | undefined {
  const name = nearest(
    wanted,
    named.map((each) => each.name),
  );
  return named.find((each) => each.name === name);
}

function few(names: readonly string[]): string {
  const more = names.length > TOLD ? ` and ${String(names.length - TOLD)} more` : '';
  return `${names.slice(0, TOLD).join(', ')}${more}`;
}
