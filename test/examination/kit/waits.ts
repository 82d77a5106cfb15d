import type { Change } from '../../stories/build/build.ts';
import { containerStatus, doneInit, mainOf, namesIn, podStatus, type Fate, type Names, type PodId } from './fate.ts';
import { attempts, backOffEvent, secondsBetween } from './fates.ts';
import { ago, later, NOW } from './moment.ts';
import type { EventSketch } from './report-event.ts';

interface Since {
  readonly since: string;
  readonly node?: string;
}

const placed = ({ since, node }: Since): { created: string; node?: string } => ({
  created: since,
  ...(node === undefined ? {} : { node }),
});

/** The image of the first container cannot be had; `why` is what the runtime says after the image's name. */
export function pulling(why: (image: string) => string, place: Since): Fate {
  return {
    ...placed(place),
    come: (pod) => {
      const { name, image } = mainOf(pod);
      const error = why(image);
      const message = `Back-off pulling image "${image}": ErrImagePull: ${error}`;
      const tries = Math.min(60, Math.floor(secondsBetween(pod.created, NOW) / 300) + 4);
      const each = { container: name, first: later(pod.created, 2), last: ago('2m41s') };
      return {
        ready: false,
        status: podStatus(
          pod,
          { phase: 'Pending', since: pod.created, unready: [name] },
          [containerStatus({ name, image }, { waiting: { reason: 'ImagePullBackOff', message } })],
          doneInit(pod),
        ),
        events: [
          { ...each, reason: 'Pulling', type: 'Normal', message: `Pulling image "${image}"`, count: tries },
          { ...each, reason: 'Failed', message: `Failed to pull image "${image}": ${error}`, count: tries },
          { ...each, reason: 'Failed', message: 'Error: ErrImagePull', count: tries },
          {
            ...each,
            reason: 'BackOff',
            type: 'Normal',
            message: `Back-off pulling image "${image}"`,
            last: ago('5s'),
            count: tries * 19,
          },
          { ...each, reason: 'Failed', message: 'Error: ImagePullBackOff', last: ago('5s'), count: tries * 19 },
        ],
        logs: {},
      };
    },
  };
}

/** The kubelet cannot make the configuration of the first container. */
export function withoutConfig(message: string, place: Since): Fate {
  return {
    ...placed(place),
    come: (pod) => {
      const main = mainOf(pod);
      const count = Math.floor(secondsBetween(pod.created, NOW) / 12.5);
      const each = { container: main.name, first: later(pod.created, 2), last: ago('3s'), count };
      const pulled = `Container image "${main.image}" already present on machine`;
      return {
        ready: false,
        status: podStatus(
          pod,
          { phase: 'Pending', since: pod.created, unready: [main.name] },
          [containerStatus(main, { waiting: { reason: 'CreateContainerConfigError', message } })],
          doneInit(pod),
        ),
        events: [
          { ...each, reason: 'Pulled', type: 'Normal', message: pulled },
          { ...each, reason: 'Failed', message: `Error: ${message}` },
        ],
        logs: {},
      };
    },
  };
}

/** A volume that cannot be mounted. */
export function withoutVolume(messages: readonly Pick<EventSketch, 'reason' | 'message' | 'by'>[], place: Since): Fate {
  return {
    ...placed(place),
    come: (pod) => {
      const mains = namesIn(pod.spec);
      const inits = namesIn(pod.spec, 'initContainers');
      const reason = inits.length === 0 ? 'ContainerCreating' : 'PodInitializing';
      const waiting = (each: Names): Change => containerStatus(each, { waiting: { reason } });
      const count = Math.max(2, Math.floor(secondsBetween(pod.created, NOW) / 122) + 6);
      return {
        ready: false,
        status: podStatus(
          pod,
          {
            phase: 'Pending',
            since: pod.created,
            unready: mains.map(({ name }) => name),
            uninitialized: inits.map(({ name }) => name),
            withoutSandbox: true,
          },
          mains.map(waiting),
          inits.map(waiting),
        ),
        events: messages.map((each) => ({ ...each, first: later(pod.created, 1), last: ago('1m6s'), count })),
        logs: {},
      };
    },
  };
}

/** No node takes the pod. */
export function unplaced(message: string, since: string): Fate {
  return {
    node: null,
    created: since,
    come: () => ({
      ready: false,
      status: {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message,
            lastProbeTime: null,
            lastTransitionTime: since,
          },
        ],
      },
      events: [
        {
          reason: 'FailedScheduling',
          message,
          by: 'default-scheduler',
          first: since,
          last: ago('1m52s'),
          count: Math.floor(secondsBetween(since, NOW) / 300) + 1,
        },
      ],
      logs: {},
    }),
  };
}

interface InitSketch extends Since {
  readonly log: (started: string, pod: PodId) => string;
}

/** The first init container runs and does not end. */
export function initWaits({ log, ...place }: InitSketch): Fate {
  return {
    ...placed(place),
    come: (pod) => {
      const started = later(pod.created, 2);
      const [first = mainOf(pod)] = namesIn(pod.spec, 'initContainers');
      const running = containerStatus(first, { running: { startedAt: started } }, { started: true });
      return {
        ...initializing(pod, running),
        events: attempts(first, 0, started, started, true),
        logs: { [first.name]: log(started, pod) },
      };
    },
  };
}

interface InitCrash extends InitSketch {
  readonly exitCode: number;
  readonly restarts: number;
  readonly lasts: number;
}

/** The first init container fails, again and again. */
export function initCrashes({ log, exitCode, restarts, lasts, ...place }: InitCrash): Fate {
  const ended = ago('1m48s');
  const started = later(ended, -lasts);
  return {
    ...placed(place),
    come: (pod) => {
      const [first = mainOf(pod)] = namesIn(pod.spec, 'initContainers');
      const full = `${pod.name}_${pod.namespace}(${pod.uid})`;
      const message = `back-off 5m0s restarting failed container=${first.name} pod=${full}`;
      const terminated = {
        containerID: 'containerd://1',
        exitCode,
        reason: 'Error',
        startedAt: started,
        finishedAt: ended,
      };
      const waiting = containerStatus(
        first,
        { waiting: { reason: 'CrashLoopBackOff', message } },
        { restartCount: restarts, lastState: { terminated } },
      );
      const text = log(started, pod);
      return {
        ...initializing(pod, waiting),
        events: [
          ...attempts(first, restarts, later(pod.created, 2), started, true),
          backOffEvent(pod, first.name, {
            first: later(pod.created, lasts + 3),
            ended,
            count: restarts * 12,
            init: true,
          }),
        ],
        logs: { [first.name]: text, [`${first.name}.previous`]: text },
      };
    },
  };
}

function initializing(pod: PodId, first: Change): { ready: boolean; status: Change } {
  const mains = namesIn(pod.spec);
  const [, ...others] = namesIn(pod.spec, 'initContainers');
  const waiting = (each: Names): Change => containerStatus(each, { waiting: { reason: 'PodInitializing' } });
  const status = podStatus(
    pod,
    {
      phase: 'Pending',
      since: pod.created,
      unready: mains.map(({ name }) => name),
      uninitialized: namesIn(pod.spec, 'initContainers').map(({ name }) => name),
    },
    mains.map(waiting),
    [first, ...others.map(waiting)],
  );
  return { ready: false, status };
}

interface LostSketch {
  readonly node: string;
  readonly created: string;
  readonly silentSince: string;
  /** Whether it is to go: the pods of a DaemonSet stay. */
  readonly evicted: boolean;
}

/** Ran on a node that has gone silent: nobody has heard of it since. The kubelet that has its log does not answer. */
export function lost({ node, created, silentSince, evicted: goes }: LostSketch): Fate {
  return {
    node,
    created,
    come: (pod) => {
      const running = { running: { startedAt: later(created, 3) } };
      const status = podStatus(
        pod,
        { phase: 'Running', since: later(created, 9) },
        namesIn(pod.spec).map((each) => containerStatus(each, running, { ready: true, started: true })),
        doneInit(pod),
      );
      const evicted = later(silentSince, 300);
      const conditions = (status['conditions'] as readonly Change[]).map((each) =>
        each['type'] === 'Ready' ? { ...each, status: 'False', lastTransitionTime: silentSince } : each,
      );
      const disruption = {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'DeletionByTaintManager',
        message: 'Taint manager: deleting due to NoExecute taint',
        lastProbeTime: null,
        lastTransitionTime: evicted,
      };
      return {
        ready: false,
        ...(goes ? { metadata: { deletionTimestamp: later(evicted, 30), deletionGracePeriodSeconds: 30 } } : {}),
        status: { ...status, conditions: goes ? [...conditions, disruption] : conditions },
        events: [
          { reason: 'NodeNotReady', message: 'Node is not ready', by: 'node-controller', last: silentSince },
          ...(goes
            ? [
                {
                  reason: 'TaintManagerEviction',
                  message: `Marking for deletion Pod ${pod.namespace}/${pod.name}`,
                  type: 'Normal',
                  by: 'taint-eviction-controller',
                  last: evicted,
                } as const,
              ]
            : []),
        ],
        logs: {},
      };
    },
  };
}
