import type { ProbeResult } from '../../model/probe.ts';
import { ageSeconds, parseTime } from '../../text/time.ts';
import { entry, field, list, text } from '../read.ts';
import { actionTimeout, isCurrent, isDeleting, isSuspended } from './helm-release.ts';
import { viewCondition } from './condition-view.ts';

/** Every stage that a HelmRelease can be in, as its own object tells; what they are called stands in the runbook. */
export const STAGES = [
  'deletion-stuck',
  'used-up',
  'used-up-rolled-back',
  'used-up-uninstalled',
  'stalled',
  'rolled-back',
  'overdue',
  'failing',
  'waits-for-dependency',
  'waits-for-source',
  'cannot-begin',
  'not-observed',
  'unclear',
  'just-changed',
  'in-progress',
  'deleting',
  'suspended',
  'running',
] as const;
export type ReleaseStage = (typeof STAGES)[number];

/** What other probes found out about the release, and the present time. */
export interface StageInput {
  readonly release: unknown;
  /** Results of `release-action`, `release-history` and `release-conditions`. */
  readonly action: ProbeResult;
  readonly history: ProbeResult;
  readonly conditions: ProbeResult;
  /** RFC 3339. */
  readonly now: string;
  readonly rules: StageRules;
}

/** Where one stage ends and the next begins, as the runbook says. */
export interface StageRules {
  /** Reasons of Ready that a release gives before Helm begins. */
  readonly cannotBegin: readonly unknown[];
  /** Reasons of Ready that speak of the chart's source. */
  readonly ofTheSource: readonly unknown[];
  /** Seconds beyond its timeout that an uninstall may take. */
  readonly patience: number;
  /** Seconds within which a controller comes to a change. */
  readonly moments: number;
}

/** The stage that a release is in, by its own object alone. Unknown is never `running`. */
export function stageOf(input: StageInput): ReleaseStage {
  const { release } = input;
  if (isDeleting(release)) return deletionStage(input);
  if (isSuspended(release)) return 'suspended';
  return atWork(input) ?? atRest(input);
}

function deletionStage({ release, now, rules }: StageInput): ReleaseStage {
  const since = secondsSince(text(field(release, 'metadata.deletionTimestamp')), now);
  const allowed = actionTimeout(release, 'uninstall');
  if (since === undefined || allowed === null) return 'deletion-stuck';
  return since < allowed + rules.patience ? 'deleting' : 'deletion-stuck';
}

function atWork({ release, action, conditions, now, rules }: StageInput): ReleaseStage | undefined {
  if (action['frozen'] === true) return 'overdue';
  if (action['running'] === true && action['withinTime'] === true && action['lastAttemptFailed'] !== true)
    // Null: the attempts before failed early; only Helm's Secrets tell whether this one has got further.
    return action['lastAttemptFailed'] === null ? 'failing' : 'in-progress';
  const untouched = conditions['neverReconciled'] === true;
  if (!untouched && conditions['aboutThisSpec'] !== false) return undefined;
  return isYoung(release, now, rules.moments) ? 'just-changed' : 'not-observed';
}

/** Whether the spec was made or written within the last moments: only writes of a spec bear no subresource. */
function isYoung(release: unknown, now: string, moments: number): boolean {
  const writes = list(field(release, 'metadata.managedFields')).filter(
    (each) => text(entry(each, 'subresource')) === '',
  );
  const times = [
    text(field(release, 'metadata.creationTimestamp')),
    ...writes.map((each) => text(entry(each, 'time'))),
  ];
  return times.some((time) => (secondsSince(time, now) ?? moments) < moments);
}

function atRest(input: StageInput): ReleaseStage {
  const { release } = input;
  const ready = viewCondition(release, 'Ready');
  if (isUsedUp(release)) return usedUpStage(input);
  if (viewCondition(release, 'Stalled').status === 'True') return 'stalled';
  if (ready.status === 'False') return unreadyStage(ready.reason, input);
  if (viewCondition(release, 'Remediated').status === 'True') return 'rolled-back';
  return ready.status === 'True' && isCurrent(release) !== false ? 'running' : 'unclear';
}

/** Flux up to 2.2 had no Stalled for it and said so in words. */
function isUsedUp(release: unknown): boolean {
  const stalled = viewCondition(release, 'Stalled');
  if (stalled.status === 'True') return stalled.reason === 'RetriesExceeded';
  return /^(?:install|upgrade) retries exhausted$/.test(viewCondition(release, 'Ready').message);
}

function usedUpStage({ release, history }: StageInput): ReleaseStage {
  const { status, reason } = viewCondition(release, 'Remediated');
  if (status === 'True' && reason === 'UninstallSucceeded') return 'used-up-uninstalled';
  return history['rolledBack'] === true ? 'used-up-rolled-back' : 'used-up';
}

function unreadyStage(reason: string, { history, rules }: StageInput): ReleaseStage {
  if (reason === 'DependencyNotReady') return 'waits-for-dependency';
  if (rules.ofTheSource.includes(reason)) return 'waits-for-source';
  if (rules.cannotBegin.includes(reason)) return 'cannot-begin';
  return history['rolledBack'] === true ? 'rolled-back' : 'failing';
}

function secondsSince(time: string, now: string): number | undefined {
  return ageSeconds(time, parseTime(now) ?? Number.NaN);
}
