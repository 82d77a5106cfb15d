import { INSTALLED } from './app.ts';
import { object, ownedBy, pod, template, type Built, type Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** The revisions that the stories speak of. */
export const OLD = 'db-5b9f6c7d84';
export const NEW = 'db-6c4d8b9f57';
export const DB_IMAGE = 'registry.example/db:17';
const SKETCH = { name: 'db', namespace: 'shop', image: DB_IMAGE, created: INSTALLED };

/** A StatefulSet of three, complete and with one revision unless the change says otherwise. */
export function database(status: Change = {}, spec: Change = {}): Built {
  return object(
    { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db', created: INSTALLED },
    {
      metadata: { generation: 2 },
      spec: deepMerge(
        {
          podManagementPolicy: 'OrderedReady',
          replicas: 3,
          revisionHistoryLimit: 10,
          selector: { matchLabels: { 'app.kubernetes.io/name': 'db' } },
          serviceName: 'db',
          template: template(SKETCH),
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        },
        spec,
      ),
      status: deepMerge(
        {
          observedGeneration: 2,
          availableReplicas: 3,
          collisionCount: 0,
          currentReplicas: 3,
          currentRevision: NEW,
          readyReplicas: 3,
          replicas: 3,
          updateRevision: NEW,
          updatedReplicas: 3,
        },
        status,
      ),
    },
  );
}

/** One of its pods; ready unless the change says otherwise. */
export function member(of: Built, index: number, revision: string = NEW, change: Change = {}): Built {
  const base = pod(null, { ...SKETCH, pod: `db-${index}`, node: 'node-1' }, ownedBy(of));
  const labels = {
    'apps.kubernetes.io/pod-index': String(index),
    'controller-revision-hash': revision,
    'statefulset.kubernetes.io/pod-name': `db-${index}`,
  };
  return deepMerge(deepMerge(base, { metadata: { labels, generateName: 'db-' } }), change);
}
