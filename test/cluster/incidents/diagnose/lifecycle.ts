import type { Cluster } from '../../cluster/cluster.ts';
import { conditionOf, type Manifest } from '../../plane/manifest.ts';
import { app, untilComplete, untilUnscheduled } from './apps.ts';
import type { Fault } from './fault.ts';

const WITH_REQUEST = { resources: { requests: { cpu: '100m' } } };

function autoscaler(namespace: string, target: string): Manifest {
  const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'shop', namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [cpu],
    },
  };
}

function untilNotScaling(cluster: Cluster, namespace: string, type: string): Promise<unknown> {
  return cluster.untilCondition(
    { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace, name: 'shop' },
    type,
    'False',
  );
}

/** Once its target is right there is still nothing to scale by: the plane has no metrics-server. */
const targetMissing: Fault = {
  name: 'target-missing',
  objects: [app('target-missing', { container: WITH_REQUEST }), autoscaler('target-missing', 'shopp')],
  until: (cluster) => untilNotScaling(cluster, 'target-missing', 'AbleToScale'),
  expected: { code: 'autoscaler-target-missing', confidence: ['confirmed'], on: 'HorizontalPodAutoscaler/shop' },
  cure: {
    advice: ['mend-target'],
    ends: { code: 'metrics-api-missing', confidence: ['confirmed'], on: 'HorizontalPodAutoscaler/shop' },
  },
};

const METRICS: Manifest = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  spec: {
    group: 'metrics.k8s.io',
    version: 'v1beta1',
    groupPriorityMinimum: 100,
    versionPriority: 100,
    insecureSkipTLSVerify: true,
    service: { name: 'metrics-server', namespace: 'kube-system' },
  },
};

/** The registration stayed behind when metrics-server was removed. */
const apiAway: Fault = {
  name: 'api-away',
  objects: [app('api-away')],
  befalls: async (cluster) => {
    await cluster.api.apply(METRICS, 'kubectl');
    const { apiVersion, kind, metadata } = METRICS;
    await cluster.untilCondition({ apiVersion, kind, name: metadata.name }, 'Available', 'False');
    await untilComplete(cluster, 'api-away');
  },
  expected: {
    code: 'api-service-without-service',
    confidence: ['confirmed'],
    on: 'APIService/v1beta1.metrics.k8s.io',
  },
  cure: { advice: ['drop-registration'] },
};

/** The one class that the cluster has. */
const CLASS: Manifest = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'local-disks' },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'WaitForFirstConsumer',
};
/** Nothing here makes volumes, so it is found and not mended; the incident `storage-class-missing` goes on from there. */
const classMissing: Fault = {
  name: 'class-missing',
  objects: [
    CLASS,
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'class-missing' },
      spec: { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
    },
    app('class-missing', { pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } }),
  ],
  until: (cluster) => untilUnscheduled(cluster, 'class-missing'),
  expected: { code: 'storage-class-missing', confidence: ['confirmed'], on: 'PersistentVolumeClaim/data' },
  workload: 'deployment/shop',
};

function cronJob(namespace: string, spec: object = {}): Manifest {
  const container = { name: 'report', image: 'registry.example/report:1.0' };
  const jobTemplate = { spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } } };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report', namespace },
    spec: { schedule: '* * * * *', jobTemplate, ...spec },
  };
}

/** Somebody suspended it; its budget lets no pod go, and nobody empties a node: nothing is wrong. */
const atRest: Fault = {
  name: 'at-rest',
  objects: [
    app('at-rest'),
    cronJob('at-rest', { suspend: true }),
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'shop', namespace: 'at-rest' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'shop' } } },
    },
  ],
  until: (cluster) => conditionOfBudget(cluster),
  expected: null,
};

function conditionOfBudget(cluster: Cluster): Promise<unknown> {
  const named = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', namespace: 'at-rest', name: 'shop' };
  return cluster.until('the budget to be counted', async () => {
    const budget = await cluster.api.get(named);
    return conditionOf(budget, 'DisruptionAllowed')['reason'] === 'InsufficientPods';
  });
}

/** What has a clock or a controller of its own. What an API that is away does to the others comes first, and goes. */
export const LIFECYCLE: readonly Fault[] = [apiAway, targetMissing, classMissing, atRest];
