import type { Role } from '../model/workshop.ts';
import type { Path } from '../runbook/source.ts';
import { parseQuantity, toBytes, toMillicores, type Quantity } from '../text/quantity.ts';
import type { WindowText } from '../text/window.ts';
import type { ProfileKeys } from './profile-schema.ts';
import type { WorkshopKeys, WorkspaceKeys } from './workshop-schema.ts';

/** A cluster that a profile knows, and where that stands (`file:line:column`). What is not said is empty. */
export interface KnownContext {
  readonly context: string;
  readonly role: Role;
  readonly domain: string;
  readonly wildcard: string;
  /** As whom and where AWS is asked about it; undefined where it is to be found. */
  readonly awsProfile: string | undefined;
  readonly awsRegion: string | undefined;
  readonly place: string;
}

/** What a profile says of a workspace; undefined what it does not say. */
export interface KnownWorkspace {
  readonly cpuMillicores: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly storageBytes: number | undefined;
  readonly perParticipant: number | undefined;
  readonly namespace: string | undefined;
  readonly images: readonly string[];
}

/** A workshop that a profile knows; undefined what it does not say. */
export interface KnownWorkshop {
  /** Empty for the only one. */
  readonly name: string;
  /** Where it is held; empty: in all contexts. */
  readonly contexts: readonly string[];
  readonly participants: number | undefined;
  readonly start: string | undefined;
  readonly zone: string | undefined;
  readonly duration: string | undefined;
  readonly workspace: KnownWorkspace;
  readonly place: string;
  /** Where its times stand. */
  readonly places: Readonly<Record<keyof WindowText, string>>;
}

/** A number in place of that of a check, and where it stands. */
export interface KnownThreshold {
  /** Its kebab-case name. */
  readonly name: string;
  readonly value: number;
  readonly place: string;
}

/** Where the value at a path stands, `file:line:column`. */
export type PlaceOf = (path: Path) => string;

/** The clusters of a profile. */
export function readContexts({ contexts = [] }: ProfileKeys, placeOf: PlaceOf): readonly KnownContext[] {
  return contexts.map((keys, index): KnownContext => {
    const { context, role = '', domain = '', wildcard = '', 'aws-profile': awsProfile, 'aws-region': awsRegion } = keys;
    return { context, role, domain, wildcard, awsProfile, awsRegion, place: placeOf(['contexts', index]) };
  });
}

/** The workshops of a profile, be it the only one or several. */
export function readWorkshops({ workshop, workshops = [] }: ProfileKeys, placeOf: PlaceOf): readonly KnownWorkshop[] {
  const only = workshop === undefined ? [] : [readWorkshop(workshop, ['workshop'], placeOf)];
  const named = workshops.map((one, index) => {
    const { name, contexts = [] } = one;
    return { ...readWorkshop(one, ['workshops', index], placeOf), name, contexts };
  });
  return [...only, ...named];
}

function readWorkshop(keys: WorkshopKeys, path: Path, placeOf: PlaceOf): KnownWorkshop {
  const { participants, start, zone, duration, workspace = {} } = keys;
  const at = (key: string): string => placeOf([...path, key]);
  return {
    name: '',
    contexts: [],
    participants,
    start,
    zone,
    duration,
    workspace: readWorkspace(workspace),
    place: placeOf(path),
    places: { start: at('start'), zone: at('zone'), duration: at('duration') },
  };
}

function readWorkspace(keys: WorkspaceKeys): KnownWorkspace {
  return {
    cpuMillicores: amount(keys.cpu, toMillicores),
    memoryBytes: amount(keys.memory, toBytes),
    storageBytes: amount(keys['ephemeral-storage'], toBytes),
    perParticipant: keys['per-participant'],
    namespace: keys.namespace,
    images: keys.images ?? [],
  };
}

/** The schema sees to it that it is a quantity. */
function amount(value: string | number | undefined, to: (quantity: Quantity) => number): number | undefined {
  const quantity = value === undefined ? undefined : parseQuantity(String(value));
  return quantity === undefined ? undefined : to(quantity);
}

/** The thresholds of a profile. */
export function readThresholds({ thresholds = {} }: ProfileKeys, placeOf: PlaceOf): readonly KnownThreshold[] {
  return Object.entries(thresholds).map(([name, value]) => ({ name, value, place: placeOf(['thresholds', name]) }));
}
