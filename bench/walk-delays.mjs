import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadTypeScript, root } from '../scripts/load-typescript.mjs';
import { median, nodeProcess } from './measure.mjs';

const KUBEDOC = fileURLToPath(new URL('../bin/kubedoc.js', import.meta.url));
const DELAY_MS = 100;
const PROBLEM_FOUND = 1;

/**
 * How many answers `kubedoc helmrelease recover` waits for one after the other: by how many delays it takes longer when
 * the API server holds every answer back by one. What it asks at the same time counts once.
 */
export const walkDelays = {
  name: 'walk-delays',
  limit: 10,
  sign: '',
  measure: async (runs) => {
    const folder = await mkdtemp(join(tmpdir(), 'kubedoc-bench-'));
    const [prompt, slow] = await Promise.all([serve(folder, 0), serve(folder, DELAY_MS)]);
    const times = { prompt: [], slow: [] };
    try {
      for (let turn = 0; turn <= runs; turn += 1) {
        const [promptMs, slowMs] = [await recover(prompt), await recover(slow)];
        if (turn === 0) continue;
        times.prompt.push(promptMs);
        times.slow.push(slowMs);
      }
    } finally {
      await Promise.all([prompt.close(), slow.close(), rm(folder, { recursive: true, force: true })]);
    }
    return (median(times.slow) - median(times.prompt)) / DELAY_MS;
  },
};

async function serve(folder, delayMs) {
  const { loadCapture, serveCapture, kubeconfigFor } = await loadTypeScript(`
    export { loadCapture } from './src/replay/capture.ts';
    export { serveCapture } from './src/replay/server.ts';
    export { kubeconfigFor } from './src/replay/write-kubeconfig.ts';
  `);
  const capture = await loadCapture(join(root, 'examples', 'rollout-does-not-fit'));
  const server = await serveCapture(capture, { delayMs });
  const kubeconfig = join(folder, `config-${delayMs}`);
  await writeFile(kubeconfig, kubeconfigFor({ server: server.url, context: 'bench', namespace: 'default' }));
  return { kubeconfig, close: () => server.close() };
}

function recover({ kubeconfig }) {
  const args = [KUBEDOC, 'helmrelease', 'recover', '--kubeconfig', kubeconfig, '-o', 'json'];
  return nodeProcess(args, {}, PROBLEM_FOUND);
}
