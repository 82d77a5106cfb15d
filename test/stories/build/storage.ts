import { INSTALLED, SINCE } from './app.ts';
import { object, type Built } from './build.ts';

/** A PersistentVolumeClaim of the app. */
export function claim(name: string, phase: string, storageClass: string, volume = ''): Built {
  return object(
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name, created: SINCE },
    {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '10Gi' } },
        storageClassName: storageClass,
        volumeMode: 'Filesystem',
        ...(volume === '' ? {} : { volumeName: volume }),
      },
      status: { phase },
    },
  );
}

export function storageClass(name: string, volumeBindingMode: string): Built {
  return object(
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', namespace: null, name, created: INSTALLED },
    { provisioner: 'csi.example', reclaimPolicy: 'Delete', volumeBindingMode },
  );
}
