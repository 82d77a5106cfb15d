import type { Job } from './arguments.ts';
import type { Outcome } from './table.ts';
import { NotToBeHad, PlaneError } from '../plane/plane-error.ts';

/** How long a gate waits for programs to be built where nothing says otherwise: half as long again as two idle cores take. */
const BUILD_MINUTES = 18;

/** The limit of a build in a gate, in minutes: `KUBEDOC_GATE_BUILD_MINUTES`, or {@link BUILD_MINUTES}. */
export function buildMinutes(env: Readonly<Record<string, string | undefined>>): number {
  const own = Number(env['KUBEDOC_GATE_BUILD_MINUTES'] ?? '');
  return own > 0 ? own : BUILD_MINUTES;
}

/**
 * What a gate says where it could not get its programs, and undefined where that is a failure: what cannot be fetched
 * and what takes too long are about the machine, a build that fails is about the tree.
 */
export function skipReason(error: unknown, tooLong: AbortSignal, minutes: number): string | undefined {
  if (tooLong.aborted) return `skipped: the control plane was not built within ${minutes} minutes`;
  if (error instanceof NotToBeHad)
    return `skipped: what the control plane is built from cannot be fetched: ${error.message}`;
  return undefined;
}

/** Ends a build that takes longer than this. */
export function buildLimit(minutes: number): AbortController {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new PlaneError(`not built within ${minutes} minutes`)), minutes * 60_000);
  timer.unref();
  return limit;
}

/**
 * Runs jobs, and what failed a second time, said in a line: a machine that stands still for half a minute fails what waits
 * for seconds, and must not turn a change away. What is wrong with kubedoc fails twice.
 */
export async function runWithSecondChance(
  jobs: readonly Job[],
  run: (jobs: readonly Job[]) => Promise<readonly Outcome[]>,
  say: (line: string) => void,
): Promise<readonly Outcome[]> {
  const first = await run(jobs);
  const failed = first.filter((each) => each.failure !== '');
  if (failed.length === 0) return first;
  say(`once more: ${failed.map(({ incident, on }) => `${incident.name}@${on}`).join(', ')}`);
  const second = await run(failed.map(({ incident, on }) => ({ incident, on })));
  return first.map((one) => second.find((each) => each.incident === one.incident && each.on === one.on) ?? one);
}
