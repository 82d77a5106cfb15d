import type { Fact } from '../model/fact.ts';
import { isRecord } from '../probes/read.ts';
import type { LookUp } from '../engine/memo.ts';
import { WORKLOAD_KINDS } from '../text/workload-kinds.ts';
import { UsageError } from '../model/errors.ts';
import type { Place } from './diagnose-target.ts';
import { refuseUnknownNamespace, refuseUnknownWorkload } from './diagnose-unknown.ts';

/**
 * The object that is meant, asked for as the runbook asks; null where it could not be seen. Throws `UsageError` where it is
 * not there, with the names that come nearest, and where a name alone means two things.
 */
export async function findWorkload(place: Place, lookUp: LookUp): Promise<unknown> {
  const { namespace, name, kind } = place;
  const kinds = kind === null ? WORKLOAD_KINDS : [kind];
  const facts = await Promise.all(kinds.map(({ resource }) => lookUp({ from: 'get', resource, name, namespace })));
  const found = facts.flatMap((fact) => (fact.state === 'known' && isRecord(fact.value) ? [fact.value] : []));
  if (found.length > 1) refuseAmbiguous(place, found);
  if (found.length > 0) return found[0];
  if (!facts.every(isNoSuchObject)) {
    // One more kind, so that trouble with this one alone is told from trouble with everything.
    await lookUp({ from: 'list', resource: 'pods', namespace });
    return null;
  }
  await refuseUnknownNamespace(namespace, lookUp);
  return refuseUnknownWorkload(place, kinds, lookUp);
}

function isNoSuchObject(fact: Fact): boolean {
  return fact.state === 'absent' && fact.what === 'object';
}

/** A Pod that bears the name of its own workload is not meant; two workloads of one name have to be told apart. */
function refuseAmbiguous({ namespace, name }: Place, found: readonly Readonly<Record<string, unknown>>[]): void {
  const kinds = found.map(({ kind }) => String(kind)).filter((kind) => kind !== 'Pod');
  const [first, second] = kinds;
  if (first === undefined || second === undefined) return;
  throw new UsageError(
    `${namespace}/${name} is a ${first} and a ${second}`,
    `say which: ${kinds.map((kind) => `${namespace}/${kind.toLowerCase()}/${name}`).join(' or ')}`,
  );
}
