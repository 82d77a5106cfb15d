import type { Probe, ProbeResult } from '../model/probe.ts';
import { list, text } from './read.ts';
import { isStuckInPrerequisites, readAction } from './release/action-state.ts';
import { viewCondition } from './release/condition-view.ts';
import { findController } from './release/controller.ts';
import { hasFailedBefore } from './release/failed-before.ts';
import { isRelease } from './release/helm-release.ts';
import { isPending, readSecrets } from './release/revisions.ts';

/** Whether helm-controller is at work on a release right now, and until when it may be. */
export const releaseAction: Probe = {
  name: 'release-action',
  computes: 'Whether an action on a HelmRelease is under way, within its time, stuck, or waiting for a retry.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    now: { is: 'text', means: 'the present time, RFC 3339' },
    secrets: { is: 'list', optional: true, means: "metadata of Helm's release Secrets" },
    controllers: { is: 'list', optional: true, means: 'Deployments among which helm-controller is' },
  },
  returns: {
    running: 'whether an action is under way and its controller is not known to be down',
    frozen: 'whether the conditions speak of an action that nobody can be working on: controller down or time over',
    action: '`install`, `upgrade`, `rollback`, `uninstall`, `test`, `prerequisites`, or empty',
    timeoutSeconds: 'seconds that the action may take; null if idle or unreadable',
    startedAt: 'when it began, RFC 3339',
    deadline: 'when its timeout ends, RFC 3339',
    graceSeconds: 'seconds of patience beyond the deadline: one interval',
    withinTime: 'whether now lies before deadline plus grace; null if idle or unknown',
    overdueSeconds: 'seconds beyond deadline plus grace; 0 within them, null if idle or unknown',
    retrying: 'whether the controller says that it retries by itself (ProgressingWithRetry)',
    retryText: 'its words for that',
    lastAttemptFailed:
      'whether the newest attempt failed although an action is still announced: it is repeated; null where that takes Secrets',
    pendingLock: "whether Helm's newest revision is locked (pending-*); null without Secrets",
    lockRevision: 'that revision; null without a lock',
    lockStatus: "that revision's status, such as pending-upgrade; empty without a lock",
    lockedSince: 'when the lock was written, RFC 3339; empty without a lock',
    stuckPrerequisites: 'whether Stalled stands beside an unknown Ready, which never is work in progress',
    controllerReady: 'whether helm-controller has a ready pod; null where its Deployment is not known',
  },
  run({ release, now, secrets, controllers }) {
    if (!isRelease(release)) return undefined;
    const { underWay, ...state } = readAction(release, text(now));
    const controllerReady = isControllerReady(controllers);
    return {
      running: underWay && controllerReady !== false,
      frozen: underWay && (controllerReady === false || state.withinTime === false),
      ...state,
      ...toRetry(release),
      lastAttemptFailed: hasFailedBefore(release, secrets),
      ...toLock(release, secrets),
      stuckPrerequisites: isStuckInPrerequisites(release),
      controllerReady,
    };
  },
};

function isControllerReady(controllers: unknown): boolean | null {
  const controller = findController(list(controllers), 'helm-controller');
  return controller === null ? null : controller.ready > 0;
}

function toRetry(release: unknown): ProbeResult {
  const reconciling = viewCondition(release, 'Reconciling');
  const active = reconciling.status === 'True';
  const retrying = active && reconciling.reason === 'ProgressingWithRetry';
  return { retrying, retryText: retrying ? reconciling.message : '' };
}

function toLock(release: unknown, secrets: unknown): ProbeResult {
  const newest = readSecrets(release, secrets)[0];
  const locked = isPending(newest);
  return {
    pendingLock: secrets === undefined ? null : locked,
    lockRevision: locked ? newest?.revision : null,
    lockStatus: locked ? newest?.status : '',
    lockedSince: locked ? newest?.deployedAt : '',
  };
}
