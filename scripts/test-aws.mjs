// Every test that asks the `aws` program of this machine about an emulator of AWS: `npm run test:aws`, with `-- WORD` for
// the files that have the word in their names. `npm test` runs a few of them.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [word = ''] = process.argv.slice(2);

const child = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', `test/aws/${word}`, '--reporter=verbose'],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, KUBEDOC_AWS: 'all' } },
);
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
