/**
 * What the kubelet of a node measures (`/stats/summary`, kubelet API stats/v1alpha1). A number that it does not tell is null;
 * sizes are in bytes.
 */
export interface NodeStats {
  readonly node: string;
  /** The file system of the node: logs, emptyDir volumes and what containers write. */
  readonly disk: DiskStats;
  /** The file system of the images; the same one on many nodes. `used` counts the images alone. */
  readonly images: DiskStats;
  readonly memory: { readonly at: string; readonly used: number | null; readonly available: number | null };
  readonly pods: readonly PodStats[];
}

/** One file system. */
export interface DiskStats {
  /** When it was measured, RFC 3339; empty where that is not told. */
  readonly at: string;
  readonly capacity: number | null;
  readonly used: number | null;
  readonly available: number | null;
  readonly inodes: number | null;
  readonly inodesFree: number | null;
}

/** One pod. */
export interface PodStats {
  readonly namespace: string;
  readonly name: string;
  /** What it holds on the disk of the node: logs, emptyDir volumes and what its containers wrote. */
  readonly disk: number | null;
  readonly inodes: number | null;
  /** Memory that cannot be given back (working set). */
  readonly memory: number | null;
}
