import type { Probe } from '../model/probe.ts';
import { text } from './read.ts';
import { readAction } from './release/action-state.ts';
import { type ConditionView, viewCondition } from './release/condition-view.ts';
import { hasFailedBefore } from './release/failed-before.ts';
import { isCurrent, isDeleting, isRelease, isSuspended } from './release/helm-release.ts';
import { readRevisions } from './release/revisions.ts';

/** What makes a release go on once its cause is gone, chosen from its state (helm-controller, `atomic_release.go`). */
export const recoveryVerb: Probe = {
  name: 'recovery-verb',
  computes: 'Which action makes a HelmRelease go on, and why this one.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    now: { is: 'text', means: 'the present time, RFC 3339' },
    secrets: { is: 'list', optional: true, means: "metadata of Helm's release Secrets" },
  },
  returns: {
    verb:
      '`none`, `wait`, `reconcile` (ask for an attempt), `reset` (clear the counters), `resume`, `change-spec` ' +
      '(only a changed spec helps), `suspend-resume` (controllers before Flux 2.2), `by-hand` (Helm is in a state that Flux cannot leave)',
    because: 'the state that decides it, in words',
    specChangeResets: 'true: a changed spec, chart version or values clear the counters as well',
  },
  run({ release, now, secrets }) {
    if (!isRelease(release)) return undefined;
    const choice = choose(release, text(now), secrets);
    return { ...choice, specChangeResets: true };
  },
};

interface Choice {
  readonly verb: 'none' | 'wait' | 'reconcile' | 'reset' | 'resume' | 'change-spec' | 'suspend-resume' | 'by-hand';
  readonly because: string;
}

function choose(release: unknown, now: string, secrets: unknown): Choice {
  if (isDeleting(release)) return { verb: 'none', because: 'the HelmRelease is being deleted' };
  if (isSuspended(release)) return { verb: 'resume', because: 'the HelmRelease is suspended' };
  if (isUninstalling(release, now, secrets)) return { verb: 'by-hand', because: UNINSTALLING };
  const stalled = viewCondition(release, 'Stalled');
  if (stalled.status === 'True') return whenStalled(stalled);
  return whenUnderWay(release, now, secrets) ?? whenAtRest(release, viewCondition(release, 'Ready'));
}

const UNINSTALLING =
  "Helm's newest revision is uninstalling, which neither a retry, a reset nor a force gets Flux out of";

/** An uninstall that broke off, for want of a right for example, leaves this status behind; one in its time may end. */
function isUninstalling(release: unknown, now: string, secrets: unknown): boolean {
  const { message } = viewCondition(release, 'Ready');
  if (/unable to determine state for release with status 'uninstalling'/.test(message)) return true;
  if (secrets === undefined || readAction(release, now).withinTime === true) return false;
  return readRevisions(release, secrets)[0]?.status === 'uninstalling';
}

function whenStalled(stalled: ConditionView): Choice {
  if (stalled.reason === 'RetriesExceeded') {
    return { verb: 'reset', because: `its retries are used up: ${stalled.message}` };
  }
  if (stalled.reason === 'MissingRollbackTarget') {
    return { verb: 'reset', because: 'there is no revision to roll back to; a reset allows exactly one more attempt' };
  }
  return { verb: 'change-spec', because: `it is stalled for good: ${stalled.reason} ${stalled.message}`.trim() };
}

function whenUnderWay(release: unknown, now: string, secrets: unknown): Choice | undefined {
  const reconciling = viewCondition(release, 'Reconciling');
  if (reconciling.status === 'True' && reconciling.reason === 'ProgressingWithRetry') {
    return { verb: 'wait', because: `the controller retries by itself: ${reconciling.message}` };
  }
  const { underWay, action, withinTime, deadline } = readAction(release, now);
  if (!underWay) return undefined;
  if (withinTime === false) {
    return { verb: 'reconcile', because: `the announced action (${action}) should have ended at ${deadline}` };
  }
  if (hasFailedBefore(release, secrets) === true) return { verb: 'reconcile', because: REPEATED };
  return { verb: 'wait', because: deadline === '' ? `${action} is under way` : `${action} may take until ${deadline}` };
}

const REPEATED = 'it failed before and is tried again by itself with growing pauses; asking only spares the pause';

function whenAtRest(release: unknown, ready: ConditionView): Choice {
  if (/^(?:install|upgrade) retries exhausted$/.test(ready.message)) {
    return { verb: 'suspend-resume', because: 'its retries are used up and this controller knows no reset' };
  }
  if (ready.status === 'False') {
    return {
      verb: 'reconcile',
      because: `it is tried again by itself (${ready.reason}); asking only spares the pause`,
    };
  }
  if (ready.status !== 'True') return { verb: 'reconcile', because: 'no controller has said anything final about it' };
  if (isCurrent(release) === false) return { verb: 'reconcile', because: 'the status is about an older spec' };
  return { verb: 'none', because: 'it is ready' };
}
