import type { PatternSet } from '../model/log-pattern.ts';
import { RUNBOOK_FORMAT, type Runbook } from '../model/runbook.ts';
import { givePatterns, patternsGiven } from './give-patterns.ts';

/** What the build writes: the checked runbooks as plain data. */
export interface CompiledRunbooks {
  readonly format: typeof RUNBOOK_FORMAT;
  readonly runbooks: readonly Runbook[];
  /** The log patterns that some of them ask for. */
  readonly patterns: readonly PatternSet[];
}

/** The data of the compiled file, in the order of the runbooks' names. */
export function compileRunbooks(runbooks: ReadonlyMap<string, Runbook>): CompiledRunbooks {
  const names = [...runbooks.keys()].sort();
  const bare = givePatterns(runbooks, []);
  return {
    format: RUNBOOK_FORMAT,
    runbooks: names.flatMap((name) => bare.get(name) ?? []),
    patterns: [...patternsGiven(runbooks)].sort(byName),
  };
}

/** The order of a catalogue, whichever runbook asks first. */
function byName(one: PatternSet, other: PatternSet): number {
  return one.patterns < other.patterns ? -1 : 1;
}
