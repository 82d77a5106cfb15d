import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { CommonOptions } from '../cli/common-options.ts';
import { UsageError } from '../model/errors.ts';
import { NO_CLAIMS, parseSnapshotFile, type SnapshotClaims } from '../replay/snapshot-file.ts';
import type { Opened } from './preflight-planning.ts';

/**
 * Folders by the contexts that they were captured from, or by their own names where two were captured from the same one, and
 * when the newest was captured (seconds since 1970), where one says so. Throws `UsageError` for one that is not there.
 */
export function folderNames(
  folders: readonly string[],
  options: CommonOptions,
): { readonly opened: readonly Opened[]; readonly capturedAt: number | undefined } {
  const claims = folders.map((folder) => claimsOf(folder));
  const contexts = claims.map(({ context }, index) => context ?? nameOf(folders[index] ?? ''));
  const names = isDistinct(contexts) ? contexts : folders.map(nameOf);
  if (!isDistinct(names))
    throw new UsageError(`two of the folders are called ${repeated(names)}`, 'give each a name of its own');
  const times = claims.flatMap(({ capturedAt }) => capturedAt ?? []);
  return {
    opened: folders.map((from, index) => ({ context: names[index] ?? from, options: { ...options, from } })),
    capturedAt: times.length === 0 ? undefined : Math.max(...times),
  };
}

function claimsOf(folder: string): SnapshotClaims {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  const file = join(folder, 'snapshot.yaml');
  return existsSync(file) ? parseSnapshotFile(file, readFileSync(file, 'utf8')) : NO_CLAIMS;
}

function nameOf(folder: string): string {
  return basename(resolve(folder));
}

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function repeated(names: readonly string[]): string {
  return names.find((name, index) => names.indexOf(name) < index) ?? '';
}
