import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bigCluster } from './big-cluster.mjs';
import { median, nodeProcess } from './measure.mjs';

const KUBEDOC = fileURLToPath(new URL('../bin/kubedoc.js', import.meta.url));
const PODS = 5_000;
/** Ten times the 50 ms of a far cluster: what counts is how many follow each other, and noise is small beside it. */
const DELAY_MS = 500;
/** Each turn takes seconds, and they hardly differ. */
const MOST_RUNS = 5;
const PROBLEM_FOUND = 1;

/**
 * How many answers `kubedoc diagnose -n` waits for one after the other, in a namespace of 100 pods of a cluster of 5,000,
 * the log of a crash included: by how many delays it takes longer when every answer is held back by one.
 */
export const diagnoseDelays = {
  name: 'diagnose-delays',
  limit: 15,
  sign: '',
  measure: async (runs) => {
    const folder = await mkdtemp(join(tmpdir(), 'kubedoc-bench-'));
    const cluster = await bigCluster(PODS);
    const servers = await Promise.all(
      [0, DELAY_MS].map((delayMs) => cluster.serveCapture(cluster.capture, { delayMs })),
    );
    const times = [[], []];
    try {
      const configs = await Promise.all(servers.map((server) => written(folder, server, cluster)));
      for (let turn = 0; turn <= Math.min(runs, MOST_RUNS); turn += 1) {
        const both = [await diagnose(configs[0]), await diagnose(configs[1])];
        if (turn > 0) both.forEach((elapsed, index) => times[index].push(elapsed));
      }
    } finally {
      await Promise.all([...servers.map((server) => server.close()), rm(folder, { recursive: true, force: true })]);
    }
    return (median(times[1]) - median(times[0])) / DELAY_MS;
  },
};

async function written(folder, { url, port }, { kubeconfigFor }) {
  const file = join(folder, `config-${port}`);
  await writeFile(file, kubeconfigFor({ server: url, context: 'bench', namespace: 'default' }));
  return file;
}

function diagnose(kubeconfig) {
  return nodeProcess(
    [KUBEDOC, 'diagnose', '-n', 'team-0', '--kubeconfig', kubeconfig, '-o', 'json'],
    {},
    PROBLEM_FOUND,
  );
}
