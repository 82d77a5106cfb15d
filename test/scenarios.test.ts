import { beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../src/commands/exit.ts';
import { allStories } from './stories/all.ts';
import { loadStory } from './support/load-story.ts';
import { runCapture, type Told } from './support/run-story.ts';

describe.each(allStories.map((story) => ({ story, name: story.folder })))('$name', ({ story }) => {
  let told: Told;
  let again: Told;

  // Side by side, so that one walk that meddles with the other shows.
  beforeAll(async () => {
    const capture = await loadStory(story);
    [told, again] = await Promise.all([runCapture(story, capture), runCapture(story, capture)]);
  });

  it('comes to what its story says', () => {
    const { report, requests } = told;
    const { expected } = story;
    expect(report.findings.map(({ code, confidence }) => ({ code, confidence }))).toEqual(expected.findings);
    expect(report.verdict).toBe(expected.verdict);
    expect(exitCodeOf(report)).toBe(expected.exit);
    const text = JSON.stringify(report);
    for (const words of expected.says ?? []) expect(text).toContain(words);
    for (const words of expected.never ?? []) expect(text).not.toContain(words);
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('says the same again', () => {
    expect(again.report).toEqual(told.report);
  });
});
