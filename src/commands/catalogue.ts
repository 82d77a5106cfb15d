import { readFileSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import type { Runbook } from '../model/runbook.ts';
import { unpackRunbooks } from '../runbook/packed.ts';

let read: ReadonlyMap<string, Runbook> | undefined;

/** The shipped runbooks, compiled and checked when the program was built; they lie beside it and are read once. */
export function shippedRunbooks(): ReadonlyMap<string, Runbook> {
  read ??= readFrom(new URL('./runbooks.jsonl', import.meta.url));
  return read;
}

function readFrom(place: URL): ReadonlyMap<string, Runbook> {
  try {
    return unpackRunbooks(readFileSync(place));
  } catch {
    throw new UsageError(
      'the compiled runbooks beside the program are missing, or not of its version',
      'npm run build makes them',
    );
  }
}
