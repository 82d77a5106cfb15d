import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coderCluster } from './coder-cluster.mjs';
import { median, nodeProcess } from './measure.mjs';

const KUBEDOC = fileURLToPath(new URL('../bin/kubedoc.js', import.meta.url));
const SIZES = [500, 2_500, 5_000];
/** Ten times the 50 ms of a far cluster: what counts is how many follow each other, and noise is small beside it. */
const DELAY_MS = 500;
/** Each turn takes seconds, and they hardly differ. */
const MOST_RUNS = 5;
const PROBLEM_FOUND = 1;

/**
 * How many answers `kubedoc diagnose coder` waits for one after the other on a cluster of 5,000 pods, the log of a crash
 * included: by how many delays it takes longer when every answer is held back by one.
 */
export const coderDelays = {
  name: 'coder-delays',
  limit: 20,
  sign: '',
  measure: async (runs) => {
    const cluster = await coderCluster(SIZES.at(-1));
    const times = [[], []];
    await withConfigs(cluster, [0, DELAY_MS], async (configs) => {
      for (let turn = 0; turn <= Math.min(runs, MOST_RUNS); turn += 1) {
        const both = [await diagnose(configs[0].file), await diagnose(configs[1].file)];
        if (turn > 0) both.forEach((elapsed, index) => times[index].push(elapsed));
      }
    });
    return (median(times[1]) - median(times[0])) / DELAY_MS;
  },
};

/** How many requests it sends, further pages of lists apart: the same for each of three sizes of the cluster, or it fails. */
export const coderRequests = {
  name: 'coder-requests',
  limit: 60,
  sign: '',
  measure: async () => {
    const asked = [];
    for (const pods of SIZES) asked.push(await requestsOf(await coderCluster(pods)));
    const [few, ...others] = asked;
    const more = others.flat().find((path) => !few.includes(path));
    if (more !== undefined) throw new Error(`it asks more of a bigger cluster: ${more}`);
    return Math.max(...asked.map(({ length }) => length));
  },
};

async function requestsOf(cluster) {
  let paths = [];
  await withConfigs(cluster, [0], async ([{ file, server }]) => {
    await diagnose(file);
    // A list of all Deployments has a page per 500 of them, here per 2,500 pods.
    paths = server.requests().flatMap(({ path }) => (path.includes('continue=') ? [] : [path]));
  });
  return paths;
}

/** Serves the cluster once per delay, with a kubeconfig for each, and ends all of it afterwards. */
async function withConfigs({ capture, serveCapture, kubeconfigFor }, delays, use) {
  const folder = await mkdtemp(join(tmpdir(), 'kubedoc-bench-'));
  const servers = await Promise.all(delays.map((delayMs) => serveCapture(capture, { delayMs })));
  try {
    const configs = servers.map(async (server) => {
      const file = join(folder, `config-${server.port}`);
      await writeFile(file, kubeconfigFor({ server: server.url, context: 'bench', namespace: 'default' }));
      return { file, server };
    });
    await use(await Promise.all(configs));
  } finally {
    await Promise.all([...servers.map((server) => server.close()), rm(folder, { recursive: true, force: true })]);
  }
}

function diagnose(kubeconfig) {
  return nodeProcess([KUBEDOC, 'diagnose', 'coder', '--kubeconfig', kubeconfig, '-o', 'json'], {}, PROBLEM_FOUND);
}
