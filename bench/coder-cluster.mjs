import { loadTypeScript } from '../scripts/load-typescript.mjs';
import { bigCluster } from './big-cluster.mjs';

/**
 * A big cluster in which Coder runs: a server that crashes because it does not know its database, as its log says, and a workspace.
 * Gives the capture of it, and what serves it.
 */
export async function coderCluster(pods) {
  const { capture, ...serving } = await bigCluster(pods);
  const { endingServer, endedLog, coderServer, settled } = await loadTypeScript(`
    export { endingServer, endedLog, coderServer } from './test/stories/build/coder-server.ts';
    export { settled } from './test/stories/build/app.ts';
  `);
  const cause = 'dial tcp: lookup coder-db.coder on 10.96.0.10:53: no such host';
  const error = `connect to postgres: connect to postgres: unable to connect after 30 tries; last error: ${cause}`;
  const scene = endingServer(endedLog(error), coderServer());
  const workspace = settled({
    name: 'coder-6a1f2b3c',
    namespace: 'workspaces',
    image: 'registry.example/workspace:1',
    since: '2025-11-15T17:30:00Z',
    container: { env: [{ name: 'CODER_AGENT_TOKEN', value: 'x' }] },
  });
  const nodes = new Set(capture.objects.filter(({ kind }) => kind === 'Node').map(({ metadata }) => metadata.name));
  const own = scene.objects.filter(({ kind, metadata }) => kind !== 'Node' || !nodes.has(metadata.name));
  const objects = [...capture.objects, ...own, ...workspace.all];
  return { capture: serving.captured(objects, scene.logs), ...serving };
}
