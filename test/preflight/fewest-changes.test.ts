import { describe, expect, it } from 'vitest';
import { fewestChanges, type WalkAgain } from '../../src/preflight/fewest-changes.ts';
import type { WalkedCheck } from '../../src/preflight/walked-check.ts';
import { advice, finding, missing, report, walked } from './make.ts';

const scale = advice('scale', 'spec: {replicas: 12}');
const other = advice('other', 'spec: {paused: false}');
const call = advice('call');

/** Checks of the context `east` that fail while a patch is not laid: a check, and the texts that have to be in the patches. */
function world(checks: Readonly<Record<string, { readonly until: string; readonly fix: typeof scale }>>): WalkAgain {
  return (patches) => {
    const laid = JSON.stringify([...(patches.get('east') ?? [])]);
    const all = Object.entries(checks).map(([name, { until, fix }]): WalkedCheck => {
      const done = until !== '' && laid.includes(until);
      return walked(name, 'east', report(done ? {} : { findings: [finding(name, 'P1', fix)] }));
    });
    return Promise.resolve(all);
  };
}

async function planOf(again: WalkAgain, more: readonly WalkedCheck[] = []) {
  const all: WalkAgain = async (patches) => [...(await again(patches)), ...more];
  return fewestChanges(await all(new Map()), all, new Map());
}

describe('the fewest changes', () => {
  it('are none where nothing fails', async () => {
    const plan = await planOf(world({}), [walked('mild', 'east', report({ findings: [finding('a', 'P2', call)] }))]);
    expect(plan).toEqual({ changes: [], after: null });
  });

  it('are computed where a patch makes the check pass', async () => {
    const { changes, after } = await planOf(world({ pool: { until: '"replicas":12', fix: scale } }));
    expect(changes.map(({ fix, sure, mends, owner }) => [fix.id, sure, mends, owner])).toEqual([
      ['scale', 'computed', ['pool'], 'Kustomization apps'],
    ]);
    expect(after).toEqual({ verdict: 'go', open: [] });
  });

  it('leave out a change that another makes needless', async () => {
    const again = world({
      pool: { until: '"replicas":12', fix: scale },
      room: { until: '"replicas":12', fix: other },
    });
    const { changes } = await planOf(again);
    expect(changes.map(({ fix }) => fix.id)).toEqual(['scale']);
  });

  it('name one change once for all checks that ask for it', async () => {
    const again = world({
      pool: { until: '"replicas":12', fix: scale },
      queue: { until: '"replicas":12', fix: scale },
    });
    expect((await planOf(again)).changes.map(({ mends }) => mends)).toEqual([['pool', 'queue']]);
  });

  it('are expected where nothing can be computed, or the patch did not help', async () => {
    const again = world({ dns: { until: '', fix: call }, room: { until: 'never', fix: other } });
    const { changes, after } = await planOf(again);
    expect(changes.map(({ fix, sure }) => [fix.id, sure])).toEqual([
      ['call', 'expected'],
      ['other', 'expected'],
    ]);
    expect(after?.verdict).toBe('go');
  });

  it('do not turn what is unknown into go', async () => {
    const unseen = walked('unseen', 'east', report({ unknown: [missing(true)] }));
    const { after } = await planOf(world({ pool: { until: '"replicas":12', fix: scale } }), [unseen]);
    expect(after).toEqual({ verdict: 'cannot-tell', open: [{ id: 'unseen', context: 'east', result: 'unknown' }] });
  });

  it('keep a check unknown that fails beside what had to be seen', async () => {
    const half = walked('half', 'east', report({ findings: [finding('a', 'P1', call)], unknown: [missing(true)] }));
    const { after } = await planOf(world({}), [half]);
    expect(after).toEqual({ verdict: 'cannot-tell', open: [{ id: 'half', context: 'east', result: 'unknown' }] });
  });

  it('keep what warns beside what fails', async () => {
    const both = walked('both', 'east', report({ findings: [finding('a', 'P1', call), finding('b', 'P2', call)] }));
    const { after } = await planOf(world({}), [both]);
    expect(after).toEqual({ verdict: 'go-with-risks', open: [{ id: 'both', context: 'east', result: 'warn' }] });
  });

  it('stay no-go where nobody knows a change', async () => {
    const { changes, after } = await planOf(world({}), [
      walked('lost', 'east', report({ findings: [finding('a', 'P1')] })),
    ]);
    expect(changes).toEqual([]);
    expect(after).toEqual({ verdict: 'no-go', open: [{ id: 'lost', context: 'east', result: 'fail' }] });
  });
});
