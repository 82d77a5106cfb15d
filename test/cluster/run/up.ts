import { startCluster } from '../cluster/cluster.ts';
import { coderChart, NEW, OLD } from '../incidents/coder.ts';
import type { HelmController } from '../plane/flux.ts';
import type { Running } from './jobs.ts';

/** Brings a plane up to play with, tells how, and holds it until the signal is aborted. */
export async function holdUp(on: HelmController, running: Running): Promise<void> {
  const { say, signal } = running;
  const startedAt = Date.now();
  const nodes = [{ name: 'kyrion', cpu: '8', memory: '6Gi' }];
  const cluster = await startCluster({ ...running, helmController: on, nodes });
  try {
    cluster.charts.publish(coderChart(OLD), coderChart(NEW));
    const { folder, kubeconfigs } = cluster.plane;
    say(`up in ${((Date.now() - startedAt) / 1000).toFixed(1)} s, with helm-controller ${on}`);
    say(`  export KUBECONFIG=${kubeconfigs.oncall} PATH=${folder}/bin:$PATH`);
    say(`  charts: ${cluster.charts.url} (coder ${OLD} and ${NEW})`);
    say(`  logs: ${folder}/logs, audit log: ${cluster.plane.auditLog}`);
    say('  npm run test:cluster -- --save FOLDER, there, captures it for --from FOLDER');
    say('Ctrl-C ends it.');
    await aborted(cluster.plane.signal);
    if (!signal.aborted) throw cluster.plane.signal.reason;
  } finally {
    await cluster.stop(signal.aborted ? undefined : 'keep');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
