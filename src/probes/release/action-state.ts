import { parseTime } from '../../text/time.ts';
import { viewCondition } from './condition-view.ts';
import { readRunning } from './helm-message.ts';
import { actionTimeout, intervalSeconds, lastAction } from './helm-release.ts';
import { toRfc3339 } from './rfc3339.ts';

/** What the conditions say about an action under way; whether anybody is still at it is another question. */
export interface ActionState {
  /** Whether the conditions speak of an action that has not ended. */
  readonly underWay: boolean;
  /** `install`, `upgrade`, `rollback`, `uninstall`, `test`, `prerequisites`, or empty. */
  readonly action: string;
  /** What the action may take, in seconds. */
  readonly timeoutSeconds: number | null;
  readonly startedAt: string;
  /** When its timeout ends, RFC 3339. */
  readonly deadline: string;
  /** Seconds of patience beyond the deadline: one interval. */
  readonly graceSeconds: number | null;
  /** Null where a time is missing. */
  readonly withinTime: boolean | null;
  /** Seconds beyond deadline and grace; 0 within them. */
  readonly overdueSeconds: number | null;
}

const PREREQUISITES = 'Fulfilling prerequisites';

/**
 * Reads the action under way from the conditions. A true Stalled means that nothing runs, whatever Ready says, and a
 * false Ready beside a running text means that the attempt has failed and awaits its repetition.
 */
export function readAction(release: unknown, now: string): ActionState {
  const reconciling = viewCondition(release, 'Reconciling');
  const ready = viewCondition(release, 'Ready');
  const shown = reconciling.status === 'True' ? reconciling : ready;
  const running = readRunning(shown.message);
  const begun = running !== undefined || shown.message === PREREQUISITES;
  if (!begun || isStalled(release) || ready.status === 'False') return IDLE;
  const action = running?.action ?? 'prerequisites';
  const timeoutSeconds = running ? running.timeoutSeconds : actionTimeout(release, lastAction(release));
  return {
    underWay: true,
    action,
    timeoutSeconds,
    startedAt: shown.at,
    ...toTimes(shown.at, timeoutSeconds, intervalSeconds(release), now),
  };
}

/** helm-controller 1.4 leaves a stalled upgrade like this for ever: `Stalled=True`, Ready Unknown, prerequisites. */
export function isStuckInPrerequisites(release: unknown): boolean {
  const ready = viewCondition(release, 'Ready');
  return isStalled(release) && ready.status === 'Unknown' && ready.message === PREREQUISITES;
}

function isStalled(release: unknown): boolean {
  return viewCondition(release, 'Stalled').status === 'True';
}

const IDLE: ActionState = {
  underWay: false,
  action: '',
  timeoutSeconds: null,
  startedAt: '',
  deadline: '',
  graceSeconds: null,
  withinTime: null,
  overdueSeconds: null,
};

type Times = Pick<ActionState, 'deadline' | 'graceSeconds' | 'withinTime' | 'overdueSeconds'>;

function toTimes(startedAt: string, timeout: number | null, interval: number | null, now: string): Times {
  const started = parseTime(startedAt);
  const at = parseTime(now);
  const graceSeconds = interval;
  if (started === undefined || timeout === null) {
    return { deadline: '', graceSeconds, withinTime: null, overdueSeconds: null };
  }
  const deadline = toRfc3339(started + timeout);
  if (at === undefined) return { deadline, graceSeconds, withinTime: null, overdueSeconds: null };
  const over = at - (started + timeout + (interval ?? 0));
  return { deadline, graceSeconds, withinTime: over <= 0, overdueSeconds: Math.max(0, over) };
}
