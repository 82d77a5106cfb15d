import type { Query } from '../model/query.ts';
import type { LookUp } from './patches.ts';

/** A look-up that notes what it is asked. */
export interface Noted {
  readonly lookUp: LookUp;
  /** So far, in the order of the questions. */
  readonly asked: readonly Query[];
}

/** The same look-up, with a note of every question. */
export function noted(lookUp: LookUp): Noted {
  const asked: Query[] = [];
  return {
    asked,
    lookUp(query) {
      asked.push(query);
      return lookUp(query);
    },
  };
}

/** Whether two look-ups give the very same fact for each of the questions: whoever asked them comes to the same. */
export async function answerAlike(asked: readonly Query[], one: LookUp, other: LookUp): Promise<boolean> {
  const alike = asked.map(async (query) => (await one(query)) === (await other(query)));
  return (await Promise.all(alike)).every(Boolean);
}
