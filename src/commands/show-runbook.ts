import type { ShowIntent } from '../cli/show-command.ts';
import { UsageError } from '../model/errors.ts';
import type { Runbook } from '../model/runbook.ts';
import { treeRenders, type Walked } from '../render/trees.ts';
import { treeOf } from '../runbook/tree.ts';
import { wantsColor, widthOf, writeOut } from '../terminal/streams.ts';
import { nearest } from '../text/similar.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** `kubedoc runbook show`: gives the exit code. Throws `UsageError` for a runbook that there is not. */
export async function showRunbook({ name, format }: ShowIntent, io: Io): Promise<number> {
  const runbooks = io.runbooks();
  const look = { width: widthOf(io.stdout), color: wantsColor(io.stdout, io.env), path: true, mode: 'full' } as const;
  const text = name === undefined ? namesOf(runbooks) : treeRenders[format](treeFor(name, runbooks), look);
  return (await writeOut(io.stdout, text)) === 'failed' ? EXIT.notWritten : EXIT.fine;
}

function treeFor(name: string, runbooks: ReadonlyMap<string, Runbook>): Walked {
  return { trees: [treeOf(find(name, runbooks))], unknown: [] };
}

function namesOf(runbooks: ReadonlyMap<string, Runbook>): string {
  const sorted = [...runbooks.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const width = Math.max(0, ...sorted.map(({ name }) => name.length));
  return sorted.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join('');
}

function find(name: string, runbooks: ReadonlyMap<string, Runbook>): Runbook {
  const known = runbooks.get(name);
  if (known !== undefined) return known;
  const names = [...runbooks.keys()].toSorted();
  const meant = nearest(name, names);
  throw new UsageError(
    `there is no runbook ${name}`,
    meant === undefined ? `there are: ${names.join(', ')}` : `did you mean ${meant}?`,
  );
}
