import { describe, expect, it } from 'vitest';
import { evictedAgain } from '../../src/probes/evicted-again.ts';

const now = '2025-11-15T18:00:00Z';
const limits = { now, within: 7200, least: 2 };

const by = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });

function pod(name: string, status: object, owner = by('ReplicaSet', 'web')): object {
  return { metadata: { name, namespace: 'shop', ...owner }, status };
}

const evicted = (at: string) => ({
  phase: 'Failed',
  reason: 'Evicted',
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: at }],
});
const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
const waiting = { phase: 'Pending', conditions: [{ type: 'Ready', status: 'False' }] };
const [early, late, before] = ['2025-11-15T17:00:00Z', '2025-11-15T17:40:00Z', '2025-11-15T12:00:00Z'];

const namesOf = (pods: readonly object[]) =>
  (evictedAgain.run({ pods, ...limits })?.['pods'] as { metadata: { name: string } }[]).map(
    ({ metadata }) => metadata.name,
  );

describe('evicted-again', () => {
  it.each<[string, readonly object[], readonly string[]]>([
    ['the last of several', [pod('a', evicted(early)), pod('b', evicted(late)), pod('c', ready)], ['b']],
    ['none of one alone', [pod('a', evicted(late)), pod('c', ready)], []],
    ['none where one was long ago', [pod('a', evicted(before)), pod('b', evicted(late)), pod('c', ready)], []],
    ['none without a successor', [pod('a', evicted(early)), pod('b', evicted(late))], []],
    [
      'none where the successor is not ready, which is told by itself',
      [pod('a', evicted(early)), pod('b', evicted(late)), pod('c', waiting)],
      [],
    ],
    [
      'none of two controllers with one each',
      [
        pod('a', evicted(early)),
        pod('c', ready),
        ...[evicted(late), ready].map((each, index) => pod(`d${String(index)}`, each, by('ReplicaSet', 'api'))),
      ],
      [],
    ],
    [
      'none of a Job',
      [evicted(early), evicted(late), ready].map((each, index) => pod(`j${String(index)}`, each, by('Job', 'nightly'))),
      [],
    ],
    [
      'none that failed by themselves',
      [
        pod('a', { ...evicted(early), reason: 'Error' }),
        pod('b', { ...evicted(late), reason: 'Error' }),
        pod('c', ready),
      ],
      [],
    ],
  ])('names %s', (_, pods, found) => {
    expect(namesOf(pods)).toEqual(found);
  });

  it('knows nothing without a list or a time', () => {
    expect(evictedAgain.run({ ...limits })).toBeUndefined();
    expect(evictedAgain.run({ pods: [], ...limits, now: '' })).toBeUndefined();
  });
});
