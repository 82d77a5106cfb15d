import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '../terminal/chatter.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** A mistake of this program: one line, and a file with the stack. Gives the exit code of wrong usage. */
export function reportBug(error: unknown, io: Io): number {
  const message = error instanceof Error ? error.message : String(error);
  say(io.stderr, `kubedoc: this is a bug in kubedoc: ${redact(message)}${saved(error)}`);
  return EXIT.usage;
}

function saved(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    const file = join(mkdtempSync(join(tmpdir(), 'kubedoc-bug-')), 'stack.txt');
    writeFileSync(file, `${redact(stack)}\n`, { mode: 0o600 });
    return `; its stack is in ${file}`;
  } catch {
    return '';
  }
}

/** Tokens, passwords in addresses and long encoded texts do not belong into a report that somebody sends on. */
function redact(text: string): string {
  return text
    .replaceAll(/\b(bearer|basic)\s+\S+/gi, '$1 …')
    .replaceAll(/\/\/[^/@\s]+@/g, '//…@')
    .replaceAll(/\b[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]*/g, '…')
    .replaceAll(/\b[A-Za-z0-9+/_-]{48,}={0,2}/g, '…');
}
