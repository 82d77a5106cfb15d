import { readFileSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import type { Runbook } from '../model/runbook.ts';
import { readCompiled } from '../runbook/compiled.ts';

let read: ReadonlyMap<string, Runbook> | undefined;

/** The shipped runbooks, compiled and checked when the program was built; they lie beside it and are read once. */
export function shippedRunbooks(): ReadonlyMap<string, Runbook> {
  read ??= readCompiled(readJson(new URL('./runbooks.json', import.meta.url)));
  return read;
}

function readJson(place: URL): unknown {
  try {
    return JSON.parse(readFileSync(place, 'utf8')) as unknown;
  } catch {
    throw new UsageError('the compiled runbooks are missing beside the program', 'npm run build makes them');
  }
}
