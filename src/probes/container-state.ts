import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { field, isRecord } from './read.ts';
import { containerViews, type ContainerView } from './scheduling/container-view.ts';

/** What every container of a pod does, and which one keeps the pod from being ready (ContainerStatus, core/v1). */
export const containerState: Probe = {
  name: 'container-state',
  computes: 'The state of every container of a pod and the first one that keeps it from being ready.',
  params: { pod: { is: 'object', means: 'The pod with its status.' } },
  returns: {
    containers:
      'One row per container, init containers first: name, kind (init, sidecar, container), image, ready, started, ' +
      'state (waiting, running, terminated, none), reason, message, exitCode, signal, restarts, lastReason, ' +
      'lastExitCode, lastMessage, lastFinishedAt, memoryLimit and memoryRequest (bytes), startedAt.',
    trouble: 'The row of the container that keeps the pod from being ready; null when none does.',
    initTrouble: 'Whether that is an init container, or a sidecar that has not started.',
  },
  run: readContainers,
};

function readContainers({ pod }: ProbeArgs): ProbeResult | undefined {
  const containers = containerViews(pod);
  if (containers.length === 0 || !isRecord(field(pod, 'status'))) return undefined;
  const trouble = troubleOf(pod, containers);
  return { containers, trouble, initTrouble: trouble !== null && comesFirst(trouble) };
}

function troubleOf(pod: unknown, containers: readonly ContainerView[]): ContainerView | null {
  if (field(pod, 'status.phase') === 'Succeeded') return null;
  const endsWell = field(pod, 'spec.restartPolicy') === 'OnFailure' || field(pod, 'spec.restartPolicy') === 'Never';
  const troubled = containers
    .map((container) => ({ container, rank: rankOf(container, endsWell) }))
    .filter(({ rank }) => rank < FINE)
    .toSorted((a, b) => Number(comesFirst(b.container)) - Number(comesFirst(a.container)) || a.rank - b.rank);
  return troubled[0]?.container ?? null;
}

/** The containers after these do not start before they are done. */
function comesFirst({ kind, started }: ContainerView): boolean {
  return kind === 'init' || (kind === 'sidecar' && !started);
}

const FINE = 4;

/** A smaller number says more about the cause; `FINE` is no trouble. */
function rankOf(container: ContainerView, endsWell: boolean): number {
  const { kind, state, reason, ready, exitCode } = container;
  const mayEnd = kind === 'init' || (kind === 'container' && endsWell);
  switch (state) {
    case 'waiting':
      return ['', 'ContainerCreating', 'PodInitializing'].includes(reason) ? 3 : 0;
    case 'terminated':
      return exitCode === 0 && mayEnd ? FINE : 1;
    case 'running':
      return ready ? FINE : 2;
    case 'none':
      return FINE;
  }
}
