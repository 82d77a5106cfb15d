import { entry, field, list, named, num, record, text } from '../read.ts';
import { readAmount } from './amounts.ts';
import { isSidecar } from './effective-request.ts';

/** One container as its spec and its status together tell it. Texts are empty and numbers null where nothing is said. */
export interface ContainerView {
  readonly name: string;
  readonly kind: 'init' | 'sidecar' | 'container';
  readonly image: string;
  readonly ready: boolean;
  /** Whether its startup probe has passed (true without one once it runs). */
  readonly started: boolean;
  readonly state: 'waiting' | 'running' | 'terminated' | 'none';
  readonly reason: string;
  readonly message: string;
  readonly exitCode: number | null;
  readonly signal: number | null;
  readonly restarts: number;
  readonly lastReason: string;
  readonly lastExitCode: number | null;
  readonly lastMessage: string;
  readonly lastFinishedAt: string;
  /** Bytes. */
  readonly memoryLimit: number | null;
  /** Bytes. */
  readonly memoryRequest: number | null;
  readonly startedAt: string;
}

/** Every container of a pod: init containers and sidecars first, in the order of the spec. */
export function containerViews(pod: unknown): readonly ContainerView[] {
  const inits = both(pod, 'spec.initContainers', 'status.initContainerStatuses');
  const mains = both(pod, 'spec.containers', 'status.containerStatuses');
  return [
    ...inits.map(([spec, status]) => viewOf(spec, status, isSidecar(spec) ? 'sidecar' : 'init')),
    ...mains.map(([spec, status]) => viewOf(spec, status, 'container')),
  ];
}

type Both = readonly [spec: unknown, status: unknown];

/** A pod that was cut down may have statuses without specs. */
function both(pod: unknown, specPath: string, statusPath: string): readonly Both[] {
  const specs = list(field(pod, specPath));
  const statuses = list(field(pod, statusPath));
  const name = (element: unknown) => text(entry(element, 'name'));
  const unspecified = statuses.filter((status) => named(specs, name(status)) === undefined);
  return [
    ...specs.map((spec): Both => [spec, named(statuses, name(spec))]),
    ...unspecified.map((status): Both => [undefined, status]),
  ];
}

function viewOf(spec: unknown, status: unknown, kind: ContainerView['kind']): ContainerView {
  const state = stateOf(status);
  const now = field(status, `state.${state}`);
  const last = field(status, 'lastState.terminated');
  return {
    name: text(entry(spec ?? status, 'name')),
    kind,
    image: text(entry(spec, 'image')) || text(entry(status, 'image')),
    ready: entry(status, 'ready') === true,
    started: entry(status, 'started') === true,
    state,
    reason: text(entry(now, 'reason')),
    message: text(entry(now, 'message')),
    exitCode: num(entry(now, 'exitCode')) ?? null,
    signal: num(entry(now, 'signal')) ?? null,
    restarts: num(entry(status, 'restartCount')) ?? 0,
    lastReason: text(entry(last, 'reason')),
    lastExitCode: num(entry(last, 'exitCode')) ?? null,
    lastMessage: text(entry(last, 'message')),
    lastFinishedAt: text(entry(last, 'finishedAt')),
    memoryLimit: memoryOf(spec, 'limits'),
    memoryRequest: memoryOf(spec, 'requests') ?? memoryOf(spec, 'limits'),
    startedAt: text(entry(now, 'startedAt')),
  };
}

function stateOf(status: unknown): ContainerView['state'] {
  const state = record(entry(status, 'state'));
  return (['waiting', 'running', 'terminated'] as const).find((each) => state[each] !== undefined) ?? 'none';
}

function memoryOf(spec: unknown, what: 'limits' | 'requests'): number | null {
  return readAmount('memory', field(spec, `resources.${what}.memory`)) ?? null;
}
