const GI = 1024 ** 3;

/** What a kubelet measured of one pod: on the disk of its node, and in memory, in GiB. */
export interface MeasuredPod {
  readonly pod: string;
  readonly disk: number;
  readonly memory?: number;
}

/** What a kubelet measured of its node; sizes are in GiB. */
export interface Measured {
  readonly at?: string;
  readonly disk?: { readonly capacity: number; readonly used: number };
  readonly images?: number;
  readonly memory?: { readonly used: number; readonly available: number };
  readonly pods: readonly MeasuredPod[];
}

/** Half a minute before the captures. */
const MEASURED_AT = '2025-11-15T18:14:30Z';

/**
 * The summary of a kubelet whose images share the disk of its node (k8s.io/kubelet, pkg/apis/stats/v1alpha1): the fields of a
 * real one that say how full it is, with five in a hundred of the disk kept from whoever is not root.
 */
export function kubeletFigures(node: string, measured: Measured): object {
  const { at = MEASURED_AT, disk = { capacity: 100, used: 40 }, images = 8, pods } = measured;
  const { memory = { used: 6, available: 9 } } = measured;
  const fs = {
    time: at,
    availableBytes: bytes(Math.max(0, disk.capacity * 0.95 - disk.used)),
    capacityBytes: bytes(disk.capacity),
    inodesFree: 6_208_112,
    inodes: 6_553_600,
  };
  return {
    node: {
      nodeName: node,
      startTime: '2025-11-01T08:00:00Z',
      memory: {
        time: at,
        availableBytes: bytes(memory.available),
        usageBytes: bytes(memory.used * 1.2),
        workingSetBytes: bytes(memory.used),
      },
      fs: { ...fs, usedBytes: bytes(disk.used), inodesUsed: 345_488 },
      runtime: { imageFs: { ...fs, usedBytes: bytes(images), inodesUsed: 120_345 } },
    },
    pods: pods.map((pod) => podFigures(pod, fs)),
  };
}

function podFigures({ pod, disk, memory = 0.2 }: MeasuredPod, fs: object): object {
  const [namespace = '', name = ''] = pod.split('/');
  const { time } = fs as { time: string };
  return {
    podRef: { name, namespace, uid: `uid-of-${name}` },
    startTime: '2025-11-15T12:00:00Z',
    memory: { time, workingSetBytes: bytes(memory) },
    'ephemeral-storage': { ...fs, usedBytes: bytes(disk), inodesUsed: 412 },
  };
}

function bytes(gibibytes: number): number {
  return Math.round(gibibytes * GI);
}
