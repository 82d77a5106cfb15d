import { describe, expect, it } from 'vitest';
import { allStories } from '../stories/all.ts';
import { FACES, POD_TREE } from '../stories/pod-tree.ts';
import type { Story } from '../stories/story.ts';

const stories = new Map(allStories.map((story) => [story.folder.replace('test/scenarios/', ''), story]));
const codesOf = (story: Story): readonly string[] => story.expected.findings.map(({ code }) => code);

it('every line of the pod tree has its four stories', () => {
  const wanted = POD_TREE.flatMap(({ story }) => Object.values(FACES).map((suffix) => `${story}${suffix}`));
  expect(wanted.filter((name) => !stories.has(name))).toEqual([]);
});

describe.each(POD_TREE)('$line', ({ story }) => {
  const [fault, twin, decoy, denied] = Object.values(FACES).map((suffix) => stories.get(`${story}${suffix}`));

  it('is found where it is', () => {
    expect(fault?.expected.verdict).toMatch(/^(problem|in-progress)$/);
  });

  it('is not seen where it is not, or is over', () => {
    for (const quiet of [twin, decoy]) {
      expect(quiet?.expected.verdict).toMatch(/^(healthy|in-progress)$/);
      expect(quiet?.expected.findings).toEqual([]);
    }
  });

  it('is never well, and never as sure, when the look-up that proves it is forbidden', () => {
    expect(denied?.snapshot.denied).not.toEqual([]);
    expect(denied?.snapshot.denied).toBeDefined();
    expect(denied?.expected.verdict).not.toBe('healthy');
    const sure = new Set(fault === undefined ? [] : codesOf(fault));
    const same = denied?.expected.findings.filter(
      ({ code, confidence }) => sure.has(code) && confidence === 'confirmed',
    );
    expect(same).toEqual([]);
  });
});
