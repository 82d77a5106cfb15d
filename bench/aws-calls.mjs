import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { programFiles } from '../scripts/program-files.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MOST_RUNS = 5;
const CALLS = 3 * availableParallelism() + 1;

/** Computes for a third of a second, as the real program does before it sends anything, and answers. */
const PROGRAM = `#!${process.execPath}
const end = performance.now() + 300;
while (performance.now() < end);
console.log('{}');
`;

/** Calls of AWS together, against what they take at best: so many rounds of one call per core as there are. */
export const awsCalls = {
  name: 'aws-calls',
  limit: 1.3,
  measure: async (runs) => {
    const folder = await mkdtemp(join(tmpdir(), 'kubedoc-bench-'));
    try {
      const ask = await asking(folder);
      await ask(0);
      const ratios = [];
      for (let run = 0; run < Math.min(runs, MOST_RUNS); run += 1) ratios.push(await once(ask));
      return ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** All at once, each timed from its own start by its own end: the slowest of them alone is the measure. */
async function once(ask) {
  const alone = [];
  for (let turn = 0; turn < 3; turn += 1) alone.push(await timed(() => ask(turn)));
  const together = await timed(() => Promise.all(Array.from({ length: CALLS }, (_, index) => ask(index))));
  return together / (Math.ceil(CALLS / availableParallelism()) * Math.max(...alone));
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The source itself, over a program that stands in for the real one. */
async function asking(folder) {
  const program = join(folder, 'aws');
  await writeFile(program, PROGRAM);
  await chmod(program, 0o755);
  const outfile = join(folder, 'ask.mjs');
  const banner = "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/sources/aws/aws.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: { js: banner },
    logLevel: 'warning',
    plugins: [programFiles],
  });
  const { askAws } = await import(pathToFileURL(outfile).href);
  const access = {
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    timeoutMs: 60_000,
    signal: new AbortController().signal,
  };
  return async (index) => {
    const options = { name: [`cluster-${index}`] };
    const query = { from: 'aws', service: 'eks', operation: 'describe-cluster', options, region: 'eu-central-1' };
    const fact = await askAws(query, access);
    if (fact.state !== 'known') throw new Error(JSON.stringify(fact));
  };
}
