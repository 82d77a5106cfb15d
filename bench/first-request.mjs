import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, nodeProcess, ratio } from './measure.mjs';

const KUBEDOC = fileURLToPath(new URL('../bin/kubedoc.js', import.meta.url));
const LIMIT_MS = 20_000;

/** From the start of `kubedoc helmrelease recover` with a static token to its first request, against an empty Node process. */
export const firstRequest = {
  name: 'first API request',
  limit: 3.0,
  measure: async (runs) => {
    const folder = await mkdtemp(join(tmpdir(), 'kubedoc-bench-'));
    const server = await listen();
    try {
      const kubeconfig = join(folder, 'config');
      await writeFile(kubeconfig, kubeconfigFor(`http://127.0.0.1:${server.address().port}`));
      return await ratio(
        () => untilFirstRequest(server, kubeconfig),
        () => nodeProcess(['-e', '0']),
        runs,
      );
    } finally {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** A server that only notices: what it answers does not matter, because the client is stopped at its first request. */
async function listen() {
  const server = createServer((_request, response) => response.writeHead(503).end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function untilFirstRequest(server, kubeconfig) {
  const start = performance.now();
  const args = [KUBEDOC, 'helmrelease', 'recover', '--kubeconfig', kubeconfig];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: LIMIT_MS });
  const end = ended(child);
  let elapsed;
  const arrived = () => {
    elapsed = performance.now() - start;
    child.kill('SIGKILL');
  };
  server.once('request', arrived);
  const { code, complaint } = await end;
  server.off('request', arrived);
  if (elapsed === undefined) throw new Error(`kubedoc ended with ${code} before it sent a request: ${complaint}`);
  return elapsed;
}

function kubeconfigFor(server) {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    // The Kubernetes client wants this said before it speaks plain HTTP.
    clusters: [{ name: 'bench', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'bench', user: { token: 'static' } }],
  });
}
