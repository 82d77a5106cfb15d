import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, isRecord, list, num, text } from './read.ts';

/** Who uses a node, by what its kubelet measures (model, NodeStats). */
export const nodeUsers: Probe = {
  name: 'node-users',
  computes: 'Which pods hold most of the disk and of the memory of a node, beside what is used and left there.',
  params: {
    stats: { is: 'object', means: 'The figures of its kubelet: what a look-up with stats gives.' },
    most: { is: 'number', means: 'How many pods are named of each.' },
  },
  returns: {
    onDisk: 'The pods that hold most of the disk, largest first: namespace, name and bytes.',
    diskTop: 'The first of them as namespace/name; empty where no pod is measured.',
    diskTopBytes: 'What it holds, in bytes.',
    diskTopShare: 'How much that is of what is used there, from 0 to 1.',
    diskPods: 'What all pods hold together, in bytes.',
    imagesBytes: 'What the images hold, in bytes; 0 where that is not told.',
    inodesLeft: 'How many of the inodes are left, from 0 to 1; 1 where that is not told.',
    inMemory: 'The pods that use most memory, largest first: namespace, name and bytes.',
    memoryTop: 'The first of them as namespace/name; empty where no pod is measured.',
    memoryTopBytes: 'What it uses, in bytes.',
  },
  run: rank,
};

interface User {
  readonly namespace: string;
  readonly name: string;
  readonly bytes: number;
}

function rank({ stats, most }: ProbeArgs): ProbeResult | undefined {
  const limit = num(most);
  if (!isRecord(stats) || limit === undefined) return undefined;
  const pods = list(entry(stats, 'pods'));
  const [onDisk, inMemory] = [usersBy('disk', pods), usersBy('memory', pods)];
  const used = num(field(stats, 'disk.used')) ?? 0;
  const [top] = onDisk;
  const [first] = inMemory;
  return {
    onDisk: onDisk.slice(0, limit),
    diskTop: nameOf(top),
    diskTopBytes: top?.bytes ?? 0,
    diskTopShare: top === undefined || used === 0 ? 0 : Math.min(1, top.bytes / used),
    diskPods: onDisk.reduce((sum, { bytes }) => sum + bytes, 0),
    imagesBytes: num(field(stats, 'images.used')) ?? 0,
    inodesLeft: inodesLeft(entry(stats, 'disk')),
    inMemory: inMemory.slice(0, limit),
    memoryTop: nameOf(first),
    memoryTopBytes: first?.bytes ?? 0,
  };
}

function usersBy(what: 'disk' | 'memory', pods: readonly unknown[]): readonly User[] {
  const users = pods.flatMap((pod) => {
    const bytes = num(entry(pod, what));
    return bytes === undefined
      ? []
      : [{ namespace: text(entry(pod, 'namespace')), name: text(entry(pod, 'name')), bytes }];
  });
  return users.toSorted((a, b) => b.bytes - a.bytes || compareText(nameOf(a), nameOf(b)));
}

function nameOf(user: User | undefined): string {
  return user === undefined ? '' : `${user.namespace}/${user.name}`;
}

function inodesLeft(disk: unknown): number {
  const [all, free] = [num(entry(disk, 'inodes')), num(entry(disk, 'inodesFree'))];
  return all === undefined || free === undefined || all === 0 ? 1 : free / all;
}
