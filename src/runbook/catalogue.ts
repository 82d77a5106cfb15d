import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Probe } from '../model/probe.ts';
import type { Runbook } from '../model/runbook.ts';
import { checkRunbooks } from './check.ts';
import { loadRunbook } from './load.ts';
import type { Problem } from './problem.ts';

/** A folder of runbooks: those that have a shape, and everything that is wrong. */
export interface Catalogue {
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly problems: readonly Problem[];
  /** The text of every file, to show problems in it. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Loads and checks every `*.yaml` of a folder, by name. Throws where the folder cannot be read. */
export function loadCatalogue(folder: string, probes: ReadonlyMap<string, Probe>): Catalogue {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const loaded = [...texts].map(([file, text]) => loadRunbook(text, file));
  const runbooks = loaded.flatMap(({ runbook }) => (runbook === undefined ? [] : [[runbook.name, runbook] as const]));
  return { runbooks: new Map(runbooks), problems: checkRunbooks(loaded, { probes }), texts };
}
