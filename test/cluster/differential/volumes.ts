import type { Manifest } from '../plane/manifest.ts';
import type { Dice } from './dice.ts';
import { HOSTNAME, ZONE } from './nodes.ts';

/** A claim of the subject and the volume that it is bound to. */
export interface Bound {
  readonly claim: Manifest;
  readonly volume: Manifest;
}

/** A bound volume that can be used in a zone (by node affinity or by an older label) or on one node. */
export function randomVolume(name: string, namespace: string, nodes: readonly string[], dice: Dice): Bound {
  const common = { accessModes: ['ReadWriteOnce'], storageClassName: '' };
  const labels = dice.chance(0.4)
    ? { [dice.pick([ZONE, 'failure-domain.beta.kubernetes.io/zone'])]: dice.pick(['a', 'b', 'a__b']) }
    : {};
  return {
    claim: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace },
      spec: { ...common, volumeName: name, resources: { requests: { storage: '1Gi' } } },
    },
    volume: {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name, labels },
      spec: {
        ...common,
        capacity: { storage: '1Gi' },
        persistentVolumeReclaimPolicy: 'Retain',
        csi: { driver: 'disk.example.com', volumeHandle: name },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
        ...(Object.keys(labels).length === 0 ? { nodeAffinity: affinity(nodes, dice) } : {}),
      },
    },
  };
}

function affinity(nodes: readonly string[], dice: Dice): object {
  const byZone = { key: ZONE, operator: 'In', values: dice.pick([['a'], ['b', 'c']]) };
  const byNode = { key: HOSTNAME, operator: 'In', values: [dice.pick(nodes)] };
  return { required: { nodeSelectorTerms: [{ matchExpressions: [dice.pick([byZone, byNode])] }] } };
}
