import type { Fact } from '../model/fact.ts';
import { list } from '../probes/read.ts';

/** The objects of a list that was looked up; none where it gave no answer. */
export function objectsIn(fact: Fact): readonly unknown[] {
  return fact.state === 'known' ? list(fact.value) : [];
}
