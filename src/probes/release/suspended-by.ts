import { entry, field, list, text } from '../read.ts';

/** Who set `spec.suspend`, and when they last wrote the object: an upper bound of when. Empty where nothing tells. */
export interface SuspendedBy {
  readonly by: string;
  /** RFC 3339 */
  readonly at: string;
}

/** The API server keeps no time per field, only who owns a field and when they wrote last (`metadata.managedFields`). */
export function suspendedBy(release: unknown): SuspendedBy {
  const owner = list(field(release, 'metadata.managedFields')).find(
    (each) => entry(field(each, 'fieldsV1.f:spec'), 'f:suspend') !== undefined,
  );
  return { by: text(entry(owner, 'manager')), at: text(entry(owner, 'time')) };
}
