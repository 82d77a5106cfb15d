import { join } from 'node:path';
import { requestsOf } from '../cluster/audit.ts';
import { type Album, openAlbum } from '../capture/album.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../cluster/cluster.ts';
import type { Incident } from '../incidents/incident.ts';
import type { Api } from '../plane/api.ts';
import { offencesAmong, told as toldOffence } from '../reading/offence.ts';
import type { Job } from './arguments.ts';
import type { Outcome } from './table.ts';

/** What every cluster of a run has in common. */
export interface Running extends Omit<ClusterOptions, 'helmController' | 'nodes' | 'album'> {
  /** How many planes run at once; most of an incident is waiting. */
  readonly planes: number;
  /** The folder for what the incidents leave behind; nothing is kept where it is left out. */
  readonly captures?: string;
}

/** Ports of one plane follow each other; the next plane begins this many further on. */
const PORTS_APART = 20;

/** Runs every job on a plane of its own, some at a time, and tells each as it ends. Stops early where the signal is aborted. */
export async function runJobs(jobs: readonly Job[], running: Running): Promise<readonly Outcome[]> {
  const waiting = [...jobs];
  const outcomes: Outcome[] = [];
  const work = async (slot: number): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined && !running.signal.aborted; job = waiting.shift()) {
      outcomes.push(await runJob(job, running, slot));
    }
  };
  await Promise.all(Array.from({ length: running.planes }, (_, slot) => work(slot)));
  return jobs.flatMap(({ incident, on }) => outcomes.filter((each) => each.incident === incident && each.on === on));
}

async function runJob({ incident, on }: Job, running: Running, slot: number): Promise<Outcome> {
  const startedAt = Date.now();
  const failure = await failureOf({ incident, on }, running, slot);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  running.say(`${failure === '' ? 'ok' : 'FAILED'} ${incident.name} on helm-controller ${on}, ${seconds} s`);
  if (failure !== '') running.say(failure);
  return { incident, on, seconds, failure };
}

async function failureOf({ incident, on }: Job, running: Running, slot: number): Promise<string> {
  const { firstPort, captures, ...options } = running;
  const ports = firstPort === undefined ? {} : { firstPort: firstPort + slot * PORTS_APART };
  let album: Album | undefined;
  const opened = (api: Api): Album => (album = openAlbum((path) => api.send('GET', path), incident.title));
  const kept = captures === undefined ? {} : { album: opened };
  try {
    const cluster = await startCluster({ ...options, ...ports, ...kept, helmController: on, nodes: incident.nodes });
    let keep: 'keep' | undefined;
    try {
      await incident.run(cluster);
      expectOnlyRead(incident, cluster);
      if (captures !== undefined) album?.write(join(captures, `${incident.name}@${on}`));
      return '';
    } catch (error) {
      keep = cluster.plane.signal.aborted ? undefined : 'keep';
      const reason: unknown = cluster.plane.signal.aborted ? cluster.plane.signal.reason : error;
      return `${told(reason)}${keep === undefined ? '' : `\n  logs: ${cluster.plane.folder}`}`;
    } finally {
      await cluster.stop(keep);
    }
  } catch (error) {
    return told(error);
  }
}

/** Whatever kubedoc was asked in an incident, it has to have read only. A check need not ask it anything. */
function expectOnlyRead({ is }: Incident, { plane }: Cluster): void {
  const requests = requestsOf('kubedoc', plane.auditLog);
  if (requests.length === 0 && is !== 'check') throw new Error('the audit log knows of no request of kubedoc');
  const offences = offencesAmong(requests).map(toldOffence);
  if (offences.length > 0) throw new Error(`kubedoc did more than read: ${offences.join(', ')}`);
}

function told(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
