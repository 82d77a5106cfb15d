import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured, median } from './measure.mjs';
import { preflightCluster } from './preflight-cluster.mjs';

const KUBEDOC = fileURLToPath(new URL('../bin/kubedoc.js', import.meta.url));
const PODS = 5_000;
const CONTEXTS = ['us', 'eu', 'asia'];
const DELAY_MS = 200;
/** Each turn takes seconds; the machine's moods hit both sides of a ratio, as turns are taken. */
const MOST_RUNS = 5;
const NO_GO = 1;
const MIB = 1024;

/** Three contexts of 5,000 pods each, at once, against one of them alone: on loopback. */
export const preflightContexts = {
  name: 'preflight-contexts',
  limit: 2.2,
  measure: async (runs) => (await compared(0, runs)).time,
};

/** The same where every answer takes 200 ms, as behind a VPN. */
export const preflightDelays = {
  name: 'preflight-delays',
  limit: 1.3,
  measure: async (runs) => (await compared(DELAY_MS, runs)).time,
};

/** The most memory that the three at once took, in MiB (of several runs the middle one), whether answers come at once or late. */
export const preflightMemory = {
  name: 'preflight-memory',
  limit: 300,
  sign: '',
  measure: async (runs) => {
    const each = [await compared(0, runs), await compared(DELAY_MS, runs)];
    return Math.max(...each.map(({ kib }) => kib)) / MIB;
  },
};

const comparisons = new Map();

/** Time and memory come from the same runs. */
function compared(delayMs, runs) {
  const known = comparisons.get(delayMs) ?? compare(delayMs, Math.min(Math.ceil(runs / 4), MOST_RUNS));
  comparisons.set(delayMs, known);
  return known;
}

async function compare(delayMs, runs) {
  const folder = await mkdtemp(join(tmpdir(), 'kubedoc-bench-'));
  const cluster = await preflightCluster(PODS);
  const servers = await Promise.all(CONTEXTS.map(() => cluster.serve(delayMs)));
  const config = join(folder, 'config');
  const [alone, together] = [[], []];
  try {
    await writeFile(config, kubeconfigOf(servers));
    // One turn that does not count makes the answers.
    await preflight(config, CONTEXTS);
    for (let turn = 0; turn < runs; turn += 1) {
      together.push(await preflight(config, CONTEXTS));
      // All hold the same, so that none is slower than another.
      alone.push(await preflight(config, [CONTEXTS[turn % CONTEXTS.length]]));
    }
  } finally {
    await Promise.all([...servers.map((server) => server.close()), cluster.close()]);
    await rm(folder, { recursive: true, force: true });
  }
  const middle = (all) => median(all.map(({ ms }) => ms));
  return {
    time: middle(together) / middle(alone),
    kib: median(together.map(({ kib }) => kib)),
  };
}

function kubeconfigOf(servers) {
  const named = servers.map(({ url }, index) => ({ name: CONTEXTS[index], cluster: { server: url } }));
  const contexts = CONTEXTS.map((name) => ({ name, context: { cluster: name, user: 'bench', namespace: 'default' } }));
  const users = [{ name: 'bench', user: {} }];
  return JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters: named, contexts, users });
}

/** A workshop of tomorrow: the time of this machine tells what is over. */
function preflight(config, contexts) {
  const start = new Date(Date.now() + 86_400_000).toISOString();
  const workshop = ['--participants', '30', '--start', start, '--duration', '4h', '--zone', 'UTC'];
  const where = ['--kubeconfig', config, ...contexts.flatMap((context) => ['--context', context])];
  const how = ['--no-network', '--time-limit', '5m', '-o', 'json'];
  return measured(process.execPath, [KUBEDOC, 'workshop', 'preflight', ...workshop, ...where, ...how], NO_GO);
}
