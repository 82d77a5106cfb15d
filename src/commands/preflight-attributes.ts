import type { CommonOptions } from '../cli/common-options.ts';
import type { PlacesTyped } from '../cli/preflight-command.ts';
import type { Attribute } from '../cli/preflight-values.ts';
import { UsageError } from '../model/errors.ts';
import { ROLES, type Role } from '../model/workshop.ts';
import type { Profile } from '../profile/load-profile.ts';
import type { KnownContext } from '../profile/read-workshops.ts';
import { HOST, WILDCARD_HOST } from '../text/host.ts';
import { nearest } from '../text/similar.ts';
import type { Opened, PlannedPlace } from './preflight-planning.ts';

/**
 * The places with what is said of them: typed, else in the profile, else nothing. Throws `UsageError` for a role, host or
 * context that is none.
 */
export function withAttributes(
  opened: readonly Opened[],
  typed: PlacesTyped,
  profile: Profile,
): readonly PlannedPlace[] {
  const names = opened.map(({ context }) => context);
  const roles = byContext(typed.roles, { flag: '--context-role', names, read: readRole });
  const domains = byContext(typed.domains, { flag: '--domain', names, read: readDomain });
  const wildcards = byContext(typed.wildcards, { flag: '--wildcard', names, read: readWildcard });
  return opened.map(({ context, options }) => {
    const known = profile.contexts.find((one) => one.context === context);
    const place = {
      context,
      role: roles.get(context) ?? known?.role ?? ('' as const),
      domain: domains.get(context) ?? known?.domain ?? '',
      wildcard: wildcards.get(context) ?? known?.wildcard ?? '',
    };
    return { place, options: askedAs(options, known) };
  });
}

/** As whom and where AWS is asked about a context: as it was typed, else as the profile says. */
function askedAs(options: CommonOptions, known: KnownContext | undefined): CommonOptions {
  const { awsProfile = known?.awsProfile, awsRegion = known?.awsRegion } = options;
  return { ...options, awsProfile, awsRegion };
}

/** How the values of a flag are read. */
interface Reading<Value> {
  readonly flag: string;
  readonly names: readonly string[];
  readonly read: (text: string) => Value;
}

function byContext<Value>(given: readonly Attribute[], reading: Reading<Value>): ReadonlyMap<string, Value> {
  return new Map(given.map((one) => [contextOf(one, reading), reading.read(one.value)]));
}

function contextOf({ context, value }: Attribute, { flag, names }: Reading<unknown>): string {
  const [only = '', another] = names;
  if (context === undefined && another === undefined) return only;
  if (context === undefined)
    throw new UsageError(`${flag} ${value}: of which context?`, `write ${flag} ${only}=${value}`);
  if (names.includes(context)) return context;
  const meant = nearest(context, names);
  const hint = meant === undefined ? `contexts: ${names.join(', ')}` : `did you mean ${meant}?`;
  throw new UsageError(`${flag}: ${context} is none of the contexts of this preflight`, hint);
}

function readRole(text: string): Role {
  const role = ROLES.find((one) => one === text);
  if (role === undefined)
    throw new UsageError(`--context-role: there is no role ${text}`, `roles: ${ROLES.join(', ')}`);
  return role;
}

function readDomain(text: string): string {
  if (HOST.test(text)) return text;
  throw new UsageError(`--domain: "${text}" is no host`, 'write it as ai.example.com, without https:// and path');
}

function readWildcard(text: string): string {
  if (WILDCARD_HOST.test(text)) return text;
  throw new UsageError(`--wildcard: "${text}" is no host with a star`, 'write it as *.ai.example.com');
}
