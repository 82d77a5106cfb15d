import { JUST_NOW, mediumNode, rollout, settled, type App } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { workloadStory } from './build/ask.ts';
import { event, object, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import type { Story } from './story.ts';

/** What a pod's containers want and do not get: Secrets, ConfigMaps, keys, mounts. */
const nodes: readonly Built[] = [mediumNode('node-1')];

function misconfigured(message: string, reason = 'CreateContainerConfigError', container: Change = {}): App {
  return rollout({ container }, { change: waiting(reason, message) });
}

function creating(since?: string): App {
  return rollout(since === undefined ? { spec } : { since, spec }, { change: waiting('ContainerCreating') });
}

/** What the pods that wait for their volumes mount. */
const spec: Change = {
  volumes: [
    { name: 'tls', secret: { secretName: 'web-tls', items: [{ key: 'tls.crt', path: 'tls.crt' }], defaultMode: 420 } },
    { name: 'config', configMap: { name: 'web-config', defaultMode: 420 } },
  ],
};

function stuck(app: App, reason: string, message: string): Built {
  return event(app.newPod, { reason, message, at: '2025-11-15T18:13:50Z', count: 22 });
}

function secret(name: string): Built {
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name, created: '2025-11-15T18:14:50Z' },
    { type: 'Opaque' },
  );
}

const wantsSecret: Change = {
  env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'web-db', key: 'password' } } }],
};
const noSecret = misconfigured('secret "web-db" not found', undefined, wantsSecret);
const noConfigMap = misconfigured('configmap "web-config" not found', undefined, {
  envFrom: [{ configMapRef: { name: 'web-config' } }],
});
const noKey = misconfigured("couldn't find key password in Secret shop/web-db", undefined, wantsSecret);
const root = misconfigured(
  'container has runAsNonRoot and image will run as root (pod: "web-5d7f9b8c6-q5w9b_shop(1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f)", container: web)',
);
const notCreated = misconfigured(
  'failed to generate container "3f1c" spec: failed to mkdir "/var/lib/data": permission denied',
  'CreateContainerError',
);
const being = creating();
const young = creating(JUST_NOW);
const ready = settled({});

/** Story by message of a mount or attachment event. */
const EVENTS: readonly (readonly [
  name: string,
  summary: string,
  reason: string,
  message: string,
  code: string,
  says: string,
])[] = [
  [
    'mount-secret-missing',
    'A Secret that is mounted as a volume does not exist.',
    'FailedMount',
    'MountVolume.SetUp failed for volume "tls" : secret "web-tls" not found',
    'secret-missing',
    'Secret shop/web-tls',
  ],
  [
    'mount-configmap-missing',
    'A ConfigMap that is mounted as a volume does not exist.',
    'FailedMount',
    'MountVolume.SetUp failed for volume "config" : configmap "web-config" not found',
    'configmap-missing',
    'ConfigMap shop/web-config',
  ],
  [
    'mount-key-missing',
    'The Secret exists, and the key that the volume picks does not.',
    'FailedMount',
    'MountVolume.SetUp failed for volume "tls" : references non-existent secret key: tls.crt',
    'config-key-missing',
    'tls.crt',
  ],
  [
    'volume-attached-elsewhere',
    'A volume that one node may hold is still held by the node of the old pod.',
    'FailedAttachVolume',
    'Multi-Attach error for volume "pvc-8d1f" Volume is already exclusively attached to one node and can\'t be attached to another',
    'volume-attached-elsewhere',
    'pvc-8d1f',
  ],
  [
    'volume-not-mounted',
    'The storage driver cannot attach the volume.',
    'FailedAttachVolume',
    'AttachVolume.Attach failed for volume "pvc-8d1f" : rpc error: code = Internal desc = volume is in state error',
    'volume-not-mounted',
    'volume is in state error',
  ],
];

const events = EVENTS.map(([name, summary, reason, message, code, says]) =>
  workloadStory(
    `pod/${name}`,
    summary,
    { objects: [...nodes, ...being.all, stuck(being, reason, message)] },
    problem(code, code === 'secret-missing' || code === 'configmap-missing' ? 'confirmed' : 'likely', { says: [says] }),
  ),
);

/** One story per thing that can be missing, and those that look like it. */
export const podConfig: readonly Story[] = [
  ...events,
  workloadStory(
    'container-config/secret-missing',
    'The Secret of an environment variable does not exist.',
    { objects: [...nodes, ...noSecret.all] },
    problem('secret-missing', 'confirmed', {
      says: ['Secret shop/web-db', 'variable DB_PASSWORD of container web', 'Keys that are picked from it: password'],
    }),
  ),
  workloadStory(
    'container-config/secret-missing-denied',
    'The same, and whether the Secret exists by now may not be looked at.',
    { objects: [...nodes, ...noSecret.all], denied: ['secrets'] },
    problem('secret-missing', 'likely', { says: ['Secret shop/web-db'] }),
  ),
  workloadStory(
    'container-config/secret-just-arrived',
    'The Secret has been created since; the kubelet has not come round to the container again.',
    { objects: [...nodes, ...noSecret.all, secret('web-db')] },
    problem('secret-missing', 'likely', { says: ['It is there by now'] }),
  ),
  workloadStory(
    'container-config/configmap-missing',
    'The ConfigMap of an environment variable does not exist.',
    { objects: [...nodes, ...noConfigMap.all] },
    problem('configmap-missing', 'confirmed', { says: ['ConfigMap shop/web-config'] }),
  ),
  workloadStory(
    'container-config/key-missing',
    'The Secret exists, and the key that an environment variable wants does not.',
    { objects: [...nodes, ...noKey.all, secret('web-db')] },
    problem('config-key-missing', 'likely', {
      says: ['has no key password', 'Secret shop/web-db', 'variable DB_PASSWORD of container web'],
    }),
  ),
  workloadStory(
    'container-config/must-not-run-as-root',
    'The pod forbids root, and the image runs as root.',
    { objects: [...nodes, ...root.all] },
    problem('must-not-run-as-root', 'confirmed'),
  ),
  workloadStory(
    'container-config/container-not-created',
    'The container runtime cannot make the container.',
    { objects: [...nodes, ...notCreated.all] },
    problem('container-not-created', 'likely', { says: ['permission denied'] }),
  ),
  workloadStory(
    'pod/creating-slow-start',
    'The pod has had its node for half a minute.',
    { objects: [...nodes, ...young.all] },
    inProgress({ says: ['30s'] }),
  ),
  workloadStory(
    'pod/creating-events-gone',
    'The pod has been creating its container for long, and no event is left that says why.',
    { objects: [...nodes, ...being.all] },
    problem('pod-unexplained', 'possible', { says: ['ContainerCreating'] }),
  ),
  workloadStory(
    'pod/creating-events-denied',
    'The same, with the events out of reach.',
    { objects: [...nodes, ...being.all], denied: ['events'] },
    problem('pod-unexplained', 'possible', { says: ['events'] }),
  ),
  workloadStory(
    'container-config/healthy',
    'The Secret is there and the pod is ready.',
    { objects: [...nodes, ...ready.all, secret('web-db')] },
    healthy,
  ),
  workloadStory(
    'container-config/decoy',
    'The mount failed until the Secret was there; the events are left.',
    {
      objects: [
        ...nodes,
        ...ready.all,
        stuck(ready, 'FailedMount', 'MountVolume.SetUp failed for volume "tls" : secret "web-tls" not found'),
        stuck(ready, 'FailedCreatePodSandBox', 'Failed to create pod sandbox: network is not ready'),
      ],
    },
    healthy,
  ),
];
