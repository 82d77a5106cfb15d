import type { PreflightIntent } from '../cli/preflight-command.ts';
import type { Workshop } from '../model/workshop.ts';
import type { Profile } from '../profile/load-profile.ts';
import type { KnownWorkshop } from '../profile/read-workshops.ts';
import { planPlaces } from './preflight-places.ts';
import type { PlannedPlace, Planning } from './preflight-planning.ts';
import { thresholdsFor } from './preflight-thresholds.ts';
import { chosenWorkshop, planWindow } from './preflight-window.ts';
import { refuseNoNamespace } from './target.ts';

/** What a preflight is about, and where. */
export interface PreflightPlan {
  readonly workshop: Workshop;
  readonly places: readonly PlannedPlace[];
  /** What a person should know about how the words were taken, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Settles what a preflight is about: what was typed comes before the profile, the profile before a question. Undefined where
 * the person left a question. Throws `UsageError` for what makes no sense, and where something is missing that nobody is
 * there to tell.
 */
export async function planPreflight(
  intent: PreflightIntent,
  profile: Profile,
  { now, ask, io }: Planning,
): Promise<PreflightPlan | undefined> {
  const known = chosenWorkshop(profile, intent.workshop, io);
  const thresholds = thresholdsFor(intent, profile, io.runbooks());
  if (intent.typed.namespace !== undefined) refuseNoNamespace(intent.typed.namespace);
  const { places, capturedAt } = planPlaces(intent, profile, known, io);
  const planned = await planWindow(intent, known, { now: capturedAt ?? now, ask, io });
  if (planned === undefined) return undefined;
  const { participants, window, notes } = planned;
  return { workshop: { participants, window, workspace: shapeOf(intent, known), thresholds }, places, notes };
}

function shapeOf({ typed }: PreflightIntent, known: KnownWorkshop | undefined): Workshop['workspace'] {
  const said = known?.workspace;
  const images = typed.images.length > 0 ? typed.images : said?.images;
  return {
    cpuMillicores: first(typed.cpuMillicores, said?.cpuMillicores, null),
    memoryBytes: first(typed.memoryBytes, said?.memoryBytes, null),
    storageBytes: first(typed.storageBytes, said?.storageBytes, null),
    perParticipant: first(typed.perParticipant, said?.perParticipant, 1),
    namespace: first(typed.namespace, said?.namespace, ''),
    images: images ?? [],
  };
}

/** What was typed, else what the profile says, else what holds without either. */
function first<Value, Otherwise>(
  typed: Value | undefined,
  said: Value | undefined,
  otherwise: Otherwise,
): Value | Otherwise {
  return typed ?? said ?? otherwise;
}
