import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured, median } from './measure.mjs';
import { serveWholeCluster } from './whole-cluster.mjs';

const KUBEDOC = fileURLToPath(new URL('../bin/kubedoc.js', import.meta.url));
const PODS = 20_000;
/** A few turns are enough for ratios that are so far from their limits. */
const MOST_RUNS = 3;

/** `kubedoc diagnose -A` on 20,000 pods against `kubectl get pods -A -o json`: the time. */
export const everywhereTime = {
  name: 'diagnose -A, time',
  limit: 0.5,
  measure: async (runs) => (await compared(runs)).time,
};

/** The same: the most memory that each took. */
export const everywhereMemory = {
  name: 'diagnose -A, memory',
  limit: 0.5,
  measure: async (runs) => (await compared(runs)).memory,
};

let comparison;

/** Both figures come from the same runs. */
function compared(runs) {
  comparison ??= compare(Math.min(Math.ceil(runs / 7), MOST_RUNS));
  return comparison;
}

async function compare(runs) {
  const kubectl = findKubectl();
  const folder = await mkdtemp(join(tmpdir(), 'kubedoc-bench-'));
  const cluster = await serveWholeCluster(PODS);
  const config = join(folder, 'config');
  const [ours, theirs] = [[], []];
  try {
    await writeFile(config, cluster.kubeconfig);
    for (let turn = 0; turn < runs; turn += 1) {
      const theirRun = await measured(kubectl, ['--kubeconfig', config, 'get', 'pods', '-A', '-o', 'json'], 0);
      const ourRun = await measured(
        process.execPath,
        [KUBEDOC, 'diagnose', '-A', '--kubeconfig', config, '-o', 'json'],
        1,
      );
      theirs.push(theirRun);
      ours.push(ourRun);
    }
  } finally {
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
  }
  const of = (all, figure) => median(all.map((each) => each[figure]));
  return { time: of(ours, 'ms') / of(theirs, 'ms'), memory: of(ours, 'kib') / of(theirs, 'kib') };
}

/** The kubectl of `npm run test:cluster`, else the one on the path. */
function findKubectl() {
  const home = process.env.KUBEDOC_PLANE_CACHE ?? join(homedir(), '.cache', 'kubedoc', 'plane');
  const built = existsSync(home) ? readdirSync(home).map((name) => join(home, name, 'bin', 'kubectl')) : [];
  return built.find((file) => existsSync(file)) ?? 'kubectl';
}
