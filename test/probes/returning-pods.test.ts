import { describe, expect, it } from 'vitest';
import { returningPods } from '../../src/probes/returning-pods.ts';

const now = '2025-11-15T18:00:00Z';
const limits = { now, within: 3600, least: 3, paces: 3 };

interface Sketch {
  readonly restarts?: number;
  readonly finishedAt?: string;
  readonly created?: string;
  readonly ready?: string;
  readonly phase?: string;
  readonly metadata?: object;
}

const pod = (name: string, sketch: Sketch = {}) => {
  const { restarts = 5, finishedAt = '2025-11-15T17:55:00Z', created = '2025-11-15T12:00:00Z' } = sketch;
  const { ready = 'True', phase = 'Running', metadata = {} } = sketch;
  return {
    metadata: { name, namespace: 'shop', creationTimestamp: created, ...metadata },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready }],
      containerStatuses: [{ restartCount: restarts, lastState: { terminated: { finishedAt } } }],
    },
  };
};
const of = (name: string) => ({ ownerReferences: [{ kind: 'ReplicaSet', name, controller: true }] });
const namesOf = (pods: readonly object[]) =>
  (returningPods.run({ pods, ...limits })?.['pods'] as { metadata: { name: string } }[]).map(
    ({ metadata }) => metadata.name,
  );

describe('returning-pods', () => {
  it.each<[string, Sketch, boolean]>([
    ['that ended often and lately', {}, true],
    ['that ended as often as is asked for', { restarts: 3 }, true],
    ['that ended less often', { restarts: 2 }, false],
    ['that ended an hour ago', { finishedAt: '2025-11-15T17:00:00Z' }, true],
    ['that ended longer ago', { finishedAt: '2025-11-15T16:59:59Z' }, false],
    ['that is not ready', { ready: 'False' }, false],
    ['that is done', { phase: 'Succeeded' }, false],
    ['that is to go', { metadata: { deletionTimestamp: now } }, false],
    ['whose end has no time', { finishedAt: '' }, false],
    ['whose age is not known', { created: '' }, false],
    // Five starts in five minutes, one a minute; up for three of these.
    [
      'that has just come through its start',
      { created: '2025-11-15T17:52:00Z', finishedAt: '2025-11-15T17:57:00Z' },
      true,
    ],
    // The same a second later.
    ['that came through its start', { created: '2025-11-15T17:51:59Z', finishedAt: '2025-11-15T17:56:59Z' }, false],
  ])('judges one %s', (_, sketch, kept) => {
    expect(namesOf([pod('one', sketch)])).toEqual(kept ? ['one'] : []);
  });

  it('lets the pod that ended last stand for all of its controller', () => {
    const early = pod('early', { finishedAt: '2025-11-15T17:30:00Z', metadata: of('web') });
    const late = pod('late', { metadata: of('web') });
    expect(namesOf([early, late, pod('other', { metadata: of('api') }), pod('alone')])).toEqual([
      'late',
      'other',
      'alone',
    ]);
  });

  it('leaves a controller to others that has a pod which is not ready', () => {
    const broken = pod('broken', { ready: 'False', restarts: 0, metadata: of('web') });
    expect(namesOf([pod('late', { metadata: of('web') }), broken])).toEqual([]);
    const done = pod('done', { phase: 'Succeeded', ready: 'False', metadata: of('web') });
    expect(namesOf([pod('late', { metadata: of('web') }), done])).toEqual(['late']);
  });

  it.each([
    { pods: null, ...limits },
    { pods: [], ...limits, now: 'lately' },
    { pods: [], ...limits, within: null },
    { pods: [], ...limits, least: '3' },
  ])('says nothing of %j', (args) => {
    expect(returningPods.run(args)).toBeUndefined();
  });
});
