import type { Built, Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** One entry of `metadata.managedFields`: who wrote which fields, and when last. */
export interface Write {
  readonly manager: string;
  readonly time: string;
  /** What it owns, as FieldsV1; the content where it is left out. */
  readonly fields?: Change;
  /** `status` or `scale`, where it was written through one. */
  readonly subresource?: string;
}

/** An object with what its writers left in the managed fields, as the API server keeps them. */
export function written(object: Built, ...writes: readonly Write[]): Built {
  const managedFields = writes.map(({ manager, time, fields = { 'f:spec': {} }, subresource }) => ({
    manager,
    operation: 'Update',
    apiVersion: object['apiVersion'] ?? 'v1',
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(subresource === undefined ? {} : { subresource }),
  }));
  return deepMerge(object, { metadata: { managedFields } });
}
