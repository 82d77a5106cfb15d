import { describe, expect, it } from 'vitest';

import { containerState } from '../../src/probes/container-state.ts';
import { GI } from './scheduling/objects.ts';
import { fc } from '../support/random.ts';

type Json = Readonly<Record<string, unknown>>;

const waiting = (reason: string) => ({ waiting: { reason } });
const ended = (exitCode: number) => ({ terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' } });
const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };

function podOf(inits: Json, mains: Json, more: Json = {}): Json {
  const specs = (statuses: Json) =>
    Object.keys(statuses).map((name) => ({ name, ...(name.startsWith('side') ? { restartPolicy: 'Always' } : {}) }));
  const states = (statuses: Json) => Object.entries(statuses).map(([name, state]) => ({ name, ...(state as Json) }));
  return {
    spec: { initContainers: specs(inits), containers: specs(mains), ...more },
    status: { phase: 'Running', initContainerStatuses: states(inits), containerStatuses: states(mains) },
  };
}

describe('container-state', () => {
  it('tells everything about a container that was killed for memory', () => {
    const pod = {
      spec: {
        containers: [
          { name: 'coder', image: 'coder:2', resources: { limits: { memory: '4Gi' }, requests: { memory: '2Gi' } } },
        ],
      },
      status: {
        containerStatuses: [
          {
            name: 'coder',
            image: 'docker.io/coder:2',
            ready: false,
            started: false,
            restartCount: 7,
            state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
            lastState: {
              terminated: { reason: 'OOMKilled', exitCode: 137, message: 'm', finishedAt: '2026-01-01T00:00:00Z' },
            },
          },
        ],
      },
    };
    const view = {
      name: 'coder',
      kind: 'container',
      image: 'coder:2',
      ready: false,
      started: false,
      state: 'waiting',
      reason: 'CrashLoopBackOff',
      message: 'back-off 5m0s',
      exitCode: null,
      signal: null,
      restarts: 7,
      lastReason: 'OOMKilled',
      lastExitCode: 137,
      lastMessage: 'm',
      lastFinishedAt: '2026-01-01T00:00:00Z',
      memoryLimit: 4 * GI,
      memoryRequest: 2 * GI,
      startedAt: '',
    };
    expect(containerState.run({ pod })).toEqual({ containers: [view], trouble: view, initTrouble: false });
  });

  it.each<[string, Json, Json, string | null, boolean]>([
    ['all is well', { init: { state: ended(0) } }, { a: { state: running, ready: true } }, null, false],
    [
      'an init container crashes',
      { init: { state: waiting('CrashLoopBackOff') } },
      { a: { state: waiting('PodInitializing') } },
      'init',
      true,
    ],
    [
      'an init container still runs',
      { init: { state: running } },
      { a: { state: waiting('PodInitializing') } },
      'init',
      true,
    ],
    [
      'an init container failed',
      { one: { state: ended(0) }, two: { state: ended(1) } },
      { a: { state: waiting('PodInitializing') } },
      'two',
      true,
    ],
    [
      'waiting goes before terminated',
      {},
      { a: { state: ended(1) }, b: { state: waiting('ErrImagePull') } },
      'b',
      false,
    ],
    ['terminated goes before not ready', {}, { a: { state: running }, b: { state: ended(137) } }, 'b', false],
    [
      'not ready goes before starting',
      {},
      { a: { state: waiting('ContainerCreating') }, b: { state: running } },
      'b',
      false,
    ],
    ['the first of equals', {}, { a: { state: running }, b: { state: running } }, 'a', false],
    ['only starting', {}, { a: { state: waiting('ContainerCreating') } }, 'a', false],
    [
      'a sidecar that has not started',
      { side: { state: running, started: false } },
      { a: { state: waiting('PodInitializing') } },
      'side',
      true,
    ],
    [
      'a started sidecar stands back',
      { side: { state: running, started: true } },
      { a: { state: waiting('CrashLoopBackOff') } },
      'a',
      false,
    ],
    [
      'a started sidecar that is not ready',
      { side: { state: running, started: true } },
      { a: { state: running, ready: true } },
      'side',
      false,
    ],
    ['a container that ended well but should run', {}, { a: { state: ended(0) } }, 'a', false],
    ['nothing has begun', {}, { a: {} }, null, false],
  ])('finds the trouble: %s', (_, inits, mains, name, initTrouble) => {
    const told = containerState.run({ pod: podOf(inits, mains) });
    expect(told).toMatchObject({ trouble: name === null ? null : { name }, initTrouble });
  });

  it.each(['OnFailure', 'Never'])('lets a container end well with restartPolicy %s', (restartPolicy) => {
    expect(containerState.run({ pod: podOf({}, { a: { state: ended(0) } }, { restartPolicy }) })).toMatchObject({
      trouble: null,
    });
    expect(containerState.run({ pod: podOf({}, { a: { state: ended(3) } }, { restartPolicy }) })).toMatchObject({
      trouble: { exitCode: 3 },
    });
  });

  it('has no trouble with a pod that succeeded', () => {
    const pod = {
      spec: { containers: [{ name: 'a' }] },
      status: { phase: 'Succeeded', containerStatuses: [{ name: 'a', state: ended(0) }] },
    };
    expect(containerState.run({ pod })).toMatchObject({ trouble: null });
  });

  it('names the kinds in the order of the spec', () => {
    const told = containerState.run({ pod: podOf({ init: {}, side: {} }, { a: {} }) });
    expect(told).toMatchObject({
      containers: [
        { name: 'init', kind: 'init' },
        { name: 'side', kind: 'sidecar' },
        { name: 'a', kind: 'container' },
      ],
    });
  });

  it('shows statuses without a spec', () => {
    expect(
      containerState.run({
        pod: { status: { containerStatuses: [{ name: 'a', image: 'i', ready: true, state: running }] } },
      }),
    ).toMatchObject({
      containers: [
        {
          name: 'a',
          image: 'i',
          state: 'running',
          startedAt: '2026-01-01T00:00:00Z',
          memoryLimit: null,
          memoryRequest: null,
        },
      ],
      trouble: null,
    });
  });

  it('cannot tell about a pod without status or containers', () => {
    expect(containerState.run({ pod: { spec: { containers: [{ name: 'a' }] } } })).toBeUndefined();
    expect(containerState.run({ pod: { status: {} } })).toBeUndefined();
  });

  it('takes any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        containerState.run({
          pod: {
            spec: { containers: a, initContainers: [b] },
            status: { containerStatuses: b, initContainerStatuses: [a] },
          },
        });
        containerState.run({
          pod: {
            spec: { containers: [{ name: 'a', resources: a }] },
            status: { containerStatuses: [{ name: 'a', state: b, lastState: a }] },
          },
        });
      }),
    );
  });
});
