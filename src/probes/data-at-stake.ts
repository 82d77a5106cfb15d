import type { Probe } from '../model/probe.ts';
import { compareText, entry, field, list, nameOf, record, text } from './read.ts';

/**
 * What an uninstall of a release takes with it. A claim that the chart renders goes, unless Helm is told to keep it; one
 * that a StatefulSet made stays, unless the StatefulSet says otherwise (Kubernetes documentation, StatefulSet,
 * persistentVolumeClaimRetentionPolicy).
 */
export const dataAtStake: Probe = {
  name: 'data-at-stake',
  computes: 'Which volumes an uninstall of a release would delete, and what of it keeps data at all.',
  params: {
    claims: { is: 'list', means: 'the PersistentVolumeClaims that the release applied' },
    statefulsets: { is: 'list', means: 'its StatefulSets' },
  },
  returns: {
    lost: 'one line per claim, or template of claims, that an uninstall deletes',
    kept: 'the claims that the chart keeps by `helm.sh/resource-policy: keep`',
    stateful: 'whether the release keeps data: it has claims, or StatefulSets with templates of claims',
    keepers: 'one line per object that keeps data',
  },
  run({ claims, statefulsets }) {
    if (!Array.isArray(claims) || !Array.isArray(statefulsets)) return undefined;
    const own = list(claims).toSorted((a, b) => compareText(nameOf(a), nameOf(b)));
    const templates = list(statefulsets).filter((set) => list(field(set, 'spec.volumeClaimTemplates')).length > 0);
    const going = templates.filter((set) => deletesClaims(set));
    const name = (kind: string) => (object: unknown) => `${kind} ${nameOf(object)}`;
    return {
      lost: [
        ...own.filter((claim) => !isKept(claim)).map(name('PersistentVolumeClaim')),
        ...going.map((set) => `the claims of StatefulSet ${nameOf(set)}`),
      ],
      kept: own.filter(isKept).map(nameOf),
      stateful: own.length > 0 || templates.length > 0,
      keepers: [...own.map(name('PersistentVolumeClaim')), ...templates.map(name('StatefulSet'))],
    };
  },
};

function isKept(claim: unknown): boolean {
  return text(record(field(claim, 'metadata.annotations'))['helm.sh/resource-policy']).includes('keep');
}

function deletesClaims(set: unknown): boolean {
  return entry(field(set, 'spec.persistentVolumeClaimRetentionPolicy'), 'whenDeleted') === 'Delete';
}
