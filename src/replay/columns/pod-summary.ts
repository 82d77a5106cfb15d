import type { KubeObject } from '../../model/object.ts';
import { parseTime } from '../../text/time.ts';
import { asList, asMapping, asNumber, asText, at, isMapping } from '../narrow.ts';

/** What kubectl's pod table says about a pod. */
export interface PodSummary {
  readonly ready: number;
  readonly containers: number;
  readonly status: string;
  readonly restarts: number;
  /** When a container that restarted last ended (RFC 3339), empty where none did. */
  readonly lastRestart: string;
}

/**
 * Sums a pod up as the server does for its table: init containers speak until they are through, then the containers, of
 * which the first one in trouble wins; a deletion overrules both. Source: `printPod` of Kubernetes 1.32
 * (`pkg/printers/internalversion`).
 */
export function podSummary(pod: KubeObject): PodSummary {
  const sidecars = sidecarNames(pod);
  const init = initPart(pod, sidecars);
  const main = mainPart(pod);
  const useMain = init.status === undefined || hasCondition(pod, 'Initialized');
  const counted = useMain ? [...main.statuses, ...init.sidecars] : init.statuses;
  return {
    ready: init.readySidecars + (useMain ? main.ready : 0),
    containers: asList(at(pod, 'spec', 'containers')).length + sidecars.size,
    status:
      deletionStatus(pod) ?? settled(pod, (useMain ? main.status : undefined) ?? init.status ?? phaseText(pod), main),
    restarts: counted.reduce<number>((sum, status) => sum + asNumber(at(status, 'restartCount')), 0),
    lastRestart: newest(counted.map((status) => asText(at(status, 'lastState', 'terminated', 'finishedAt')))),
  };
}

function sidecarNames(pod: KubeObject): ReadonlySet<string> {
  const init = asList(at(pod, 'spec', 'initContainers'));
  return new Set(init.filter((one) => at(one, 'restartPolicy') === 'Always').map((one) => asText(at(one, 'name'))));
}

interface InitPart {
  /** Undefined when all init containers are through. */
  readonly status: string | undefined;
  readonly statuses: readonly unknown[];
  readonly sidecars: readonly unknown[];
  readonly readySidecars: number;
}

function initPart(pod: KubeObject, sidecarNames: ReadonlySet<string>): InitPart {
  const statuses = asList(at(pod, 'status', 'initContainerStatuses'));
  const isSidecar = (status: unknown): boolean => sidecarNames.has(asText(at(status, 'name')));
  const isThrough = (status: unknown): boolean =>
    at(status, 'state', 'terminated', 'exitCode') === 0 || (isSidecar(status) && at(status, 'started') === true);
  const waiting = statuses.findIndex((status) => !isThrough(status));
  const passed = waiting < 0 ? statuses : statuses.slice(0, waiting);
  const total = asList(at(pod, 'spec', 'initContainers')).length;
  return {
    status: waiting < 0 ? undefined : `Init:${initReason(statuses[waiting]) ?? `${waiting}/${total}`}`,
    statuses: waiting < 0 ? statuses : statuses.slice(0, waiting + 1),
    sidecars: passed.filter(isSidecar),
    readySidecars: passed.filter((status) => isSidecar(status) && at(status, 'ready') === true).length,
  };
}

function initReason(status: unknown): string | undefined {
  const ended = endReason(status);
  if (ended !== undefined) return ended;
  const reason = asText(at(status, 'state', 'waiting', 'reason'));
  return reason === '' || reason === 'PodInitializing' ? undefined : reason;
}

/** Why a container ended, in words: its reason, else its signal, else its exit code. */
function endReason(status: unknown): string | undefined {
  const terminated = at(status, 'state', 'terminated');
  if (!isMapping(terminated)) return undefined;
  const reason = asText(terminated['reason']);
  if (reason !== '') return reason;
  const signal = asNumber(terminated['signal']);
  return signal === 0 ? `ExitCode:${asNumber(terminated['exitCode'])}` : `Signal:${signal}`;
}

interface MainPart {
  readonly status: string | undefined;
  readonly statuses: readonly unknown[];
  readonly ready: number;
  readonly isRunning: boolean;
}

function mainPart(pod: KubeObject): MainPart {
  const statuses = asList(at(pod, 'status', 'containerStatuses'));
  const reasons = statuses.map((status) => asText(at(status, 'state', 'waiting', 'reason')) || endReason(status));
  const ready = statuses.filter((status) => at(status, 'ready') === true && isMapping(at(status, 'state', 'running')));
  return { status: reasons.find(Boolean), statuses, ready: ready.length, isRunning: ready.length > 0 };
}

/** A pod of which one container has completed while others run is running. */
function settled(pod: KubeObject, status: string, main: MainPart): string {
  if (status !== 'Completed' || !main.isRunning) return status;
  return hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
}

function phaseText(pod: KubeObject): string {
  const gated = conditionOf(pod, 'PodScheduled')['reason'] === 'SchedulingGated';
  if (gated) return 'SchedulingGated';
  return asText(at(pod, 'status', 'reason')) || asText(at(pod, 'status', 'phase'));
}

function deletionStatus(pod: KubeObject): string | undefined {
  if (pod.metadata['deletionTimestamp'] === undefined) return undefined;
  if (at(pod, 'status', 'reason') === 'NodeLost') return 'Unknown';
  const isOver = ['Failed', 'Succeeded'].includes(asText(at(pod, 'status', 'phase')));
  return isOver ? undefined : 'Terminating';
}

function hasCondition(pod: KubeObject, type: string): boolean {
  return conditionOf(pod, type)['status'] === 'True';
}

function conditionOf(pod: KubeObject, type: string): Readonly<Record<string, unknown>> {
  return asMapping(asList(at(pod, 'status', 'conditions')).find((condition) => at(condition, 'type') === type));
}

function newest(times: readonly string[]): string {
  return times.reduce((last, time) => ((parseTime(time) ?? -1) > (parseTime(last) ?? -1) ? time : last), '');
}
