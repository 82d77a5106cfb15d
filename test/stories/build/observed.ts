import type { Built } from './build.ts';
import { listOf, partOf, textOf } from './json-parts.ts';

/** An object of Flux, whose controllers say in each condition which generation of the spec it is about. */
export function observed(object: Built): Built {
  const status = partOf(object, 'status');
  const generation = partOf(object, 'metadata')['generation'];
  if (!textOf(object['apiVersion']).includes('.toolkit.fluxcd.io/')) return object;
  if (status['conditions'] === undefined || generation === undefined) return object;
  const conditions = listOf(status['conditions']).map((each) => ({
    ...each,
    observedGeneration: each['observedGeneration'] ?? generation,
  }));
  return { ...object, status: { ...status, conditions } };
}
