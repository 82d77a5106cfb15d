import type { PreflightIntent } from '../cli/preflight-command.ts';
import { checksOf } from '../preflight/walked-check.ts';
import type { Io } from './io.ts';
import { printPlan } from './print-plan.ts';

/** Prints what the checks would look up, or the ClusterRole that they need, without asking anybody. */
export function planChecks({ options, network }: PreflightIntent, io: Io): Promise<number> {
  const entries = checksOf(io.runbooks(), 'per-context').map(({ name }) => name);
  return printPlan(io.runbooks(), entries, { ...options, network }, io);
}
