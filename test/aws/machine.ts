import { describe, test } from 'vitest';
import { missing } from './harness.ts';

const lacks = missing();

/** Whether everything is run, and not only the part that `npm test` has time for: `npm run test:aws` asks for it. */
const thorough = process.env['KUBEDOC_AWS'] === 'all';

/** Tests that ask AWS by the real program; where this machine cannot, one test that is skipped says so. */
export function describeAws(title: string, tests: () => void): void {
  if (lacks === '') describe(title, tests);
  else test.skip(`${title}: not looked at, for this machine lacks ${lacks}`, () => undefined);
}

/** Of a table of cases those that are run: all of them, or with `npm test` the ones named. */
export function casesOf<T>(table: Readonly<Record<string, T>>, soon: readonly string[]): [string, T][] {
  return Object.entries(table).filter(([name]) => thorough || soon.includes(name));
}

/** A test that only `npm run test:aws` runs. */
export const thoroughly = test.skipIf(!thorough);
