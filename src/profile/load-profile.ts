import type { Level } from '../model/escalation.ts';
import { parseYaml } from '../runbook/parse-yaml.ts';
import { toProblem } from '../runbook/load.ts';
import { sortProblems, type Problem } from '../runbook/problem.ts';
import { complaintsOf, type Complaint } from '../runbook/shape-issue.ts';
import { readMirrors, type KnownMirror } from './mirror-schema.ts';
import { profileComplaints } from './profile-rules.ts';
import { profileSchema, type AcceptedEntry, type ProfileKeys } from './profile-schema.ts';
import {
  readContexts,
  readThresholds,
  readWorkshops,
  type KnownContext,
  type KnownThreshold,
  type KnownWorkshop,
  type PlaceOf,
} from './read-workshops.ts';

/** An accepted finding, and where in the profile it stands (`file:line:column`). */
export interface PlacedEntry extends AcceptedEntry {
  readonly place: string;
}

/** What a profile says. */
export interface Profile {
  readonly accepted: readonly PlacedEntry[];
  /** How teams are reached, by their names in the runbooks. */
  readonly contacts: ReadonlyMap<string, string>;
  /** Who is called first, by the severity of a finding. */
  readonly begin: ReadonlyMap<string, Level>;
  /** The clusters of workshops. */
  readonly contexts: readonly KnownContext[];
  readonly workshops: readonly KnownWorkshop[];
  readonly thresholds: readonly KnownThreshold[];
  /** From where images are copied that pods pull elsewhere. */
  readonly mirrors: readonly KnownMirror[];
}

/** What holds without a profile. */
export const NO_PROFILE: Profile = {
  accepted: [],
  contacts: new Map(),
  begin: new Map(),
  contexts: [],
  workshops: [],
  thresholds: [],
  mirrors: [],
};

/** A profile, or everything that is wrong with it, in the order of the lines. */
export type LoadedProfile = { readonly profile: Profile } | { readonly problems: readonly Problem[] };

/** Reads the text of a profile; `file` is how it is called in messages. Never throws. An empty file says nothing. */
export function loadProfile(text: string, file: string): LoadedProfile {
  const { value, source, problems } = parseYaml(text, file);
  if (problems.length > 0) return { problems };
  if (value === null || value === undefined) return { profile: NO_PROFILE };
  const read = readKeys(value);
  if ('complaints' in read)
    return { problems: sortProblems(read.complaints.map((complaint) => toProblem(complaint, source))) };
  const placeOf: PlaceOf = (path) => {
    const { line, column } = source.spanOf(path);
    return `${file}:${String(line)}:${String(column)}`;
  };
  return { profile: profileOf(read.keys, placeOf) };
}

function readKeys(value: unknown): { readonly keys: ProfileKeys } | { readonly complaints: readonly Complaint[] } {
  const read = profileSchema.safeParse(value);
  if (!read.success) return { complaints: complaintsOf(read.error.issues, value, profileSchema) };
  const complaints = profileComplaints(read.data);
  return complaints.length > 0 ? { complaints } : { keys: read.data };
}

function profileOf(keys: ProfileKeys, placeOf: PlaceOf): Profile {
  const { accepted = [], contacts = {}, escalation } = keys;
  return {
    accepted: accepted.map((entry, index) => ({ ...entry, place: placeOf(['accepted', index]) })),
    contacts: new Map(Object.entries(contacts)),
    begin: new Map(Object.entries(escalation?.begin ?? {})),
    contexts: readContexts(keys, placeOf),
    workshops: readWorkshops(keys, placeOf),
    thresholds: readThresholds(keys, placeOf),
    mirrors: readMirrors(keys.mirrors),
  };
}
