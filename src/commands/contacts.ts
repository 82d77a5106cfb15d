import { UsageError } from '../model/errors.ts';
import type { Profile } from '../profile/load-profile.ts';
import { strangeContact } from '../profile/name-contacts.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { profilePlace } from './profile-place.ts';

/**
 * The profile for what is accepted and whom to call; undefined where there is none, and the exit code where it has problems, which have been told.
 * What reads one is loaded only then. Throws `UsageError` for a contact of a team that no runbook names.
 */
export async function readContacts(named: string | undefined, io: Io): Promise<Profile | number | undefined> {
  const file = profilePlace(named, io);
  if (file === undefined) return undefined;
  const { readProfile } = await import('./profile-file.ts');
  const profile = readProfile(file, io);
  if (profile === undefined) return EXIT.usage;
  const strange = strangeContact(profile, io.runbooks().values());
  if (strange === undefined) return profile;
  const { team, meant, teams } = strange;
  const hint = meant === undefined ? `teams: ${teams.join(', ')}` : `did you mean ${meant}?`;
  throw new UsageError(`${file} has a contact of ${team}, and no runbook names such a team`, hint);
}
