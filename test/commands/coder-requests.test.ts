import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/model/object.ts';
import type { Query } from '../../src/model/query.ts';
import { loadCapture, type Capture } from '../../src/replay/capture.ts';
import { describeQuery } from '../../src/text/query-text.ts';
import { runCapture } from '../support/run-story.ts';
import { catalogue, root } from '../support/shipped.ts';

/** What `diagnose coder` may take on a far cluster: answers that follow each other, logs apart, and requests. */
const MOST_WAVES = 20;
const MOST_REQUESTS = 60;
/** One part of it looked at by itself; parts share most of what they ask. */
const MOST_WAVES_OF_PART = 14;
const MOST_REQUESTS_OF_PART = 40;

const crashing = await loadCapture(`${root}/test/scenarios/coder-start/database-no-such-host`);
const silent = await loadCapture(`${root}/test/scenarios/coder-provisioner/not-connected`);
const ill = await loadCapture(`${root}/test/scenarios/coder/workspace-crashes`);

/** A server that crashes, provisioners that are not let in and a workspace that crashes, amid other namespaces. */
function coderAmid(namespaces: number): Capture {
  const own = new Map(
    [...ill.objects, ...silent.objects, ...crashing.objects].map((one) => [
      `${one.kind} ${one.metadata.namespace ?? ''} ${one.metadata.name}`,
      one,
    ]),
  );
  const app = crashing.objects.filter(({ kind }) => ['Deployment', 'ReplicaSet', 'Pod'].includes(kind));
  const others = Array.from({ length: namespaces }, (_, index) => app.map((one) => neighbour(one, index)));
  const logs = new Map([...ill.logs, ...silent.logs, ...crashing.logs]);
  return { ...crashing, objects: [...own.values(), ...others.flat()], logs };
}

/** The same in another namespace, where nothing of it says that it is Coder. */
function neighbour(object: KubeObject, index: number): KubeObject {
  const text = JSON.stringify({ ...object, metadata: { ...object.metadata, namespace: `team-${String(index)}` } });
  return JSON.parse(text.replaceAll('coder', 'shop').replaceAll('CODER', 'SHOP')) as KubeObject;
}

interface Cost {
  readonly waves: readonly (readonly Query[])[];
  readonly paths: readonly string[];
}

async function costOf(runbook: string, inputs: Readonly<Record<string, string>>, capture: Capture): Promise<Cost> {
  const place = { folder: crashing.folder, entry: { runbook, inputs } };
  const { requests, waves } = await runCapture(place, capture, {}, { inWaves: true });
  return { waves, paths: requests.map(({ path }) => path).toSorted() };
}

const whole = (namespaces: number): Promise<Cost> =>
  costOf('coder', { onlyNamespace: '', network: 'yes' }, coderAmid(namespaces));

/** What waits for a log alone is counted apart. */
function withoutLogs(waves: Cost['waves']): Cost['waves'] {
  return waves.filter((wave) => wave.some(({ from }) => from !== 'logs'));
}

/** Waves as lines, so that the one that is too many is seen. */
function told(waves: Cost['waves']): string {
  return waves.map((wave, index) => `${String(index + 1)}: ${wave.map(describeQuery).join(', ')}`).join('\n');
}

/** The runbooks that the one about a server enters, one per part. */
const parts = (catalogue.runbooks.get('coder-server')?.steps ?? []).flatMap((step) =>
  'enter' in step ? [{ part: step.step, runbook: step.enter }] : [],
);

describe('diagnose coder', () => {
  it('waits for few answers one after the other, and asks little', async () => {
    const { waves, paths } = await whole(0);
    expect(withoutLogs(waves).length, told(waves)).toBeLessThanOrEqual(MOST_WAVES);
    expect(waves.flat().length, told(waves)).toBeLessThanOrEqual(MOST_REQUESTS);
    expect(new Set(paths).size, 'nothing is asked twice').toBe(paths.length);
  });

  it('asks the same however much runs elsewhere', async () => {
    const [alone, amid, crowded] = [await whole(0), await whole(20), await whole(60)];
    expect(amid.paths).toEqual(alone.paths);
    expect(crowded.paths).toEqual(alone.paths);
  });

  it.each(parts)('does so in its part $part', async ({ runbook }) => {
    const known = { workload: 'Deployment/coder/coder', container: 'coder', network: 'yes' };
    const wanted = Object.keys(catalogue.runbooks.get(runbook)?.inputs ?? {});
    const inputs = Object.fromEntries(Object.entries(known).filter(([name]) => wanted.includes(name)));
    const { waves } = await costOf(runbook, inputs, coderAmid(0));
    expect(waves.length, told(waves)).toBeLessThanOrEqual(MOST_WAVES_OF_PART);
    expect(waves.flat().length, told(waves)).toBeLessThanOrEqual(MOST_REQUESTS_OF_PART);
  });
});
