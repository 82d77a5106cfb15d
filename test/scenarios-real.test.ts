/** What incidents on a real control plane left behind: kubedoc says of the folder what it said of the plane. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/model/report.ts';
import { isOn } from './cluster/capture/on.ts';
import { INCIDENTS } from './cluster/incidents/all.ts';
import { allStories } from './stories/all.ts';
import { capturedMoments, REAL } from './support/captured.ts';
import { runStory } from './support/run-story.ts';

const moments = capturedMoments();

describe.each(moments.map((captured) => ({ captured, name: captured.folder })))('$name', ({ captured }) => {
  it('comes to what its incident expects', async () => {
    const { report, requests } = await runStory(captured);
    const { verdict, first } = captured.moment;
    expect(report.verdict).toBe(verdict);
    if (first === null) expect(report.findings).toEqual([]);
    else {
      expect(report.findings[0]?.code).toBe(first.code);
      expect(first.confidence).toContain(report.findings[0]?.confidence);
      if (first.on !== undefined) expect(report.findings[0]).toSatisfy((found: Finding) => isOn(found, first.on ?? ''));
    }
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('the captured folders', () => {
  it('are those of incidents that there are, on versions that they are made on', () => {
    const runs = new Set(INCIDENTS.flatMap(({ name, on }) => on.map((version) => `${name}@${version}`)));
    expect(moments.filter(({ run }) => !runs.has(run)).map(({ folder }) => folder)).toEqual([]);
    expect(moments.length).toBeGreaterThan(0);
  });

  it('belong to no story, which would write over them', () => {
    expect(allStories.filter(({ folder }) => folder.startsWith(`${REAL}/`)).map(({ folder }) => folder)).toEqual([]);
  });
});
