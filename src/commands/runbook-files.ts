import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { UsageError } from '../model/errors.ts';

/** A runbook's text, and the name that problems in it are told by. */
export interface RunbookFile {
  readonly name: string;
  readonly text: string;
}

const STDIN = '-';

/**
 * Reads files, every `*.yaml` and `*.yml` of folders, and stdin for `-`; each file once. Throws `UsageError` for what is
 * not there or cannot be read, and for a folder without runbooks.
 */
export async function readRunbookFiles(
  places: readonly string[],
  stdin: NodeJS.ReadableStream,
): Promise<readonly RunbookFile[]> {
  const names = [...new Set(places.flatMap(filesAt))];
  return Promise.all(
    names.map(async (name) =>
      name === STDIN ? { name: 'stdin', text: await readAll(stdin) } : { name, text: readFile(name) },
    ),
  );
}

function filesAt(place: string): readonly string[] {
  if (place === STDIN || !isFolder(place)) return [place];
  const files = namesIn(place)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => join(place, name));
  if (files.length === 0) throw new UsageError(`the folder ${place} holds no runbook`, 'their names end in .yaml');
  return files;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch (error) {
    throw unreadable(place, error);
  }
}

function readFile(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw unreadable(name, error);
  }
}

function unreadable(name: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  if (code === 'ENOENT') return new UsageError(`there is no file ${name}`);
  return new UsageError(`${name} cannot be read: ${code}`);
}
