import type { ObjectRef } from '../model/object.ts';
import { isObject, refOf } from './graph.ts';
import type { Scope } from './scope.ts';

/** The outermost object that somebody asked about: where the chain begins. */
export async function symptomOf(scope: Scope): Promise<ObjectRef | undefined> {
  const above = scope.parent === undefined ? undefined : await symptomOf(scope.parent);
  if (above !== undefined) return above;
  const subject = await scope.subject();
  return isObject(subject) ? refOf(subject) : undefined;
}
