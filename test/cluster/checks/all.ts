import type { Incident } from '../incidents/incident.ts';
import { onlyReads } from './only-reads.ts';
import { permissions } from './permissions.ts';
import { REPLAY_SERVER } from './replay-server.ts';

/** What is held against the real control plane beside the incidents, in the order in which it runs. */
export const CHECKS: readonly Incident[] = [REPLAY_SERVER, onlyReads, permissions];
