import type { ServerInfo } from '../model/query.ts';
import type { LookUp } from '../engine/memo.ts';
import { say } from '../terminal/chatter.ts';
import type { Cluster } from './cluster.ts';
import type { Io } from './io.ts';

/** Says on stderr where the program is about to look; the address goes to no report. */
export async function introduce({ endpoint }: Cluster, lookUp: LookUp, io: Io): Promise<void> {
  const server = await lookUp({ from: 'server' });
  if (server.state !== 'known') return;
  const { context, version } = server.value as ServerInfo;
  const parts = [`context ${context}`, endpoint, version, 'reading only'].filter((part) => part !== null);
  say(io.stderr, `  ${parts.join(' · ')}`);
}
