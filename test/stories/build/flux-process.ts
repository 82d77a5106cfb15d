import { type Built, type Change, container, object, pod } from './build.ts';
import { managerContainer } from './flux.ts';
import { deepMerge } from './merge.ts';

const BEFORE = '2025-11-01T09:00:00Z';
const IMAGE = 'ghcr.io/fluxcd/helm-controller:v1.4.0';
/** The name of helm-controller's pod. */
export const HELM_POD = 'helm-controller-6f79d4c4b8-29nbk';

/** The pod of helm-controller, at work; the change is what it has been through. */
export function helmPod(change: Change = {}, name = HELM_POD): Built {
  const of = { name: 'helm-controller', namespace: 'flux-system', image: IMAGE, created: BEFORE };
  const own = {
    metadata: { labels: { app: 'helm-controller' } },
    spec: { containers: [managerContainer('helm-controller', '1.4.0')] },
  };
  return deepMerge(pod(null, { ...of, pod: name, node: 'node-1' }, own), change);
}

/** Its container was killed at its memory limit; by now it runs again, or waits for its next start. */
export function outOfMemory(at: string, now: 'runs' | 'waits'): Built {
  const terminated = {
    containerID: 'containerd://1',
    reason: 'OOMKilled',
    exitCode: 137,
    startedAt: BEFORE,
    finishedAt: at,
  };
  const ended = { restartCount: 3, lastState: { terminated } };
  if (now === 'runs') {
    const running = {
      name: 'manager',
      image: IMAGE,
      imageID: '',
      ready: true,
      started: true,
      state: { running: { startedAt: at } },
    };
    return helmPod({ status: { containerStatuses: [{ ...running, ...ended }] } });
  }
  return helmPod(container('manager', IMAGE, { waiting: { reason: 'CrashLoopBackOff' } }, ended));
}

/** What the kubelet leaves of a pod that it evicted (pkg/kubelet/eviction). */
export function evicted(): Built {
  return helmPod(
    {
      status: {
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 51200Ki. ',
        containerStatuses: undefined,
        conditions: undefined,
      },
    },
    'helm-controller-6f79d4c4b8-8kd2x',
  );
}

/** The lease by which one of several helm-controllers leads, as client-go writes it: the pod, and a random part. */
export function leaderLease(holder: string, renewed: string): Built {
  return object(
    {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      namespace: 'flux-system',
      name: 'helm-controller-leader-election',
      created: '2025-10-01T08:00:00Z',
    },
    {
      spec: {
        holderIdentity: `${holder}_5c0f6a3e-6d0b-4a0e-9f59-0f2b1f3a7c11`,
        leaseDurationSeconds: 35,
        acquireTime: '2025-11-01T09:00:04.000000Z',
        renewTime: renewed.replace('Z', '.000000Z'),
        leaseTransitions: 4,
      },
    },
  );
}
