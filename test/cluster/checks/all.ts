import type { Incident } from '../incidents/incident.ts';

/** What is held against the real control plane beside the incidents, in the order in which it runs. */
export const CHECKS: readonly Incident[] = [];
