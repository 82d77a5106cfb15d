import { entry, field, list, nameOf, namespaceOf, text } from '../read.ts';
import { matchesTerms } from './node-selector.ts';
import { labelsOf } from './pods.ts';

/** Labels of a PersistentVolume that tie it to nodes with the same label; several values are joined by `__`. */
const TOPOLOGY_LABELS: readonly (readonly [label: string, today: string])[] = [
  ['topology.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['topology.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
];

/** Why a volume cannot be used on a node: its node affinity names other nodes, or only other zones. */
export type VolumeBar = 'zone' | 'nodes';

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

/**
 * What keeps a volume from being used on a node: its node affinity (VolumeBinding) or its zone labels (VolumeZone);
 * undefined where nothing does. An affinity that speaks of zones and regions alone is a matter of the zone.
 */
export function volumeBar(volume: unknown, node: unknown): VolumeBar | undefined {
  if (!matchesTerms(field(volume, 'spec.nodeAffinity.required'), node)) return isZonal(volume) ? 'zone' : 'nodes';
  return isInItsZone(volume, node) ? undefined : 'zone';
}

/** A volume that keeps the pod from nodes. */
export interface VolumeRow {
  readonly name: string;
  /** The values that its node affinity and its zone labels name: nodes or zones, mostly. */
  readonly places: readonly string[];
  /** Those that are names of nodes which are not there. */
  readonly gone: readonly string[];
}

/** The volumes that cannot be used on every node, and where they can. */
export function volumeRows(volumes: readonly unknown[], nodes: readonly unknown[]): readonly VolumeRow[] {
  const present = nodes.flatMap((node) => [nameOf(node), text(entry(labelsOf(node), HOSTNAME))]);
  return volumes
    .filter((volume) => nodes.some((node) => volumeBar(volume, node) !== undefined))
    .map((volume) => ({
      name: nameOf(volume),
      places: placesOf(volume),
      gone: hostsOf(volume).filter((host) => !present.includes(host)),
    }));
}

const HOSTNAME = 'kubernetes.io/hostname';

function placesOf(volume: unknown): readonly string[] {
  const named = affinityRequirements(volume).flatMap((each) => list(entry(each, 'values')).map(text));
  const labelled = TOPOLOGY_LABELS.flatMap(([label]) => text(entry(labelsOf(volume), label)).split('__'));
  return [...new Set([...named, ...labelled])].filter((place) => place !== '');
}

function hostsOf(volume: unknown): readonly string[] {
  const hosts = affinityRequirements(volume).filter(
    (each) => [HOSTNAME, 'metadata.name'].includes(text(entry(each, 'key'))) && entry(each, 'operator') === 'In',
  );
  return [...new Set(hosts.flatMap((each) => list(entry(each, 'values')).map(text)))];
}

/**
 * The labels of an older volume against those of the node (volumezone/volume_zone.go): a node without any of these labels
 * is in a cluster of one zone; on any other the label must be there, under its old or its new name, with one of the values.
 */
function isInItsZone(volume: unknown, node: unknown): boolean {
  const labels = labelsOf(node);
  if (TOPOLOGY_LABELS.every(([label]) => entry(labels, label) === undefined)) return true;
  return TOPOLOGY_LABELS.every(([label, today]) => {
    const wanted = text(entry(labelsOf(volume), label));
    const actual = text(entry(labels, label)) || text(entry(labels, today));
    return wanted === '' || wanted.split('__').includes(actual);
  });
}

/** Zone and region labels end in these words, those of storage drivers as well (`topology.ebs.csi.aws.com/zone`). */
function isZonal(volume: unknown): boolean {
  const keys = affinityRequirements(volume).map((each) => text(entry(each, 'key')));
  return keys.length > 0 && keys.every((key) => /\/(?:zone|region)$/.test(key));
}

function affinityRequirements(volume: unknown): readonly unknown[] {
  return list(field(volume, 'spec.nodeAffinity.required.nodeSelectorTerms')).flatMap((term) => [
    ...list(entry(term, 'matchExpressions')),
    ...list(entry(term, 'matchFields')),
  ]);
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
