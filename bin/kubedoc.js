#!/usr/bin/env node
import { existsSync } from 'node:fs';

const ENTRY = new URL('../dist/main.js', import.meta.url);

process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

try {
  const { run } = await import(ENTRY.href);
  // The process itself is handed over as the three streams: each is opened only when it is first looked at.
  process.exitCode = await run(process.argv.slice(2), process);
} catch (error) {
  fail(error);
}

/** The last resort: one line and exit code 2, never a stack. */
function fail(error) {
  process.exitCode = 2;
  if (!existsSync(ENTRY)) {
    process.stderr.write('kubedoc is not built: run npm run build\n');
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`kubedoc: ${message.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim() || 'unknown error'}\n`);
}
