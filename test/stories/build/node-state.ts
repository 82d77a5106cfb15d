import { INSTALLED, JUST_NOW, mediumNode, settled, type App, type AppSketch, type PodSketch } from './app.ts';
import { condition, event, type Built, type Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** Since when the nodes of these stories are in trouble: three minutes before the captures. */
export const ILL_SINCE = '2025-11-15T18:12:00Z';

const KUBELET = {
  MemoryPressure: [
    'KubeletHasSufficientMemory',
    'kubelet has sufficient memory available',
    'KubeletHasInsufficientMemory',
    'kubelet has insufficient memory available',
  ],
  DiskPressure: [
    'KubeletHasNoDiskPressure',
    'kubelet has no disk pressure',
    'KubeletHasDiskPressure',
    'kubelet has disk pressure',
  ],
  PIDPressure: [
    'KubeletHasSufficientPID',
    'kubelet has sufficient PID available',
    'KubeletHasInsufficientPID',
    'kubelet has insufficient PID available',
  ],
} as const;
type Pressure = keyof typeof KUBELET;
const TAINT: Readonly<Record<Pressure, string>> = {
  MemoryPressure: 'node.kubernetes.io/memory-pressure',
  DiskPressure: 'node.kubernetes.io/disk-pressure',
  PIDPressure: 'node.kubernetes.io/pid-pressure',
};

/** A node that is ready and short of something, with the taint that the node controller gives it. */
export function pressedNode(name: string, pressing: Pressure): Built {
  return mediumNode(name, {
    spec: { taints: [{ key: TAINT[pressing], effect: 'NoSchedule', timeAdded: ILL_SINCE }] },
    status: {
      conditions: [...conditionsOf(pressing), ready('True', 'KubeletReady', 'kubelet is posting ready status')],
    },
  });
}

/** A node whose kubelet says that it is not ready, and why. */
export function unreadyNode(name: string, message: string): Built {
  const key = 'node.kubernetes.io/not-ready';
  return mediumNode(name, {
    spec: {
      taints: [
        { key, effect: 'NoSchedule', timeAdded: ILL_SINCE },
        { key, effect: 'NoExecute', timeAdded: ILL_SINCE },
      ],
    },
    status: { conditions: [...conditionsOf(), ready('False', 'KubeletNotReady', message)] },
  });
}

function conditionsOf(pressing?: Pressure): readonly Change[] {
  return (['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const).map((type) => {
    const [well, wellSays, ill, illSays] = KUBELET[type];
    return type === pressing
      ? condition(type, 'True', ill, illSays, ILL_SINCE)
      : condition(type, 'False', well, wellSays, INSTALLED);
  });
}

function ready(status: string, reason: string, message: string): Change {
  return {
    ...condition('Ready', status, reason, message, ILL_SINCE),
    lastHeartbeatTime: '2025-11-15T18:14:40Z',
  };
}

/** An event about a node, in namespace default; the kubelet gives the node's name for its uid. */
export function nodeEvent(about: Built, reason: string, message: string, at: string, by = 'kubelet'): Built {
  const { name } = about['metadata'] as { name: string };
  const uid = by === 'kubelet' ? { involvedObject: { uid: name } } : {};
  return event(about, { reason, message, at, by }, uid);
}

/** The status of a pod whose node has gone silent: its containers count as they were, and it is not ready any more. */
export function markedUnready(at: string): Change {
  const yes = (type: string): Change => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: INSTALLED });
  return {
    status: {
      conditions: [
        yes('PodReadyToStartContainers'),
        yes('Initialized'),
        { type: 'Ready', status: 'False', lastProbeTime: null, lastTransitionTime: at },
        yes('ContainersReady'),
        yes('PodScheduled'),
      ],
    },
  };
}

/** The tolerations that admission gives every pod: five minutes on a node that is not ready or unreachable. */
export const FIVE_MINUTES: Change = {
  tolerations: ['not-ready', 'unreachable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
};

/** An app whose rollout was over long ago and that lacks its only ready pod at present. */
export function bereft(app: AppSketch, newest: PodSketch): App {
  const base = settled({ since: INSTALLED, ...app }, newest);
  const lost = 'Deployment does not have minimum availability.';
  const owner = deepMerge(base.deployment, {
    status: {
      readyReplicas: undefined,
      availableReplicas: undefined,
      unavailableReplicas: 1,
      conditions: [
        condition(
          'Progressing',
          'True',
          'NewReplicaSetAvailable',
          'ReplicaSet "web" has successfully progressed.',
          INSTALLED,
        ),
        condition('Available', 'False', 'MinimumReplicasUnavailable', lost, '2025-11-15T18:12:30Z'),
      ],
    },
  });
  const newSet = deepMerge(base.newSet, { status: { readyReplicas: undefined, availableReplicas: undefined } });
  return { ...base, deployment: owner, newSet, all: [owner, newSet, base.newPod] };
}

/** The pod that is made in the place of another one, half a minute before the captures. */
export const MADE_ANEW: Change = { metadata: { creationTimestamp: JUST_NOW } };
