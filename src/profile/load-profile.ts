import { parseYaml } from '../runbook/parse-yaml.ts';
import { toProblem } from '../runbook/load.ts';
import { sortProblems, type Problem } from '../runbook/problem.ts';
import { complaintsOf } from '../runbook/shape-issue.ts';
import { profileSchema, type AcceptedEntry } from './profile-schema.ts';

/** An accepted finding, and where in the profile it stands (`file:line:column`). */
export interface PlacedEntry extends AcceptedEntry {
  readonly place: string;
}

/** What a profile says. */
export interface Profile {
  readonly accepted: readonly PlacedEntry[];
  /** How teams are reached, by their names in the runbooks. */
  readonly contacts: ReadonlyMap<string, string>;
}

/** What holds without a profile. */
export const NO_PROFILE: Profile = { accepted: [], contacts: new Map() };

/** A profile, or everything that is wrong with it, in the order of the lines. */
export type LoadedProfile = { readonly profile: Profile } | { readonly problems: readonly Problem[] };

/** Reads the text of a profile; `file` is how it is called in messages. Never throws. An empty file says nothing. */
export function loadProfile(text: string, file: string): LoadedProfile {
  const { value, source, problems } = parseYaml(text, file);
  if (problems.length > 0) return { problems };
  if (value === null || value === undefined) return { profile: NO_PROFILE };
  const read = profileSchema.safeParse(value);
  if (!read.success) {
    const complaints = complaintsOf(read.error.issues, value, profileSchema);
    return { problems: sortProblems(complaints.map((complaint) => toProblem(complaint, source))) };
  }
  const place = (index: number): string => {
    const { line, column } = source.spanOf(['accepted', index]);
    return `${file}:${String(line)}:${String(column)}`;
  };
  const entries = read.data.accepted ?? [];
  const accepted = entries.map((entry, index) => ({ ...entry, place: place(index) }));
  return { profile: { accepted, contacts: new Map(Object.entries(read.data.contacts ?? {})) } };
}
