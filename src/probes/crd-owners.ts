import type { Probe } from '../model/probe.ts';
import { compareText, entry, field, fullName, list, text } from './read.ts';
import { awaitedBy, ownerOf } from './release/crd-owner.ts';
import { isRelease } from './release/helm-release.ts';

/**
 * Whose CRDs the custom resources of a release need. `status.inventory` names what it applied (helm-controller 1.5 and
 * later, `namespace_name_group_kind`); the labels that Flux puts on a CRD name the HelmRelease that brought it
 * (helm-controller, `setOriginVisitor`). Waiting for one that waits for the owner is as good as waiting for the owner.
 */
export const crdOwners: Probe = {
  name: 'crd-owners',
  computes: 'Which HelmReleases bring the CRDs of the custom resources of a release, and which it does not wait for.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    releases: { is: 'list', means: 'all HelmReleases' },
    crds: { is: 'list', means: 'the CustomResourceDefinitions, their metadata' },
  },
  returns: {
    told: 'whether the status says what the release applied',
    missing:
      'one line per kind whose owner it does not wait for, such as `Certificate (CRD of cert-manager/cert-manager)`',
    owners: 'those owners as {namespace, name}, each once',
    ownerTexts: 'the same as `namespace/name`',
  },
  run({ release, releases, crds }) {
    if (!isRelease(release) || !Array.isArray(releases) || !Array.isArray(crds)) return undefined;
    const awaited = awaitedBy(release, list(releases));
    const foreign = inventoryOf(release).flatMap(({ group, kind }) => {
      const owner = ownerOf(list(crds), group, kind);
      return owner === '' || owner === fullName(release) || awaited.has(owner) ? [] : [{ kind, owner }];
    });
    const owners = [...new Set(foreign.map(({ owner }) => owner))].toSorted(compareText);
    return {
      told: Array.isArray(field(release, 'status.inventory.entries')),
      missing: [...new Set(foreign.map(({ kind, owner }) => `${kind} (CRD of ${owner})`))].toSorted(compareText),
      owners: owners.map((owner) => ({ namespace: owner.split('/')[0] ?? '', name: owner.split('/')[1] ?? '' })),
      ownerTexts: owners,
    };
  },
};

/** Group and kind are the last two parts; names may hold what looks like a separator (colons are written `__`). */
function inventoryOf(release: unknown): readonly { readonly group: string; readonly kind: string }[] {
  return list(field(release, 'status.inventory.entries')).flatMap((each) => {
    const parts = text(entry(each, 'id')).split('_');
    const [group = '', kind = ''] = parts.slice(-2);
    return parts.length < 4 || group === '' || kind === '' ? [] : [{ group, kind }];
  });
}
