import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../../src/commands/registry.ts';
import { type AuditFollower, followAudit } from '../cluster/follow-audit.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { installOld, publishNew, untilStalled } from '../incidents/coder.ts';
import type { Incident } from '../incidents/incident.ts';
import { CONTEXT } from '../plane/files.ts';
import type { Manifest } from '../plane/manifest.ts';
import { createPlans, driveLine, type Plans } from '../reading/drive.ts';
import { type Driven, summed } from '../reading/judge.ts';
import { fewLinesOf, type Line, linesOf, type Surroundings } from '../reading/lines.ts';
import { holdSession, SESSIONS } from '../reading/terminal.ts';

/** Every command there is, in every way of calling it, against the audit log of the API server. */
export const onlyReads: Incident = {
  name: 'only-reads',
  is: 'check',
  title: 'Every command only reads, no content of a Secret, as itself, and nothing that its plan did not announce',
  on: ['1.6'],
  nodes: [{ name: 'kyrion', cpu: '8', memory: '6Gi' }],
  async run(cluster) {
    await installOld(cluster);
    await cluster.api.apply(DATABASE);
    const around = await surroundings(cluster);
    const plans = createPlans(cluster);
    const every = specs.flatMap((spec) => linesOf(spec, around));
    const well = await driveAll(cluster, 'healthy', every, plans);
    await publishNew(cluster);
    await untilStalled(cluster);
    const ill = await driveAll(cluster, 'incident', fewLinesOf(specs, around), plans);
    const faults = summed([...well, ...ill]);
    if (faults !== '') throw new Error(faults);
  },
};

/** What `--read-secret` names: the one Secret that may be read, and by nobody who was not told so. */
const DATABASE: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'coder-db-url', namespace: 'coder' },
  stringData: { url: 'postgres://coder:not-for-you@coder-db.coder:5432/coder?sslmode=require' },
};

const specs = registry.map(({ spec }) => spec);

async function surroundings({ plane, api }: Cluster): Promise<Surroundings> {
  const captured = join(plane.folder, 'captured');
  mkdirSync(captured);
  const items = await api.list('helm.toolkit.fluxcd.io/v2', 'HelmRelease');
  writeFileSync(join(captured, 'helmreleases.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const profile = join(plane.folder, 'kubedoc.yaml');
  writeFileSync(profile, 'accepted: []\n');
  return {
    kubeconfig: plane.kubeconfigs.kubedoc,
    context: CONTEXT,
    captured,
    profile,
    output: join(plane.folder, 'logs', 'report.md'),
  };
}

type Situation = keyof typeof SESSIONS;

async function driveAll(
  cluster: Cluster,
  situation: Situation,
  lines: readonly Line[],
  plans: Plans,
): Promise<readonly Driven[]> {
  const audit = followAudit(cluster.plane);
  const driven: Driven[] = [];
  for (const line of lines) driven.push(await driveLine(cluster, audit, plans, line));
  driven.push(await driveSession(cluster, audit, plans, situation));
  tell(cluster, situation, driven);
  return driven;
}

async function driveSession(
  cluster: Cluster,
  audit: AuditFollower,
  plans: Plans,
  situation: Situation,
): Promise<Driven> {
  const session = SESSIONS[situation];
  const line = { args: session.args, plan: [...session.args, '--plan'], stays: false };
  const plan = await plans(line);
  await audit.since();
  const exit = await holdSession(cluster, session);
  return { line, exit, stderr: '', requests: await audit.since(), plan };
}

/** What the audit log came to: how many requests, and of which kinds. */
function tell({ say }: Cluster, situation: Situation, driven: readonly Driven[]): void {
  const requests = driven.flatMap((each) => each.requests).filter(({ user }) => user === 'kubedoc');
  const verbs = [...new Set(requests.map(({ verb }) => verb))].toSorted();
  const secrets = requests.filter(({ resource, status }) => resource === 'secrets' && status < 300);
  const metadata = secrets.filter(({ answer }) => answer.startsWith('PartialObjectMetadata'));
  say(
    `only-reads, ${situation}: ${driven.length} lines, ${requests.length} requests, all ${verbs.join(' or ')}; ` +
      `${secrets.length} for Secrets, ${metadata.length} of them answered with metadata alone`,
  );
}
