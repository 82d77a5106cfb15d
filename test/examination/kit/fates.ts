import type { Change } from '../../stories/build/build.ts';
import {
  containerStatus,
  doneInit,
  mainOf,
  namesIn,
  podStatus,
  type Fate,
  type Names,
  type Outcome,
  type PodId,
} from './fate.ts';
import { ago, later, NOW } from './moment.ts';
import type { EventSketch } from './report-event.ts';

/** A container that ended, and came back since. */
export interface Restart {
  readonly at: string;
  readonly exitCode: number;
  readonly reason: string;
  readonly count: number;
  /** The events that are left of it. */
  readonly events?: (pod: PodId) => readonly EventSketch[];
}

/** Runs and is ready, whatever it has been through. */
export function fine(restart?: Restart, place: { node?: string; created?: string } = {}): Fate {
  return {
    ...place,
    speaksWell: true,
    come: (pod) => {
      const since = restart === undefined ? later(pod.created, 9) : later(restart.at, 21);
      const first = mainOf(pod).name;
      const statuses = namesIn(pod.spec).map((each) =>
        containerStatus(
          each,
          { running: { startedAt: each.name === first && restart !== undefined ? later(restart.at, 2) : pod.created } },
          { ready: true, started: true, ...(each.name === first ? restartedBy(restart) : {}) },
        ),
      );
      return {
        ready: true,
        status: podStatus(pod, { phase: 'Running', since }, statuses, doneInit(pod)),
        events: restart?.events?.(pod) ?? [],
        logs: {},
      };
    },
  };
}

function restartedBy(restart: Restart | undefined): Change {
  if (restart === undefined) return {};
  const { at, exitCode, reason, count } = restart;
  const terminated = {
    containerID: 'containerd://1',
    exitCode,
    reason,
    startedAt: later(at, -4 * 86_400),
    finishedAt: at,
  };
  return { restartCount: count, lastState: { terminated } };
}

/** A container that ends as soon as it starts, again and again. */
export interface Crash {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
  /** At least six: from then on the kubelet waits five minutes. */
  readonly restarts: number;
  /** How many seconds each attempt takes. */
  readonly lasts: number;
  /** When the last attempt ended. */
  readonly ended?: string;
  /** When the pod came, where it had run well before. */
  readonly created?: string;
  readonly node?: string;
  readonly log: (started: string, pod: PodId) => string;
  readonly events?: (pod: PodId, container: string, begin: string, ended: string) => readonly EventSketch[];
}

/** When the first attempt of a crash loop began: the waits of 10, 20, 40, 80 and 160 seconds, then five minutes each. */
function firstAttempt(crash: Crash, ended: string): string {
  return later(ended, -(310 + (crash.restarts - 5) * 300 + crash.lasts * (crash.restarts + 1)));
}

export function crashing(crash: Crash): Fate {
  const ended = crash.ended ?? ago('2m20s');
  const begin = firstAttempt(crash, ended);
  return {
    created: crash.created ?? later(begin, -3),
    ...(crash.node === undefined ? {} : { node: crash.node }),
    come: (pod) => crashed(pod, crash, begin, ended),
  };
}

function crashed(pod: PodId, crash: Crash, begin: string, ended: string): Outcome {
  const main = mainOf(pod);
  const started = later(ended, -crash.lasts);
  const statuses = namesIn(pod.spec).map((each) =>
    each.name === main.name ? backingOff(pod, main, crash, ended) : runningStatus(each, later(begin, 1)),
  );
  const log = crash.log(started, pod);
  return {
    ready: false,
    status: podStatus(pod, { phase: 'Running', since: begin, unready: [main.name] }, statuses, doneInit(pod)),
    events: [
      ...attempts(main, crash.restarts, begin, started),
      ...(crash.events?.(pod, main.name, begin, ended) ?? []),
      backOffEvent(pod, main.name, { first: later(begin, crash.lasts + 1), ended, count: crash.restarts * 12 }),
    ],
    logs: { [main.name]: log, [`${main.name}.previous`]: log },
  };
}

function backingOff(pod: PodId, main: Names, crash: Crash, ended: string): Change {
  const { exitCode, reason = 'Error', message, restarts, lasts } = crash;
  const terminated = {
    containerID: 'containerd://1',
    exitCode,
    reason,
    ...(message === undefined ? {} : { message }),
    startedAt: later(ended, -lasts),
    finishedAt: ended,
  };
  const full = `${pod.name}_${pod.namespace}(${pod.uid})`;
  const said = `back-off 5m0s restarting failed container=${main.name} pod=${full}`;
  return containerStatus(
    main,
    { waiting: { reason: 'CrashLoopBackOff', message: said } },
    { restartCount: restarts, lastState: { terminated } },
  );
}

function runningStatus(each: Names, startedAt: string): Change {
  return containerStatus(each, { running: { startedAt } }, { ready: true, started: true });
}

function attempts(main: Names, restarts: number, first: string, last: string, init = false): readonly EventSketch[] {
  const each = { type: 'Normal', container: main.name, init, first, last, count: restarts + 1 } as const;
  return [
    { ...each, reason: 'Pulled', message: `Container image "${main.image}" already present on machine` },
    { ...each, reason: 'Created', message: `Created container: ${main.name}` },
    { ...each, reason: 'Started', message: `Started container ${main.name}` },
  ];
}

interface BackOff {
  readonly first: string;
  readonly ended: string;
  readonly count: number;
  readonly init?: boolean;
}

function backOffEvent(pod: PodId, container: string, { first, ended, count, init = false }: BackOff): EventSketch {
  const message = `Back-off restarting failed container ${container} in pod ${pod.name}_${pod.namespace}(${pod.uid})`;
  // The kubelet repeats it every dozen seconds for as long as it waits.
  const last = later(ended, Math.min(130, secondsBetween(ended, NOW) - 8));
  return { reason: 'BackOff', message, container, init, first, last, count };
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

/** Runs, and its readiness probe does not say so. */
export interface Unready {
  readonly since: string;
  readonly created?: string;
  readonly node?: string;
  readonly probe: (pod: PodId) => string;
  readonly log: (pod: PodId) => string;
  readonly period?: number;
}

export function unready({ since, created, node, probe, log, period = 10 }: Unready): Fate {
  return {
    created: created ?? since,
    ...(node === undefined ? {} : { node }),
    come: (pod) => {
      const main = mainOf(pod);
      const statuses = namesIn(pod.spec).map((each) =>
        each.name === main.name
          ? containerStatus(each, { running: { startedAt: later(pod.created, 2) } }, { started: true })
          : runningStatus(each, later(pod.created, 2)),
      );
      const count = Math.max(1, Math.floor(secondsBetween(since, NOW) / period) - 1);
      const message = `Readiness probe failed: ${probe(pod)}`;
      return {
        ready: false,
        status: podStatus(
          pod,
          { phase: 'Running', since: later(since, 2), unready: [main.name] },
          statuses,
          doneInit(pod),
        ),
        events: [
          {
            reason: 'Unhealthy',
            message,
            container: main.name,
            first: later(since, period + 2),
            last: ago('4s'),
            count,
          },
        ],
        logs: { [main.name]: log(pod) },
      };
    },
  };
}

/** A container that a liveness probe ends before it is done starting. */
export interface Impatient extends Omit<Crash, 'exitCode' | 'reason' | 'events'> {
  readonly probe: (pod: PodId) => string;
  /** How often the probe failed before the kubelet ended the container. */
  readonly failures: number;
}

export function endedByLiveness({ probe, failures, ...crash }: Impatient): Fate {
  return crashing({
    ...crash,
    exitCode: 143,
    events: (pod, container, begin, ended) => [
      {
        reason: 'Unhealthy',
        message: `Liveness probe failed: ${probe(pod)}`,
        container,
        first: later(begin, crash.lasts - 10 * (failures - 1) - 2),
        last: later(ended, -2),
        count: failures * (crash.restarts + 1),
      },
      {
        reason: 'Killing',
        message: `Container ${container} failed liveness probe, will be restarted`,
        type: 'Normal',
        container,
        first: later(begin, crash.lasts - 2),
        last: later(ended, -2),
        count: crash.restarts + 1,
      },
    ],
  });
}

export { attempts, backOffEvent, secondsBetween };
