import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Cluster } from '../../cluster/cluster.ts';
import { installOld, publishNew, untilStalled } from '../../incidents/coder.ts';
import { type Manifest, nameOf, textAt } from '../../plane/manifest.ts';
import { serveLogs } from './logs.ts';

/**
 * Brings the plane to a state with something of everything: the release whose rollout does not fit, and what the
 * manifests in `folder` say; waits until the controllers have done with it.
 */
export async function makeState(cluster: Cluster, folder: string): Promise<void> {
  for (const file of ['state.yaml', 'custom.yaml']) {
    for (const each of manifestsIn(join(folder, file))) await apply(cluster, each);
  }
  for (const each of manifestsIn(join(folder, 'status.yaml'))) await cluster.api.applyStatus(each);
  await serveLogs(cluster);
  await installOld(cluster);
  await publishNew(cluster);
  await untilStalled(cluster);
  await cluster.until('every pod of the shop', async () => isSettled(await cluster.api.list('v1', 'Pod', 'shop')));
}

function manifestsIn(file: string): readonly Manifest[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
}

/** Some things take a moment: a kind until it is served, a pod until its namespace has a service account. */
function apply(cluster: Cluster, manifest: Manifest): Promise<true> {
  const { kind, name } = nameOf(manifest);
  return cluster.until(`${kind} ${name}`, () => cluster.api.apply(manifest, 'harness').then(() => true as const));
}

/** Pods that are meant to wait. */
const WAITING = /^(?:homeless-|gated$|unpulled$)/;

/** Two of web and of the job that is done, one of everything else. */
const PODS = 14;

/** One pod per replica, job and bare pod, and none that is still on its way. */
function isSettled(pods: readonly unknown[]): boolean {
  const pending = pods.filter((pod) => textAt(pod, 'status.phase') === 'Pending');
  return pods.length >= PODS && pending.every((pod) => WAITING.test(textAt(pod, 'metadata.name')));
}
