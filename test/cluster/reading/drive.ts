import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditFollower } from '../cluster/follow-audit.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { announcedIn } from './announced.ts';
import type { Driven } from './judge.ts';
import type { Line } from './lines.ts';

/** What lines announce, each asked once: a plan asks nobody, so it is the same whatever the cluster is like. */
export type Plans = (line: Line) => Promise<Driven['plan']>;

/** The plans of a program. */
export function createPlans(cluster: Cluster): Plans {
  const asked = new Map<string, Promise<Driven['plan']>>();
  return ({ plan }) => {
    if (plan === undefined) return Promise.resolve([]);
    const key = plan.join('\0');
    const known = asked.get(key) ?? planOf(cluster, plan);
    asked.set(key, known);
    return known;
  };
}

/** Runs a line as kubedoc's user, and gathers what it did. */
export async function driveLine(cluster: Cluster, audit: AuditFollower, plans: Plans, line: Line): Promise<Driven> {
  const plan = await plans(line);
  await audit.since();
  const { exit, stderr } = line.stays ? await holdUp(cluster, line) : await runToEnd(cluster, line);
  return { line, exit, stderr, requests: await audit.since(), plan };
}

type HowItEnded = Pick<Driven, 'exit' | 'stderr'>;

async function runToEnd(cluster: Cluster, { args }: Line): Promise<HowItEnded> {
  const { exit, stderr } = await cluster.kubedoc(args);
  return { exit: Number(/^ended with (\d+)$/.exec(exit)?.[1] ?? -1), stderr };
}

/** Ends it once it has said that it is up, which it does on stdout. */
async function holdUp(cluster: Cluster, { args }: Line): Promise<HowItEnded> {
  const { plane } = cluster;
  const output = join(plane.folder, 'logs', `held-${args.join('-').replaceAll(/[^a-z0-9-]/gi, '')}.stdout`);
  const env = { KUBECONFIG: plane.kubeconfigs.kubedoc, HOME: plane.folder };
  const program = plane.start(
    { name: 'kubedoc-held', file: join(plane.folder, 'bin', 'kubedoc'), args, env, output },
    'may go',
  );
  try {
    await cluster.until(`kubedoc ${args.join(' ')} to be up`, () =>
      Promise.resolve(!program.isRunning() || (existsSync(output) && readFileSync(output, 'utf8') !== '')),
    );
  } finally {
    await program.stop();
  }
  return { exit: null, stderr: readFileSync(program.log, 'utf8') };
}

async function planOf(cluster: Cluster, args: readonly string[]): Promise<Driven['plan']> {
  const { exit, stdout, stderr } = await cluster.kubedoc(args);
  // What is refused as wrong usage is refused without a plan as well, and asks nothing.
  if (exit === 'ended with 2' && !/unknown option '--plan'/.test(stderr)) return [];
  if (exit !== 'ended with 0')
    throw new Error(`kubedoc ${args.join(' ')} ${exit}, so it does not say what it asks: ${stderr}`);
  return announcedIn(stdout);
}
