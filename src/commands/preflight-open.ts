import type { PreflightIntent } from '../cli/preflight-command.ts';
import type { Profile } from '../profile/load-profile.ts';
import type { Cluster } from './cluster.ts';
import type { Io } from './io.ts';
import { openCluster } from './open-cluster.ts';
import type { PreflightPlan } from './preflight-plan.ts';
import type { PlannedPlace } from './preflight-planning.ts';

/** A context of a preflight that was opened. */
export interface OpenPlace extends PlannedPlace {
  readonly cluster: Cluster;
}

/** A preflight whose places are open. */
export interface OpenPreflight {
  readonly intent: PreflightIntent;
  readonly profile: Profile;
  readonly plan: PreflightPlan;
  readonly places: readonly OpenPlace[];
}

/** Opens all places or none: what is wrong with one is told before anything is asked. Throws what `openCluster` throws. */
export async function openPlaces(places: readonly PlannedPlace[], io: Io): Promise<readonly OpenPlace[]> {
  const opened: OpenPlace[] = [];
  try {
    for (const planned of places) opened.push({ ...planned, cluster: await openCluster(planned.options, io) });
    return opened;
  } catch (error) {
    await Promise.all(opened.map(({ cluster }) => cluster.close()));
    throw error;
  }
}
