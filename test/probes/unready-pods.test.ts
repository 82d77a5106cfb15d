import { describe, expect, it } from 'vitest';
import { unreadyPods } from '../../src/probes/unready-pods.ts';

const now = '2025-11-15T18:15:00Z';
const pod = (name: string, status: object = {}, metadata: object = {}) => ({
  metadata: { name, creationTimestamp: '2025-11-15T18:00:00Z', ...metadata },
  status: {
    phase: 'Running',
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'False' },
    ],
    ...status,
  },
});
const ready = {
  conditions: [
    { type: 'PodScheduled', status: 'True' },
    { type: 'Ready', status: 'True' },
  ],
};
const waits = {
  conditions: [
    { type: 'PodScheduled', status: 'False' },
    { type: 'Ready', status: 'False' },
  ],
};
const namesOf = (pods: readonly object[]) =>
  (unreadyPods.run({ pods, now, after: 120 })?.['pods'] as { metadata: { name: string } }[]).map(
    ({ metadata }) => metadata.name,
  );

describe('unready-pods', () => {
  it('keeps the order, and the pods themselves', () => {
    const [one, two] = [pod('one'), pod('two')];
    expect(unreadyPods.run({ pods: [two, pod('well', ready), one], now, after: 120 })?.['pods']).toEqual([two, one]);
    expect((unreadyPods.run({ pods: [two], now, after: 120 })?.['pods'] as unknown[])[0]).toBe(two);
  });

  it.each<[string, object, object, boolean]>([
    ['not ready', {}, {}, true],
    ['ready', ready, {}, false],
    ['without a node', waits, {}, false],
    ['of which no condition is known', { conditions: undefined }, {}, false],
    ['done', { phase: 'Succeeded' }, {}, false],
    ['stopped', { phase: 'Failed' }, {}, false],
    ['on its way out', {}, { deletionTimestamp: now }, false],
    ['exactly as old', {}, { creationTimestamp: '2025-11-15T18:13:00Z' }, false],
    ['a second older', {}, { creationTimestamp: '2025-11-15T18:12:59Z' }, true],
    ['whose age is not known', {}, { creationTimestamp: 'lately' }, false],
  ])('judges one that is %s', (_, status, metadata, kept) => {
    expect(namesOf([pod('one', status, metadata)])).toEqual(kept ? ['one'] : []);
  });

  it.each([
    { pods: null, now, after: 120 },
    { pods: [], now: 'lately', after: 120 },
    { pods: [], now, after: '120' },
  ])('says nothing of %j', (args) => {
    expect(unreadyPods.run(args)).toBeUndefined();
  });
});
