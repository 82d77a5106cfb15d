import { describe, expect, it } from 'vitest';
import { allStories } from '../stories/all.ts';
import { FLUX_FAILURES } from '../stories/flux-failures/all.ts';
import { type Cell, FACES } from '../stories/flux-failures/cell.ts';
import { storiesByName } from '../stories/flux-failures/page.ts';
import type { Story } from '../stories/story.ts';

const stories = storiesByName(allStories);
const storyOf = (cell: Cell): Story | undefined => (typeof cell === 'string' ? stories.get(cell) : undefined);
const codesOf = (story: Story): readonly string[] => story.expected.findings.map(({ code }) => code);

it('every failure has its row, once and in order', () => {
  const numbers = Array.from({ length: 38 }, (_, place) => `F${String(place + 1).padStart(2, '0')}`);
  const rollouts = Array.from('abcdefghi', (letter) => `F01${letter}`);
  expect(FLUX_FAILURES.map(({ id }) => id)).toEqual(numbers.flatMap((id) => (id === 'F01' ? [id, ...rollouts] : [id])));
});

it('every cell names a story that there is, or says why there is none', () => {
  const cells = FLUX_FAILURES.flatMap((row) => FACES.map((face) => row[face]));
  const named = cells.filter((cell) => typeof cell === 'string');
  expect(named.filter((name) => !stories.has(name))).toEqual([]);
  expect(cells.filter((cell) => typeof cell !== 'string' && cell.none.trim() === '')).toEqual([]);
});

describe.each(FLUX_FAILURES)('$id: $failure', (row) => {
  const [fault, decoy, denied] = FACES.map((face) => storyOf(row[face]));
  const codes = new Set(fault === undefined ? [] : codesOf(fault));

  it.runIf(fault !== undefined)('is found where it is', () => {
    expect(fault?.expected.verdict).toMatch(/^(problem|in-progress)$/);
    expect(codes.size > 0 || fault?.expected.verdict === 'in-progress').toBe(true);
  });

  it.runIf(decoy !== undefined)('is not seen where only old signs speak of it', () => {
    expect(decoy === undefined ? [] : codesOf(decoy).filter((code) => codes.has(code))).toEqual([]);
  });

  it.runIf(denied !== undefined)(
    'is never well, and never as sure, when the look-up that proves it is forbidden',
    () => {
      expect(denied?.snapshot.denied ?? []).not.toEqual([]);
      expect(denied?.expected.verdict).not.toBe('healthy');
      const sure = denied?.expected.findings.filter(
        ({ code, confidence }) => codes.has(code) && confidence === 'confirmed',
      );
      expect(sure ?? []).toEqual([]);
    },
  );
});
