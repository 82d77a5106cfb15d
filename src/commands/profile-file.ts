import { readFileSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import { loadProfile, NO_PROFILE, type Profile } from '../profile/load-profile.ts';
import { formatProblem } from '../runbook/problem.ts';
import { print } from '../terminal/chatter.ts';
import type { Io } from './io.ts';
import { profilePlace } from './profile-place.ts';

/**
 * The profile that is named, else `kubedoc.yaml` of the current folder, else that of the person's configuration; none is
 * fine. Undefined where it has problems: they have been told. Throws `UsageError` for a file that cannot be read.
 */
export function readProfile(named: string | undefined, io: Io): Profile | undefined {
  const file = profilePlace(named, io);
  if (file === undefined) return NO_PROFILE;
  const text = readText(file);
  const loaded = loadProfile(text, file);
  if ('profile' in loaded) return loaded.profile;
  print(
    io.stderr,
    loaded.problems.map((problem) => formatProblem(problem, text)),
  );
  return undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const message = code === 'ENOENT' ? `there is no profile ${file}` : `the profile ${file} cannot be read: ${code}`;
    throw new UsageError(message);
  }
}
