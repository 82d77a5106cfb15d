// Ratios, each taken within one run of this script: `npm run bench`, `-- --quick` for fewer runs, `-- --runs N`.
import { parseArgs } from 'node:util';
import { awsCalls } from './aws-calls.mjs';
import { coderDelays, coderRequests } from './coder-delays.mjs';
import { diagnoseDelays } from './diagnose-delays.mjs';
import { everywhereMemory, everywhereTime } from './diagnose-everywhere.mjs';
import { firstRequest } from './first-request.mjs';
import { preflightContexts, preflightDelays, preflightMemory } from './preflight.mjs';
import { startup } from './startup.mjs';
import { walkDelays } from './walk-delays.mjs';

/** Each has a name, a limit, `measure(runs)` that resolves to the ratio, and the sign before it where that is not `x`. */
const BENCHMARKS = [
  startup,
  awsCalls,
  firstRequest,
  walkDelays,
  diagnoseDelays,
  coderDelays,
  coderRequests,
  everywhereTime,
  everywhereMemory,
  preflightContexts,
  preflightDelays,
  preflightMemory,
];

process.exitCode = (await runAll(numberOfRuns())) ? 0 : 1;

function numberOfRuns() {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, runs: { type: 'string' } } });
  const runs = Number(values.runs ?? (values.quick ? 7 : 21));
  if (Number.isInteger(runs) && runs > 0) return runs;
  console.error(`--runs ${values.runs}: a whole number from 1 on is wanted`);
  process.exit(2);
}

async function runAll(runs) {
  const width = Math.max(...BENCHMARKS.map(({ name }) => name.length));
  let within = true;
  for (const benchmark of BENCHMARKS) {
    const { line, ok } = await outcome(benchmark, runs);
    console.log(`${benchmark.name.padEnd(width)}  ${line}`);
    within &&= ok;
  }
  return within;
}

async function outcome({ limit, measure, sign = 'x' }, runs) {
  try {
    const measured = await measure(runs);
    const ok = measured <= limit;
    return { ok, line: `${sign}${measured.toFixed(2)}  (limit ${limit.toFixed(1)})${ok ? '' : '  TOO SLOW'}` };
  } catch (error) {
    return { ok: false, line: `failed: ${error.message}` };
  }
}
