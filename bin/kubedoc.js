#!/usr/bin/env node
'use strict';
// As CommonJS, which Node starts faster than modules: the package.json beside this file says so.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const ENTRY = join(__dirname, '..', 'dist', 'main.cjs');

process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

const unfit = whyUnfit(process.platform, process.versions.node);
if (unfit !== undefined) {
  process.stderr.write(`kubedoc: ${unfit}\n`);
  process.exit(2);
}

start().catch(fail);

async function start() {
  const { run } = require(ENTRY);
  // The process itself is handed over as the three streams: each is opened only when it is first looked at.
  process.exitCode = await run(process.argv.slice(2), process);
}

/** Why this machine cannot run the program; undefined where it can. The versions are those of `engines` in package.json. */
function whyUnfit(platform, version) {
  if (!['linux', 'darwin'].includes(platform)) {
    return `it runs on Linux and macOS, not on ${platform} (on Windows: inside WSL)`;
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < 20 || (major === 20 && minor < 19);
  return isOld ? `it needs Node 20.19 or newer, and this is Node ${version}` : undefined;
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
