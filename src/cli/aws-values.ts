import { InvalidArgumentError } from 'commander';
import { regionTrouble } from '../text/aws-region.ts';

/** Reads the name of a region of AWS; one that cannot be one is refused, with the one that was probably meant. */
export function parseRegion(name: string): string {
  const trouble = regionTrouble(name);
  if (trouble === null) return name;
  const guess = trouble.nearest === undefined ? '' : ` Did you mean ${trouble.nearest}?`;
  throw new InvalidArgumentError(`No region of AWS has such a name.${guess}`);
}

/** Reads the name of a profile: nothing that begins an option. */
export function parseProfile(name: string): string {
  if (name !== '' && !name.startsWith('-')) return name;
  throw new InvalidArgumentError('Name a profile of the AWS configuration.');
}
