import type { Probe } from '../model/probe.ts';
import { formatDuration } from '../text/duration.ts';
import { ageSeconds, formatTimeUtc, parseTime } from '../text/time.ts';
import { field, list, num, text } from './read.ts';
import { type ConditionView, viewCondition } from './release/condition-view.ts';
import { isCurrent, isDeleting, isRelease, isSuspended } from './release/helm-release.ts';

/** All conditions of a HelmRelease side by side, and the state that they add up to. */
export const releaseConditions: Probe = {
  name: 'release-conditions',
  computes: 'The conditions of a HelmRelease, whether it is in trouble, and since when.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    now: { is: 'text', optional: true, means: 'the present time, RFC 3339, for the age' },
  },
  returns: {
    ready: 'condition Ready as {status, reason, message, at, observedGeneration}, empty texts where absent',
    released: 'condition Released likewise; holds the error that Ready loses after a rollback',
    stalled: 'condition Stalled likewise',
    reconciling: 'condition Reconciling likewise',
    remediated: 'condition Remediated likewise',
    testSuccess: 'condition TestSuccess likewise',
    drifted: 'condition Drifted likewise',
    current: 'whether the controller is done with the present spec; null without a generation',
    aboutThisSpec: 'whether anything in the status speaks about the present spec; null without a generation',
    neverReconciled: 'whether no controller ever wrote a condition',
    suspended: 'whether spec.suspend is set, which freezes the conditions',
    deleting: 'whether the object is being deleted',
    trouble: 'whether something is wrong now; never for a suspended release, whose conditions are history',
    word: 'the state in a word or two, such as `Stalled RetriesExceeded`',
    since: 'when that state began, RFC 3339; empty where nothing tells',
    sinceText: 'the same for people, in UTC',
    ageText: 'how long ago that was, such as `2d21h`; empty without now',
  },
  run({ release, now }) {
    if (!isRelease(release)) return undefined;
    const conditions = viewAll(release);
    const state = toState(release, conditions);
    return {
      ...conditions,
      current: isCurrent(release),
      aboutThisSpec: isAboutThisSpec(release),
      neverReconciled: isUntouched(release),
      suspended: isSuspended(release),
      deleting: isDeleting(release),
      trouble: isTrouble(release, conditions),
      ...state,
      sinceText: formatTimeUtc(state.since),
      ageText: toAge(state.since, text(now)),
    };
  },
};

interface Conditions {
  readonly ready: ConditionView;
  readonly released: ConditionView;
  readonly stalled: ConditionView;
  readonly reconciling: ConditionView;
  readonly remediated: ConditionView;
  readonly testSuccess: ConditionView;
  readonly drifted: ConditionView;
}

function viewAll(release: unknown): Conditions {
  return {
    ready: viewCondition(release, 'Ready'),
    released: viewCondition(release, 'Released'),
    stalled: viewCondition(release, 'Stalled'),
    reconciling: viewCondition(release, 'Reconciling'),
    remediated: viewCondition(release, 'Remediated'),
    testSuccess: viewCondition(release, 'TestSuccess'),
    drifted: viewCondition(release, 'Drifted'),
  };
}

function isUntouched(release: unknown): boolean {
  return list(field(release, 'status.conditions')).length === 0;
}

/**
 * `observedGeneration` moves only when an attempt ends for good, so a release that fails early and is retried stays
 * behind; then the generations inside the conditions say what the status is about.
 */
function isAboutThisSpec(release: unknown): boolean | null {
  const generation = num(field(release, 'metadata.generation'));
  if (generation === undefined) return null;
  const seen = list(field(release, 'status.conditions')).map((each) => field(each, 'observedGeneration'));
  const attempted = field(release, 'status.lastAttemptedGeneration');
  return [...seen, attempted, field(release, 'status.observedGeneration')].some((each) => num(each) === generation);
}

/** Ready alone is not enough: helm-controller 1.4 leaves it Unknown beside Stalled, 1.6 calls a rollback a success. */
function isTrouble(release: unknown, conditions: Conditions): boolean {
  const { ready, stalled, remediated } = conditions;
  if (isSuspended(release)) return false;
  const bad = stalled.status === 'True' || remediated.status === 'True' || ready.status === 'False';
  if (isDeleting(release)) return bad;
  return bad || ready.status !== 'True' || isCurrent(release) === false;
}

interface State {
  readonly word: string;
  readonly since: string;
}

function toState(release: unknown, conditions: Conditions): State {
  if (isDeleting(release)) return { word: 'Deleting', since: text(field(release, 'metadata.deletionTimestamp')) };
  if (isSuspended(release)) return { word: 'Suspended', since: '' };
  if (isUntouched(release)) {
    return { word: 'NeverReconciled', since: text(field(release, 'metadata.creationTimestamp')) };
  }
  return fromConditions(conditions, isCurrent(release));
}

function fromConditions(conditions: Conditions, current: boolean | null): State {
  const { ready, stalled, remediated, reconciling } = conditions;
  if (stalled.status === 'True') return { word: `Stalled ${stalled.reason}`.trim(), since: stalled.at };
  if (ready.status === 'False') return { word: `NotReady ${ready.reason}`.trim(), since: ready.at };
  if (remediated.status === 'True') return { word: `Remediated ${remediated.reason}`.trim(), since: remediated.at };
  if (ready.status !== 'True') return { word: 'Progressing', since: ready.at || reconciling.at };
  if (current !== false) return { word: 'Ready', since: ready.at };
  if (reconciling.status === 'True') return { word: 'Progressing', since: reconciling.at };
  return { word: 'Outdated', since: '' };
}

function toAge(since: string, now: string): string {
  const seconds = ageSeconds(since, parseTime(now) ?? Number.NaN);
  return seconds === undefined || Number.isNaN(seconds) ? '' : formatDuration(seconds);
}
