import type { CommonOptions } from '../cli/common-options.ts';
import type { PreflightIntent } from '../cli/preflight-command.ts';
import { UsageError } from '../model/errors.ts';
import type { Profile } from '../profile/load-profile.ts';
import type { KnownWorkshop } from '../profile/read-workshops.ts';
import { IN_CLUSTER } from '../sources/kubernetes/in-cluster.ts';
import { listContexts, unknownContext } from '../sources/kubernetes/kubeconfig.ts';
import type { Io } from './io.ts';
import { kubeconfigOptions } from './kubeconfig-options.ts';
import { withAttributes } from './preflight-attributes.ts';
import { folderNames } from './preflight-folders.ts';
import type { Opened, PlannedPlace } from './preflight-planning.ts';

/** The places, and for folders alone when they were captured, in seconds since 1970. */
export interface PlannedPlaces {
  readonly places: readonly PlannedPlace[];
  readonly capturedAt: number | undefined;
}

/**
 * Where it is looked: the folders or contexts that were typed, else the contexts of the workshop or of the profile, else
 * the current context. Throws `UsageError` for one that there is none of.
 */
export function planPlaces(
  intent: PreflightIntent,
  profile: Profile,
  workshop: KnownWorkshop | undefined,
  io: Io,
): PlannedPlaces {
  const { folders } = intent.places;
  const { opened, capturedAt } =
    folders.length > 0
      ? folderNames(folders, intent.options)
      : { opened: contextsOf(intent, profile, workshop, io), capturedAt: undefined };
  return { places: withAttributes(opened, intent.places, profile), capturedAt };
}

/** A context that is wanted, and where that is said; empty where it was typed. */
interface Wanted {
  readonly context: string;
  readonly place: string;
}

function contextsOf(
  { places, options }: PreflightIntent,
  profile: Profile,
  workshop: KnownWorkshop | undefined,
  io: Io,
): readonly Opened[] {
  const { names, current } = listContexts(kubeconfigOptions(options, io));
  const wanted = wantedOf(places.contexts, profile, workshop);
  if (names.length === 1 && names[0] === IN_CLUSTER) return [ownCluster(wanted, options)];
  if (wanted.length === 0) return [{ context: currentOf(current, names), options }];
  const strange = wanted.find(({ context }) => !names.includes(context));
  if (strange !== undefined) throw strangeContext(strange, names);
  return wanted.map(({ context }) => ({ context, options: { ...options, context } }));
}

function wantedOf(
  typed: readonly string[],
  { contexts }: Profile,
  workshop: KnownWorkshop | undefined,
): readonly Wanted[] {
  if (typed.length > 0) return typed.map((context) => ({ context, place: '' }));
  const held = workshop?.contexts ?? [];
  return contexts.filter(({ context }) => held.length === 0 || held.includes(context));
}

/** The account of a pod has no context: its cluster is called as somebody says. */
function ownCluster(wanted: readonly Wanted[], options: CommonOptions): Opened {
  const [only, another] = wanted;
  if (another !== undefined)
    throw new UsageError(
      'a pod reaches its own cluster alone, and there are several contexts',
      `say which one it is: --context ${wanted.map(({ context }) => context).join(' or ')}`,
    );
  return { context: only?.context ?? IN_CLUSTER, options };
}

function currentOf(current: string | undefined, names: readonly string[]): string {
  if (current === undefined || current === '')
    throw new UsageError('the kubeconfig names no current context', `choose with --context: ${names.join(', ')}`);
  if (!names.includes(current)) throw unknownContext(current, names);
  return current;
}

function strangeContext({ context, place }: Wanted, names: readonly string[]): UsageError {
  const { message, hint } = unknownContext(context, names);
  return place === '' ? new UsageError(message, hint) : new UsageError(`${place}: ${message}`, hint);
}
