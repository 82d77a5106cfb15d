import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isOn } from '../capture/on.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { followAudit } from '../cluster/follow-audit.ts';
import type { Incident } from '../incidents/incident.ts';
import { fillCluster, NODE, SIZE, TROUBLED } from './everywhere/fill.ts';
import { compare, type Contender, type Cost } from './everywhere/measure.ts';
import { listedByOne } from './everywhere/same-kinds.ts';

/** kubedoc may take at most so many times as much of it as the other. */
interface Limit {
  readonly beside: string;
  readonly of: keyof Cost;
  readonly most: number;
}

const OURS = 'kubedoc diagnose -A';
const PODS = 'kubectl get pods -A -o json';
const LISTER = 'a Go client that lists the same kinds';

const LIMITS: readonly Limit[] = [
  { beside: PODS, of: 'milliseconds', most: 0.5 },
  { beside: PODS, of: 'kibibytes', most: 0.5 },
  { beside: LISTER, of: 'milliseconds', most: 1.5 },
];

const TURNS = 9;

/** `diagnose -A` on 5,000 pods of a real API server beside what lists the same kinds, which is held too, and looks at nothing. */
export const everywhere: Incident = {
  name: 'everywhere',
  is: 'check',
  title: 'A whole cluster of 5,000 pods is diagnosed in the time of a tool that lists its kinds once',
  on: ['1.6'],
  nodes: [{ name: NODE, cpu: '1000', memory: '2000Gi' }],
  async run(cluster) {
    await fillCluster(cluster);
    await expectTrouble(cluster);
    const contenders = [ours(cluster), ...(await others(cluster))];
    const audit = followAudit(cluster.plane);
    const costs = await compare(contenders, cluster.plane.kubeconfigs.kubedoc, TURNS);
    const uneven = costs.has(LISTER) ? listedByOne(await audit.since(), 'kubedoc', 'lister') : [];
    if (uneven.length > 0) throw new Error(uneven.join('; '));
    for (const [name, cost] of costs) cluster.say(`everywhere: ${name}: ${told(cost)}`);
    const own = costs.get(OURS);
    const faults = LIMITS.flatMap((limit) => faultOf(limit, own, costs.get(limit.beside), cluster.say));
    if (faults.length > 0) throw new Error(faults.join('; '));
  },
};

async function expectTrouble(cluster: Cluster): Promise<void> {
  const { verdict, findings } = await cluster.report(['diagnose', '-A']);
  const [first] = findings;
  if (verdict === 'problem' && findings.length === 1 && first !== undefined && isOn(first, TROUBLED)) return;
  const found = findings.map(({ code, chain }) => `${code} on ${chain.at(-1)?.kind ?? ''} ${chain.at(-1)?.name ?? ''}`);
  throw new Error(`among ${SIZE.namespaces * SIZE.podsPerNamespace} pods: ${verdict}; ${found.join(', ')}`);
}

function ours({ plane }: Cluster): Contender {
  const file = join(plane.folder, 'bin', 'kubedoc');
  return { name: OURS, file, args: ['diagnose', '-A', '-o', 'json', '--no-input'], exit: 1 };
}

async function others(cluster: Cluster): Promise<readonly Contender[]> {
  const kubectl = join(cluster.plane.folder, 'bin', 'kubectl');
  const pods = { name: PODS, file: kubectl, args: ['get', 'pods', '-A', '-o', 'json'], exit: 0 };
  const lister = await buildLister(cluster);
  return lister === undefined ? [pods] : [pods, { name: LISTER, file: lister, args: [], exit: 0 }];
}

/** Built here, and in a second where it was built before: Go keeps what it compiled. */
async function buildLister({ home, plane, say }: Cluster): Promise<string | undefined> {
  const file = join(plane.folder, 'lister');
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags', '-s -w', '-o', file, '.'];
  try {
    await promisify(execFile)('go', args, {
      cwd: join(home, 'modules', 'lister'),
      env: { ...process.env, CGO_ENABLED: '0' },
    });
    return file;
  } catch (error) {
    say(`everywhere: compared with kubectl alone: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function faultOf(limit: Limit, own: Cost | undefined, other: Cost | undefined, say: Cluster['say']): readonly string[] {
  if (own === undefined || other === undefined) return [];
  const ratio = own[limit.of] / other[limit.of];
  const line = `x${ratio.toFixed(2)} of the ${limit.of} of ${limit.beside} (limit ${limit.most})`;
  say(`everywhere: ${line}`);
  return ratio <= limit.most ? [] : [line];
}

function told({ milliseconds, processor, kibibytes }: Cost): string {
  return `${(milliseconds / 1000).toFixed(2)} s, ${(processor / 1000).toFixed(2)} s of a processor, ${Math.round(kibibytes / 1024)} MB`;
}
