import { field, num } from '../read.ts';
import { viewCondition } from './condition-view.ts';
import { readRunning } from './helm-message.ts';
import { isPending, readSecrets } from './revisions.ts';

/**
 * Whether the newest attempt failed although an action is still announced, which then is a repetition of it; null where
 * that takes Secrets that were not seen. Right after a failure Ready says so beside the announced action. From the next attempt on it is Unknown again, and
 * only Released keeps the error. An attempt that fails before Helm stores a revision counts in `status.failures` alone
 * and is repeated without end, so that most looks fall into one; with a lock the present one has got further.
 */
export function hasFailedBefore(release: unknown, secrets: unknown): boolean | null {
  const reconciling = viewCondition(release, 'Reconciling');
  if (reconciling.status !== 'True') return false;
  if (viewCondition(release, 'Ready').status === 'False') return readRunning(reconciling.message) !== undefined;
  if (!failsEarly(release)) return false;
  return secrets === undefined ? null : !isPending(readSecrets(release, secrets)[0]);
}

function failsEarly(release: unknown): boolean {
  const { status, reason } = viewCondition(release, 'Released');
  const count = (of: string): number => num(field(release, `status.${of}`)) ?? 0;
  const early = count('failures') > count('upgradeFailures') + count('installFailures');
  return status === 'False' && /^(?:Install|Upgrade)Failed$/.test(reason) && early;
}
