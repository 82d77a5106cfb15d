import { INSTALLED, SINCE } from './app.ts';
import { object, type Built } from './build.ts';

/** A PersistentVolumeClaim of the app. A bound one says what it got, as kube-controller-manager writes it. */
export function claim(name: string, phase: string, storageClass: string, volume = ''): Built {
  return object(
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name, created: SINCE },
    {
      metadata: { finalizers: ['kubernetes.io/pvc-protection'] },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '10Gi' } },
        storageClassName: storageClass,
        volumeMode: 'Filesystem',
        ...(volume === '' ? {} : { volumeName: volume }),
      },
      status: phase === 'Bound' ? { phase, accessModes: ['ReadWriteOnce'], capacity: { storage: '10Gi' } } : { phase },
    },
  );
}

export function storageClass(name: string, volumeBindingMode: string): Built {
  return object(
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', namespace: null, name, created: INSTALLED },
    { provisioner: 'csi.example', reclaimPolicy: 'Delete', volumeBindingMode },
  );
}
