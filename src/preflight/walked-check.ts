import type { CheckSpec } from '../model/check.ts';
import type { Report } from '../model/report.ts';
import type { Runbook } from '../model/runbook.ts';

/** A runbook that is a check. */
export type CheckRunbook = Runbook & { readonly check: CheckSpec };

/** One check as it was walked in one context. */
export interface WalkedCheck {
  readonly runbook: CheckRunbook;
  /** Null for a check across contexts. */
  readonly context: string | null;
  /** What was found, with what the profile accepts marked; null where the context gave no answer at all. */
  readonly report: Report | null;
  /** Why there was no answer; empty where there was one. */
  readonly unreachable: string;
}

/** The checks of a catalogue in their order: those of each context, or those across contexts. */
export function checksOf(
  runbooks: ReadonlyMap<string, Runbook>,
  which: 'per-context' | 'across',
): readonly CheckRunbook[] {
  return [...runbooks.values()]
    .filter((runbook): runbook is CheckRunbook => runbook.check !== undefined)
    .filter(({ check }) => (check.across === true) === (which === 'across'))
    .toSorted((one, other) => one.check.order - other.check.order);
}
