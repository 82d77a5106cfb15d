// The gate beside the tests: types, lint, format, generated files, the package. One line per step, output on failure.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GENERATE = 'scripts/generate.mjs';

const STEPS = [
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'] },
  { name: 'lint', command: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'] },
  { name: 'format', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  {
    name: 'generated files',
    command: [GENERATE, '--check'],
    skip: !existsSync(new URL(`../${GENERATE}`, import.meta.url)),
  },
  { name: 'captures', command: ['scripts/make-captures.mjs', '--check'] },
  { name: 'package', command: ['node_modules/publint/src/cli.js', '--strict'] },
];

const results = STEPS.map(runStep);
const failed = results.filter(({ state }) => state === 'failed').map(({ name }) => name);
console.log(failed.length === 0 ? 'check: all passed' : `check: ${failed.length} failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function runStep({ name, command, skip = false }) {
  if (skip) return report(name, 'skipped', `no ${command[0]}`);
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)}s`;
  if (status === 0) return report(name, 'ok', seconds);
  const result = report(name, 'failed', seconds);
  console.log(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trimEnd());
  return result;
}

function report(name, state, detail) {
  console.log(`${name.padEnd(16)} ${state.padEnd(8)} ${detail}`);
  return { name, state };
}
