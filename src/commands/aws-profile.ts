import type { CommonOptions } from '../cli/common-options.ts';
import { UsageError } from '../model/errors.ts';
import { awsProfiles } from '../sources/aws/profiles.ts';
import { nearest } from '../text/similar.ts';
import type { Io } from './io.ts';

/** Throws `UsageError` for a profile that was named and is in no file of the AWS configuration, with those that are. */
export function refuseUnknownProfile({ awsProfile }: Pick<CommonOptions, 'awsProfile'>, { env, home }: Io): void {
  if (awsProfile === undefined) return;
  const names = awsProfiles({ env, home });
  if (names.includes(awsProfile)) return;
  const meant = nearest(awsProfile, names);
  const guess = meant === undefined ? '' : `; did you mean ${meant}?`;
  throw new UsageError(
    `no profile ${awsProfile} in the AWS configuration${guess}`,
    names.length === 0 ? 'make one with aws configure --profile NAME' : `profiles that exist: ${names.join(', ')}`,
  );
}
