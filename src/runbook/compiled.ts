import { RUNBOOK_FORMAT, type Runbook } from '../model/runbook.ts';

/** What the build writes: the checked runbooks as plain data. */
export interface CompiledRunbooks {
  readonly format: typeof RUNBOOK_FORMAT;
  readonly runbooks: readonly Runbook[];
}

/** The data of the compiled file, in the order of the runbooks' names. */
export function compileRunbooks(runbooks: ReadonlyMap<string, Runbook>): CompiledRunbooks {
  const names = [...runbooks.keys()].sort();
  return { format: RUNBOOK_FORMAT, runbooks: names.flatMap((name) => runbooks.get(name) ?? []) };
}

/**
 * Reads what the build compiled, by the runbooks' names. The runbooks were checked when they were compiled, so only the
 * frame is looked at here; throws where it is not of this version.
 */
export function readCompiled(json: unknown): Map<string, Runbook> {
  if (!isCompiled(json)) throw new Error('the compiled runbooks are not of this version: build again');
  return new Map(json.runbooks.map((runbook) => [runbook.name, runbook]));
}

function isCompiled(json: unknown): json is CompiledRunbooks {
  if (typeof json !== 'object' || json === null || !('format' in json) || !('runbooks' in json)) return false;
  return json.format === RUNBOOK_FORMAT && Array.isArray(json.runbooks);
}
