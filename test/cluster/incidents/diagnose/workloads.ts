import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../../cluster/cluster.ts';
import { servePodLog } from '../../plane/pod-logs.ts';
import type { Manifest } from '../../plane/manifest.ts';
import { textAt } from '../../plane/manifest.ts';
import { app, comeBack, fallOver, podsOf, service, untilComplete, untilRefused } from './apps.ts';
import type { Fault } from './fault.ts';

function quota(namespace: string, hard: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'limits', namespace }, spec: { hard } };
}

const quotaExceeded: Fault = {
  name: 'quota-exceeded',
  objects: [quota('quota-exceeded', { pods: '1' }), app('quota-exceeded', { name: 'cart' })],
  // The pod of the other one is there first.
  befalls: async (cluster) => {
    await untilComplete(cluster, 'quota-exceeded', 'cart');
    await cluster.api.apply(app('quota-exceeded'), 'kubectl');
  },
  until: (cluster) => untilRefused(cluster, 'quota-exceeded'),
  expected: { code: 'pods-refused-by-quota', confidence: ['confirmed'], on: 'ResourceQuota/limits' },
  workload: 'deployment/shop',
  cure: { advice: ['raise-quota', 'create-now'] },
};

const overLimitRange: Fault = {
  name: 'over-limit-range',
  objects: [
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'bounds', namespace: 'over-limit-range' },
      spec: { limits: [{ type: 'Container', max: { memory: '256Mi' } }] },
    },
    app('over-limit-range', { container: { resources: { limits: { memory: '512Mi' } } } }),
  ],
  until: (cluster) => untilRefused(cluster, 'over-limit-range'),
  expected: { code: 'pods-refused-by-limit-range', confidence: ['confirmed'], on: 'LimitRange/bounds' },
  workload: 'deployment/shop',
  cure: {
    advice: ['fit-limit-range'],
    byHand: (cluster) =>
      cluster.type('kubectl set resources deployment shop -n over-limit-range --limits=memory=256Mi'),
  },
};

const podSecurity: Fault = {
  name: 'pod-security',
  labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
  objects: [app('pod-security')],
  until: (cluster) => untilRefused(cluster, 'pod-security'),
  expected: { code: 'pods-refused-by-pod-security', confidence: ['confirmed'], on: 'Deployment/shop' },
  workload: 'deployment/shop',
  cure: { advice: ['meet-restricted-here'] },
};

const accountMissing: Fault = {
  name: 'account-missing',
  objects: [app('account-missing', { pod: { serviceAccountName: 'shop' } })],
  until: (cluster) => untilRefused(cluster, 'account-missing'),
  expected: { code: 'pods-refused-no-service-account', confidence: ['confirmed'], on: 'Deployment/shop' },
  workload: 'deployment/shop',
  cure: { advice: ['create-service-account', 'create-now'] },
};

const webhookAway: Fault = {
  name: 'webhook-away',
  labels: { guarded: 'yes' },
  objects: [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'policy' },
      webhooks: [
        {
          name: 'pods.policy.example',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Fail',
          timeoutSeconds: 2,
          namespaceSelector: { matchLabels: { guarded: 'yes' } },
          clientConfig: { service: { name: 'policy', namespace: 'policy-system', path: '/pods' } },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
      ],
    },
    app('webhook-away'),
  ],
  until: (cluster) => untilRefused(cluster, 'webhook-away'),
  expected: { code: 'pods-webhook-away', confidence: ['confirmed'], on: 'ValidatingWebhookConfiguration/policy' },
  workload: 'deployment/shop',
  cure: { advice: ['pass-while-away', 'create-now'], edits: 's/failurePolicy: Fail/failurePolicy: Ignore/' },
};

const configMapMissing: Fault = {
  name: 'config-map-missing',
  objects: [
    app('config-map-missing', {
      container: { envFrom: [{ configMapRef: { name: 'shop-config' } }] },
      fails: { reason: 'CreateContainerConfigError', message: 'configmap "shop-config" not found' },
    }),
  ],
  until: (cluster) => untilFails(cluster, 'config-map-missing'),
  expected: { code: 'configmap-missing', confidence: ['confirmed'], on: 'ConfigMap/shop-config' },
  workload: 'deployment/shop',
  cure: {
    advice: ['make-configmap-of-keys'],
    filledIn: () => Promise.resolve({ 'make-configmap-of-keys': { key: 'LOG_LEVEL', value: 'info' } }),
    kubelet: (cluster) => comeBack(cluster, 'config-map-missing'),
  },
};

const keyMissing: Fault = {
  name: 'key-missing',
  objects: [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'shop-settings', namespace: 'key-missing' },
      data: { 'database-host': 'orders-db' },
    },
    app('key-missing', {
      container: {
        env: [
          {
            name: 'DATABASE_HOST',
            valueFrom: { configMapKeyRef: { name: 'shop-settings', key: 'databse-host' } },
          },
        ],
      },
    }),
  ],
  befalls: (cluster) =>
    fallOver(cluster, 'key-missing', {
      reason: 'CreateContainerConfigError',
      message: "couldn't find key databse-host in ConfigMap key-missing/shop-settings",
    }),
  expected: { code: 'config-key-missing', confidence: ['confirmed'], on: 'ConfigMap/shop-settings' },
  workload: 'deployment/shop',
  cure: { advice: ['rename-key-here'] },
};

const imageMissing: Fault = {
  name: 'image-missing',
  objects: [app('image-missing')],
  befalls: (cluster) =>
    fallOver(cluster, 'image-missing', {
      reason: 'ImagePullBackOff',
      message:
        'Back-off pulling image "registry.example/web:1.0": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/web:1.0": failed to resolve reference "registry.example/web:1.0": registry.example/web:1.0: not found',
    }),
  expected: { code: 'image-not-found', confidence: ['confirmed'], on: 'Pod/shop-*' },
  workload: 'deployment/shop',
  cure: {
    advice: ['fix-image-here'],
    filledIn: () => Promise.resolve({ 'fix-image-here': { image: 'registry.example/web:1.1' } }),
  },
};

const crashesWithoutDatabase: Fault = {
  name: 'database-unreachable',
  objects: [
    app('database-unreachable', { name: 'orders-db' }),
    service('database-unreachable', { selector: { app: 'orders-database' } }, 'orders-db'),
    app('database-unreachable'),
  ],
  befalls: async (cluster) => {
    await fallOver(cluster, 'database-unreachable', { reason: 'CrashLoopBackOff' });
    await writeLog(cluster, 'database-unreachable');
  },
  expected: { code: 'service-selects-nothing', confidence: ['confirmed'], on: 'Service/orders-db' },
  workload: 'deployment/shop',
  cure: { advice: ['correct-selector'], kubelet: (cluster) => comeBack(cluster, 'database-unreachable') },
};

/** The program names the address of the Service that it cannot reach, and ends. */
async function writeLog(cluster: Cluster, namespace: string): Promise<void> {
  const db = await cluster.api.get({ apiVersion: 'v1', kind: 'Service', namespace, name: 'orders-db' });
  const time = new Date().toISOString();
  const said = `connect ECONNREFUSED ${textAt(db, 'spec.clusterIP')}:80`;
  const file = join(cluster.plane.folder, `${namespace}.log`);
  writeFileSync(file, `${time} stdout F shop 1.0\n${time} stderr F Error: ${said}\n`);
  for (const pod of await podsOf(cluster, namespace)) {
    await servePodLog(cluster.api, await cluster.api.get(pod), 'web', file);
  }
}

function untilFails(cluster: Cluster, namespace: string): Promise<unknown> {
  return cluster.until(`the containers of ${namespace} to wait`, async () => {
    const pods = await cluster.api.list('v1', 'Pod', namespace);
    return pods.some((pod) => textAt(pod, 'status.containerStatuses.0.state.waiting.reason') !== '');
  });
}

/** What keeps pods of a workload from being made, or from coming up. */
export const WORKLOADS: readonly Fault[] = [
  quotaExceeded,
  overLimitRange,
  podSecurity,
  accountMissing,
  webhookAway,
  configMapMissing,
  keyMissing,
  imageMissing,
  crashesWithoutDatabase,
];
