import type { Fact } from '../../model/fact.ts';
import type { Trouble } from './trouble.ts';

/** How far the look-ups of a run have got as a whole. */
export type Reach = 'untried' | 'answered' | 'refused-all' | 'unreachable';

/** Keeps count of how look-ups ended. */
export interface ReachLog {
  /** `version` marks a look-up of the server's version, which real clusters answer to everybody. */
  readonly record: (fact: Fact, about: { readonly version: boolean; readonly unauthorized: boolean }) => void;
  readonly reach: () => Reach;
  /** The last failure; undefined where nothing has failed. */
  readonly lastTrouble: () => Trouble | undefined;
}

/**
 * Sums look-ups up: one answer (known or absent) is enough for `answered`; `refused-all` when every one was denied or met
 * a 401; else `unreachable`. The server's version counts only when nothing else was asked.
 */
export function createReachLog(): ReachLog {
  const seen = { objects: new Set<Outcome>(), version: new Set<Outcome>() };
  let trouble: Trouble | undefined;
  return {
    record(fact, { version, unauthorized }) {
      (version ? seen.version : seen.objects).add(outcomeOf(fact, unauthorized));
      if (fact.state === 'failed') trouble = { reason: fact.reason, hint: fact.hint };
    },
    reach: () => sum(seen.objects.size > 0 ? seen.objects : seen.version),
    lastTrouble: () => trouble,
  };
}

type Outcome = 'answered' | 'refused' | 'failed';

function outcomeOf(fact: Fact, unauthorized: boolean): Outcome {
  if (fact.state === 'known' || fact.state === 'absent') return 'answered';
  return fact.state === 'denied' || unauthorized ? 'refused' : 'failed';
}

function sum(outcomes: ReadonlySet<Outcome>): Reach {
  if (outcomes.size === 0) return 'untried';
  if (outcomes.has('answered')) return 'answered';
  return outcomes.has('failed') ? 'unreachable' : 'refused-all';
}
