import { entry, field, list, nameOf, text } from '../read.ts';

/** Where the references to owners lead: the last object that is known, and the owner of that one where it has one. */
export interface OwnerChain {
  readonly top: unknown;
  /** The reference to an owner that was not looked up; undefined at the top. */
  readonly beyond: unknown;
  /** Whether a custom resource stands anywhere on the way. */
  readonly custom: boolean;
}

/** Kinds of Kubernetes itself whose controllers make other objects. */
const BUILT_IN = /^(?:v1|apps\/.+|batch\/.+)$/;

/** An owner of an owner of an owner: nothing real is deeper, and what is has been tied into a ring. */
const DEEPEST = 8;

/**
 * Follows the controller among `metadata.ownerReferences` upwards, as far as the objects given reach. Owners that are
 * not the controller own nothing but the deletion (Kubernetes documentation, "Owners and Dependents").
 */
export function followOwners(object: unknown, chain: readonly unknown[]): OwnerChain {
  let top = object;
  let custom = false;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const reference = controllerOf(top);
    if (reference === undefined) return { top, beyond: undefined, custom };
    custom ||= !isBuiltIn(reference);
    const owner = chain.find((each) => isReferredTo(each, reference));
    if (owner === undefined) return { top, beyond: reference, custom };
    top = owner;
  }
  return { top, beyond: controllerOf(top), custom };
}

function controllerOf(object: unknown): unknown {
  return list(field(object, 'metadata.ownerReferences')).find((each) => entry(each, 'controller') === true);
}

/** Whether a reference is to a kind that Kubernetes brings itself. */
export function isBuiltIn(reference: unknown): boolean {
  return BUILT_IN.test(text(entry(reference, 'apiVersion')));
}

function isReferredTo(object: unknown, reference: unknown): boolean {
  const uid = text(field(object, 'metadata.uid'));
  const wanted = text(entry(reference, 'uid'));
  if (uid !== '' && wanted !== '') return uid === wanted;
  return (
    text(entry(object, 'kind')) === text(entry(reference, 'kind')) && nameOf(object) === text(entry(reference, 'name'))
  );
}
