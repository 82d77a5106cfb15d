// The gate beside the tests: types, lint, format, generated files, the package. One line per step, output on failure; as
// many steps at a time as there are processors.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GENERATE = 'scripts/generate.mjs';

const STEPS = [
  { name: 'lint', command: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'] },
  { name: 'format', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  {
    name: 'generated files',
    command: [GENERATE, '--check'],
    skip: !existsSync(new URL(`../${GENERATE}`, import.meta.url)),
  },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'] },
  { name: 'captures', command: ['scripts/make-captures.mjs', '--check'] },
  { name: 'package', command: ['node_modules/publint/src/cli.js', '--strict'] },
];

const waiting = STEPS.entries();
const results = [];
await Promise.all(Array.from({ length: availableParallelism() }, runSteps));
const failed = results.filter(({ state }) => state === 'failed').map(({ name }) => name);
console.log(failed.length === 0 ? 'check: all passed' : `check: ${failed.length} failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Takes one step after the other that nobody has taken, the first ones being the longest. */
async function runSteps() {
  for (const [, step] of waiting) results.push(await runStep(step));
}

async function runStep({ name, command, skip = false }) {
  if (skip) return report(name, 'skipped', `no ${command[0]}`);
  const start = performance.now();
  const { error, stdout, stderr } = await run(command);
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)}s`;
  if (error === null) return report(name, 'ok', seconds);
  const result = report(name, 'failed', seconds);
  console.log(`${stdout}${stderr}` === '' ? error.message : `${stdout}${stderr}`.trimEnd());
  return result;
}

function run(command) {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, maxBuffer: 64 * 2 ** 20 };
    const child = execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ error, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

function report(name, state, detail) {
  console.log(`${name.padEnd(16)} ${state.padEnd(8)} ${detail}`);
  return { name, state };
}
