import { entry, field, list, nameOf, namespaceOf, text } from '../read.ts';
import { matchesTerms } from './node-selector.ts';
import { labelsOf } from './pods.ts';

/** Labels of a PersistentVolume that tie it to nodes with the same label; several values are joined by `__`. */
const TOPOLOGY_LABELS = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
];

/**
 * The PersistentVolumes that the pod's claims are bound to. A claim that is not bound yet ties the pod to no node; claims
 * and volumes that are not in the lists are passed over.
 */
export function boundVolumes(
  pod: unknown,
  claims: readonly unknown[],
  volumes: readonly unknown[],
): readonly unknown[] {
  const names = claimNames(pod);
  const bound = claims
    .filter((claim) => namespaceOf(claim) === namespaceOf(pod) && names.includes(nameOf(claim)))
    .map((claim) => text(field(claim, 'spec.volumeName')));
  return volumes.filter((volume) => bound.includes(nameOf(volume)));
}

/** Whether a volume can be used on a node (VolumeBinding's node affinity check, and VolumeZone's for labelled volumes). */
export function isUsableOn(volume: unknown, node: unknown): boolean {
  if (!matchesTerms(field(volume, 'spec.nodeAffinity.required'), node)) return false;
  return TOPOLOGY_LABELS.every((label) => {
    const wanted = text(entry(labelsOf(volume), label));
    const actual = text(entry(labelsOf(node), label));
    return wanted === '' || actual === '' || wanted.split('__').includes(actual);
  });
}

function claimNames(pod: unknown): readonly string[] {
  return list(field(pod, 'spec.volumes'))
    .map((volume) => {
      const claim = text(field(volume, 'persistentVolumeClaim.claimName'));
      const isGeneric = entry(volume, 'ephemeral') !== undefined;
      return isGeneric ? `${nameOf(pod)}-${text(entry(volume, 'name'))}` : claim;
    })
    .filter((name) => name !== '');
}
