import type { Cluster } from '../cluster/cluster.ts';
import type { Manifest } from '../plane/manifest.ts';
import { WITH_VOLUME } from './coder.ts';
import type { Incident } from './incident.ts';
import { failingUpgrade } from './upgrade.ts';

const CLAIM_TEMPLATE = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ .Release.Name }}-data
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fast
  resources: { requests: { storage: 5Gi } }
`;

/** The cluster's own class, and a disk of it: what a person made by hand takes the place of a provisioner. */
const STORAGE: readonly Manifest[] = [
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local-disks', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'kyrion-disk-1' },
    spec: {
      storageClassName: 'local-disks',
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce'],
      local: { path: '/mnt/disks/1' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['kyrion'] }] },
          ],
        },
      },
    },
  },
];

/** What keeps a pod from its volume. */
export const STORAGES: readonly Incident[] = [
  failingUpgrade({
    name: 'storage-class-missing',
    title: 'The new version of the chart brings a volume claim of a StorageClass that this cluster does not have',
    parts: { templates: { 'claim.yaml': CLAIM_TEMPLATE, 'deployment.yaml': WITH_VOLUME } },
    before: (cluster: Cluster) => cluster.git.commit(...STORAGE),
    expected: { code: 'storage-class-missing', confidence: ['confirmed'] },
    advice: ['use-other-class'],
    ends: 'new',
  }),
];
