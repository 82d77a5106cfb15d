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

/**
 * Reads what the build compiled, by the runbooks' names. The runbooks were checked when they were compiled, so only the
 * frame is looked at here; throws where it is not of this version.
 */
export function readCompiled(json: unknown): ReadonlyMap<string, Runbook> {
  if (!isCompiled(json)) throw new Error('the compiled runbooks are not of this version: build again');
  return givePatterns(new Map(json.runbooks.map((runbook) => [runbook.name, runbook])), json.patterns);
}

function isCompiled(json: unknown): json is CompiledRunbooks {
  if (typeof json !== 'object' || json === null || !('format' in json) || !('runbooks' in json)) return false;
  const lists = [json.runbooks, 'patterns' in json ? json.patterns : undefined];
  return json.format === RUNBOOK_FORMAT && lists.every((each) => Array.isArray(each));
}
