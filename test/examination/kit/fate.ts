import type { Built, Change } from '../../stories/build/build.ts';
import { listOf, textOf } from '../../stories/build/json-parts.ts';
import type { EventSketch } from './report-event.ts';

/** A pod before anything has happened to it. */
export interface PodId {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Empty where it has no place. */
  readonly node: string;
  readonly ip: string;
  readonly created: string;
  readonly spec: Change;
}

/** What a pod has come to. */
export interface Outcome {
  readonly ready: boolean;
  readonly status: Change;
  readonly events: readonly EventSketch[];
  /** Log texts by container, with `.previous` for the one before. */
  readonly logs: Readonly<Record<string, string>>;
  readonly metadata?: Change;
}

/** What happens to a pod. */
export interface Fate {
  /** Null: nowhere. */
  readonly node?: string | null;
  readonly created?: string;
  /** Whether its log is the healthy one of the workload. */
  readonly speaksWell?: boolean;
  readonly come: (pod: PodId) => Outcome;
}

export interface Names {
  readonly name: string;
  readonly image: string;
}

export function namesIn(spec: Change, list: 'containers' | 'initContainers' = 'containers'): readonly Names[] {
  return listOf(spec[list]).map((each) => ({ name: textOf(each['name']), image: textOf(each['image']) }));
}

/** The first container's name, which is the one that things happen to unless a fate says otherwise. */
export function mainOf(pod: PodId): Names {
  return namesIn(pod.spec)[0] ?? { name: '', image: '' };
}

/** The status of one container. */
export function containerStatus({ name, image }: Names, state: Change, rest: Change = {}): Change {
  const ran = state['running'] !== undefined || state['terminated'] !== undefined || rest['lastState'] !== undefined;
  const known = ran ? { imageID: `${image}@sha256:0`, containerID: 'containerd://0' } : { imageID: '' };
  return { name, image, ...known, ready: false, started: false, restartCount: 0, state, lastState: {}, ...rest };
}

const yes = (type: string, at: string): Change => ({
  type,
  status: 'True',
  lastProbeTime: null,
  lastTransitionTime: at,
});

interface Phases {
  readonly phase: string;
  readonly since: string;
  readonly unready?: readonly string[];
  readonly uninitialized?: readonly string[];
  readonly withoutSandbox?: boolean;
}

/** A pod's status with the conditions that go with it. */
export function podStatus(
  pod: PodId,
  phases: Phases,
  containers: readonly Change[],
  init: readonly Change[] = [],
): Change {
  const { phase, since, unready = [], uninitialized = [], withoutSandbox = false } = phases;
  const no = (type: string, reason: string, message: string): Change => ({
    type,
    status: 'False',
    reason,
    message,
    lastProbeTime: null,
    lastTransitionTime: since,
  });
  const readiness = (type: string): Change =>
    unready.length === 0
      ? yes(type, since)
      : no(type, 'ContainersNotReady', `containers with unready status: [${unready.join(' ')}]`);
  return {
    phase,
    startTime: pod.created,
    conditions: [
      withoutSandbox
        ? { type: 'PodReadyToStartContainers', status: 'False', lastProbeTime: null, lastTransitionTime: pod.created }
        : yes('PodReadyToStartContainers', pod.created),
      uninitialized.length === 0
        ? yes('Initialized', pod.created)
        : no(
            'Initialized',
            'ContainersNotInitialized',
            `containers with incomplete status: [${uninitialized.join(' ')}]`,
          ),
      readiness('Ready'),
      readiness('ContainersReady'),
      yes('PodScheduled', pod.created),
    ],
    containerStatuses: containers,
    ...(init.length === 0 ? {} : { initContainerStatuses: init }),
  };
}

/** Init containers that have done their work. */
export function doneInit(pod: PodId, at: string = pod.created): readonly Change[] {
  return namesIn(pod.spec, 'initContainers').map((each) =>
    containerStatus(
      each,
      {
        terminated: { containerID: 'containerd://0', exitCode: 0, finishedAt: at, reason: 'Completed', startedAt: at },
      },
      { ready: true },
    ),
  );
}

export function uidIn(object: Built): string {
  return textOf((object['metadata'] as Change)['uid']);
}
