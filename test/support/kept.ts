import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

/** Below `node_modules/.cache`: what test files make once and share, by folder. */
export function cacheFolder(name: string): string {
  return join(root, 'node_modules', '.cache', name);
}

/**
 * The text that `make` gives, made once for all test files of the same key. Another file may make the same at the same
 * moment: who renames first wins, and the result is the same.
 */
export function kept(folder: string, key: string, make: () => string): string {
  const home = cacheFolder(folder);
  const file = join(home, key);
  const before = textOf(file);
  if (before !== undefined) return before;
  mkdirSync(home, { recursive: true });
  const place = mkdtempSync(join(home, 'new-'));
  try {
    const text = make();
    writeFileSync(join(place, 'text'), text);
    renameSync(join(place, 'text'), file);
    return text;
  } finally {
    rmSync(place, { recursive: true, force: true });
    removeOld(home);
  }
}

const KEEP_MS = 3600 * 1000;

/** What was made an hour ago is nobody's any more. */
export function removeOld(home: string): void {
  for (const name of readdirSync(home)) {
    const place = join(home, name);
    const { mtimeMs } = statSync(place, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > KEEP_MS) rmSync(place, { recursive: true, force: true });
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
