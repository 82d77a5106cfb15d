/**
 * What incidents on a real control plane left behind: kubedoc says of the folder what it said of the plane, and nothing
 * better or surer when a kind cannot be looked at (test/scenarios-denied.test.ts).
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../src/model/report.ts';
import type { Capture } from '../src/replay/capture.ts';
import { isOn } from './cluster/capture/on.ts';
import { INCIDENTS } from './cluster/incidents/all.ts';
import { allStories } from './stories/all.ts';
import { capturedMoments, REAL } from './support/captured.ts';
import { faultsWithout, isMine } from './support/denied-walks.ts';
import { loadAlone } from './support/load-story.ts';
import { runCapture, type Told } from './support/run-story.ts';

const moments = capturedMoments();
const cases = moments.filter((_, index) => isMine(index)).map((captured) => ({ captured, name: captured.folder }));

describe.each(cases)('$name', { timeout: 300_000 }, ({ captured }) => {
  let capture: Capture;
  let told: Told;

  beforeAll(async () => {
    capture = await loadAlone(captured);
    told = await runCapture(captured, capture);
  });

  it('comes to what its incident expects', () => {
    const { report, requests } = told;
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

  it('is neither well nor surer when a kind cannot be looked at', async () => {
    expect(await faultsWithout(captured, capture, told.report)).toEqual([]);
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
