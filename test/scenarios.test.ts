import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../src/commands/exit.ts';
import { allStories } from './stories/all.ts';
import { runStory } from './support/run-story.ts';

describe.each(allStories.map((story) => ({ story, name: story.folder })))('$name', ({ story }) => {
  it('comes to what its story says', async () => {
    const { report, requests } = await runStory(story);
    const { expected } = story;
    expect(report.findings.map(({ code, confidence }) => ({ code, confidence }))).toEqual(expected.findings);
    expect(report.verdict).toBe(expected.verdict);
    expect(exitCodeOf(report)).toBe(expected.exit);
    const text = JSON.stringify(report);
    for (const words of expected.says ?? []) expect(text).toContain(words);
    for (const words of expected.never ?? []) expect(text).not.toContain(words);
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('says the same again', async () => {
    const [first, second] = await Promise.all([runStory(story), runStory(story)]);
    expect(second.report).toEqual(first.report);
  });
});
