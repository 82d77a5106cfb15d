import { parseTime } from '../text/time.ts';
import type { Probe } from '../model/probe.ts';
import { entry, field, list, text } from './read.ts';
import { isRelease, isSuspended } from './release/helm-release.ts';

/**
 * Since when a release has been suspended at the latest: the last write of whoever owns `spec.suspend` (Kubernetes
 * documentation, Server-Side Apply, managedFields). Nothing else of the object keeps that time.
 */
export const suspendedSince: Probe = {
  name: 'suspended-since',
  computes: 'Since when a HelmRelease has been suspended, and by which writer.',
  params: { release: { is: 'object', means: 'the HelmRelease with its managedFields' } },
  returns: {
    suspended: 'whether it is suspended',
    at: 'the last write of whoever set it, RFC 3339; empty if nothing tells',
    by: 'the name of that writer, such as flux or kubectl-patch; empty if nothing tells',
  },
  run({ release }) {
    if (!isRelease(release)) return undefined;
    const owners = list(field(release, 'metadata.managedFields')).filter(ownsSuspend);
    const times = owners.flatMap((owner) => {
      const at = text(entry(owner, 'time'));
      return parseTime(at) === undefined ? [] : [{ at, by: text(entry(owner, 'manager')) }];
    });
    const newest = times.toSorted((a, b) => (parseTime(b.at) ?? 0) - (parseTime(a.at) ?? 0))[0];
    return { suspended: isSuspended(release), at: newest?.at ?? '', by: newest?.by ?? '' };
  },
};

function ownsSuspend(owner: unknown): boolean {
  return (
    entry(field(owner, 'fieldsV1'), 'f:spec') !== undefined &&
    entry(entry(field(owner, 'fieldsV1'), 'f:spec'), 'f:suspend') !== undefined
  );
}
