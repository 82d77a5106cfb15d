import type { Fact } from '../model/fact.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import { captureOfObjects } from '../replay/capture-of-objects.ts';
import type { Cluster } from './cluster.ts';
import { openCapture } from './folder-cluster.ts';
import type { Io } from './io.ts';
import type { Manifests } from './manifests.ts';

/** There is no cluster: no name for a command to go to, and no time but that of this machine. */
const NO_SERVER: Fact = { state: 'failed', reason: 'files were looked at, not a cluster', hint: '' };

/** Manifests in the place of a cluster. What they do not hold is unknown. */
export async function openManifests({ objects }: Manifests, options: CommonOptions, io: Io): Promise<Cluster> {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const cluster = await openCapture(captureOfObjects(objects, 'files', now), options, io);
  return {
    ...cluster,
    lookUp: (query) => (query.from === 'server' ? Promise.resolve(NO_SERVER) : cluster.lookUp(query)),
  };
}
