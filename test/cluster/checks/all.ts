import type { Incident } from '../incidents/incident.ts';
import { everywhere } from './everywhere.ts';
import { lint } from './lint.ts';
import { onlyReads } from './only-reads.ts';
import { permissions } from './permissions.ts';
import { preflight } from './preflight.ts';
import { REPLAY_SERVER } from './replay-server.ts';
import { steady } from './steady.ts';

/** What is held against the real control plane beside the incidents, in the order in which it runs. */
export const CHECKS: readonly Incident[] = [REPLAY_SERVER, onlyReads, permissions, lint, preflight, steady, everywhere];
