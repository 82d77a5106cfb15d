import { container, type Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** The image of the app's new revision. */
export const IMAGE = 'registry.example/shop/web:1.5.0';

/** The status of a pod on a node whose container waits: for its image, its configuration, its next start. */
export function waiting(reason: string, message = '', rest: Change = {}): Change {
  return withContainer({ waiting: { reason, ...(message === '' ? {} : { message }) } }, rest);
}

/** The status of a pod that crashed and waits for its next start. */
export function crashLoop(exitCode: number, terminated: Change = {}): Change {
  const message =
    'back-off 5m0s restarting failed container=web pod=web-5d7f9b8c6-q5w9b_shop(1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f)';
  return waiting('CrashLoopBackOff', message, crashedBefore(13, { exitCode, ...terminated }));
}

/** The only container of a pod, which crashed so often and waits for its next start; `pod` is said where it is given. */
export function crashedContainer(name: string, image: string, restartCount: number, pod = ''): Change {
  const message = `back-off 5m0s restarting failed container=${name}${pod === '' ? '' : ` pod=${pod}`}`;
  return container(name, image, { waiting: { reason: 'CrashLoopBackOff', message } }, crashedBefore(restartCount));
}

function crashedBefore(restartCount: number, terminated: Change = {}): Change {
  const at = { startedAt: '2025-11-15T18:12:40Z', finishedAt: '2025-11-15T18:12:41Z' };
  const last = { containerID: 'containerd://1', reason: 'Error', exitCode: 1, ...at, ...terminated };
  return { restartCount, lastState: { terminated: last } };
}

/** The status of a pod whose container runs and is not ready. */
export function unready(startedAt: string, rest: Change = {}): Change {
  return deepMerge(withContainer({ running: { startedAt } }, { started: true, ...rest }), {
    status: { phase: 'Running' },
  });
}

/** The status of a pod whose container runs and is ready, with whatever it went through before. */
export function readyAgain(restartCount: number, terminated: Change): Change {
  return {
    status: {
      containerStatuses: [
        {
          name: 'web',
          image: IMAGE,
          imageID: `${IMAGE}@sha256:0`,
          containerID: 'containerd://2',
          ready: true,
          started: true,
          restartCount,
          state: { running: { startedAt: '2025-11-15T17:36:00Z' } },
          lastState: { terminated: { containerID: 'containerd://1', ...terminated } },
        },
      ],
    },
  };
}

/** The status of a pod whose init container does not let it go on. */
export function initTrouble(name: string, state: Change, rest: Change = {}): Change {
  const status = {
    name,
    image: IMAGE,
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    state,
    lastState: {},
  };
  return deepMerge(waiting('PodInitializing'), { status: { initContainerStatuses: [deepMerge(status, rest)] } });
}

function withContainer(state: Change, rest: Change): Change {
  return container('web', IMAGE, state, rest);
}
