import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/engine/diagnose.ts';
import type { Changes } from '../../src/model/report.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { NOW, object, play } from './scripted.ts';

const WEB = object('Deployment', 'web', {
  apiVersion: 'apps/v1',
  spec: {
    times: ['2025-11-15T10:00:00Z', 'soon', '2025-11-15T08:00:00Z', '2025-11-15T11:00:00Z', '2025-11-15T09:00:00.5Z'],
  },
});

/** Leads of one kind, with what the onset is. */
const leading = (onset: string, since = '"2025-11-15T00:00:00Z"'): string => `
inputs: {web: {kind: object}}
steps: [{step: it, question: Q?, check: 'true', yes: healthy, no: healthy, unknown: unclear}]
leads:
  since: '${since}'
  onset: '${onset}'
  told:
    - {when: '1 == 2', words: never}
    - {when: 'true', words: 'about {web.metadata.name}'}
    - {when: 'true', words: never}
  kinds:
    - {each: web.spec.times, at: item, of: web, text: 'at {item}', writer: '"helm"'}
    - {each: web.spec.nothing, at: item, of: web, text: 'at {item}', writer: '"helm"'}
  at-once: 10
  most: 12
`;

async function changesOf(runbook: string): Promise<Changes | undefined> {
  const { report } = await play(runbook, { inputs: { web: WEB } });
  expect(report.verdict).toBe('healthy');
  return report.changes;
}

describe('leads', () => {
  it('stand the newest first, those behind the onset last', async () => {
    const changes = await changesOf(leading('"2025-11-15T09:30:00Z"'));
    expect(changes?.told).toBe('about web');
    expect(changes?.leads.map(({ at, beforeOnset }) => [at.slice(11, 13), beforeOnset])).toEqual([
      ['09', true],
      ['08', true],
      ['11', false],
      ['10', false],
    ]);
    expect(changes?.leads[0]).toMatchObject({ by: 'helm', object: { kind: 'Deployment', name: 'web' } });
  });

  it('were before the onset in its very second', async () => {
    const changes = await changesOf(leading('"2025-11-15T10:00:00Z"'));
    expect(changes?.leads.filter(({ beforeOnset }) => beforeOnset === true)).toHaveLength(3);
  });

  it('are neither before nor behind where nothing tells when it began', async () => {
    const changes = await changesOf(leading('null'));
    expect(changes?.onset).toBeNull();
    expect(changes?.leads.map(({ at, beforeOnset }) => [at.slice(11, 13), beforeOnset])).toEqual([
      ['11', null],
      ['10', null],
      ['09', null],
      ['08', null],
    ]);
  });

  it.each(['null', '"soon"', 'web.spec.missing'])('are not told from %s on', async (since) => {
    expect(await changesOf(leading('null', since))).toBeUndefined();
  });

  it('of a runbook that is walked behind another change no verdict', async () => {
    const load = (name: string, text: string) => {
      const loaded = loadRunbook(`format: 1\nname: ${name}\ntitle: T?\nsummary: S.\n${text}`, `${name}.yaml`);
      if (loaded.runbook === undefined) throw new Error(JSON.stringify(loaded.problems));
      return loaded.runbook;
    };
    const first = `inputs: {web: {kind: object}}
steps: [{step: it, question: Q?, check: 'true', yes: healthy, no: healthy, unknown: unclear}]`;
    const runbooks = [load('first', first), load('behind', leading('null').replaceAll('healthy', 'unclear'))];
    const report = await diagnose({
      runbooks: new Map(runbooks.map((runbook) => [runbook.name, runbook])),
      probes: new Map(),
      entry: 'first',
      inputs: { web: WEB },
      changes: { entry: 'behind', inputs: { web: WEB } },
      world: {
        lookUp: () =>
          Promise.resolve({ state: 'known', value: { context: 'c', namespace: 'n', version: null, now: NOW } }),
        ask: () => Promise.resolve(undefined),
        tell: () => undefined,
      },
    });
    expect([report.runbook, report.verdict, report.changes?.leads.length]).toEqual(['first', 'healthy', 4]);
  });
});
