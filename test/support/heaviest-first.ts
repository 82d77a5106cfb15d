import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, longest first; what begins last is then short, and no processor waits for another. */
const HEAVY = [
  'test/scenarios.test.ts',
  'test/faults/faults.test.ts',
  'test/scenarios-denied.test.ts',
  'test/built-and-real.test.ts',
  'test/scenarios-real.test.ts',
  'test/e2e/terminal.test.ts',
  'test/e2e/usage.test.ts',
  'test/engine/failing-look-ups.test.ts',
  'test/e2e/json.test.ts',
  'test/e2e/partial.test.ts',
];

/**
 * The order of the test files: the heavy ones first, then project by project, for only neighbours share a process, and
 * each project as vitest orders it.
 */
export class HeaviestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placed = sorted.map((file) => ({ file, place: placeOf(file), project: file.project.name }));
    return placed
      .toSorted((one, other) => one.place - other.place || other.project.localeCompare(one.project))
      .map(({ file }) => file);
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = HEAVY.findIndex((name) => moduleId.endsWith(`/${name}`));
  return place === -1 ? HEAVY.length : place;
}
