import { UsageError } from '../../model/errors.ts';
import type { UserEntry } from './kubeconfig-file.ts';
import type { Impersonation, KubeconfigOptions } from './kube-context.ts';

/**
 * The impersonation headers for one user. `--as` replaces all that the kubeconfig says: its groups belong to another
 * identity. Nothing is dropped silently, because fewer headers would mean other rights. Throws `UsageError` for groups,
 * a UID or extras without a name to go with them, which the API server refuses.
 */
export function impersonationOf(
  user: UserEntry,
  flags: Pick<KubeconfigOptions, 'as' | 'asGroups'>,
  contextName: string,
): Impersonation {
  const groups = flags.asGroups ?? [];
  if (flags.as) return headersOf(flags.as, undefined, groups, new Map());
  if (groups.length > 0) throw new UsageError('--as-group needs --as', 'name the user to act as with --as NAME');
  if (user.as) return headersOf(user.as, user.asUid, user.asGroups, user.asExtra);
  if (user.asUid || user.asGroups.length > 0 || user.asExtra.size > 0) {
    throw new UsageError(`the user of context ${contextName} impersonates groups, a UID or extras but has no "as"`);
  }
  return {};
}

function headersOf(
  name: string,
  uid: string | undefined,
  groups: readonly string[],
  extra: ReadonlyMap<string, readonly string[]>,
): Impersonation {
  const extras = [...extra].map(([key, values]) => [`Impersonate-Extra-${headerKey(key)}`, [...values]] as const);
  return {
    'Impersonate-User': name,
    ...(uid === undefined ? {} : { 'Impersonate-Uid': uid }),
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': [...groups] }),
    ...Object.fromEntries(extras),
  };
}

/** Keys are percent-encoded where HTTP allows no such character in a header's name (Kubernetes: user impersonation). */
function headerKey(key: string): string {
  const encoded = Array.from(Buffer.from(key), (byte) => {
    const char = String.fromCharCode(byte);
    return /[A-Za-z0-9!#$&'*+\-.^_`|~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return encoded.join('');
}
