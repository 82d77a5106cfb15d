import type { DiskStats, NodeStats, PodStats } from '../../model/node-stats.ts';
import { wrongShape } from './answer.ts';
import { isRecord } from '../../text/record.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the kubelet's summary (k8s.io/kubelet, pkg/apis/stats/v1alpha1, Summary). Every figure in it may be missing; one that
 * is no number of zero or more counts as missing. Throws `TroubleError` where it is no summary at all.
 */
export function nodeStatsOf(body: Json): NodeStats {
  const { node, pods } = body;
  if (!isRecord(node) || typeof node['nodeName'] !== 'string') throw wrongShape('a summary without its node');
  const memory = part(node, 'memory');
  return {
    node: node['nodeName'],
    disk: diskOf(part(node, 'fs')),
    images: diskOf(part(part(node, 'runtime'), 'imageFs')),
    memory: {
      at: timeOf(memory),
      used: figure(memory, 'workingSetBytes'),
      available: figure(memory, 'availableBytes'),
    },
    pods: Array.isArray(pods) ? pods.filter(isRecord).flatMap(podOf) : [],
  };
}

function diskOf(fs: Json): DiskStats {
  return {
    at: timeOf(fs),
    capacity: figure(fs, 'capacityBytes'),
    used: figure(fs, 'usedBytes'),
    available: figure(fs, 'availableBytes'),
    inodes: figure(fs, 'inodes'),
    inodesFree: figure(fs, 'inodesFree'),
  };
}

function podOf(pod: Json): readonly PodStats[] {
  const { name, namespace } = part(pod, 'podRef');
  if (typeof name !== 'string' || typeof namespace !== 'string') return [];
  const disk = part(pod, 'ephemeral-storage');
  const memory = figure(part(pod, 'memory'), 'workingSetBytes');
  return [{ namespace, name, disk: figure(disk, 'usedBytes'), inodes: figure(disk, 'inodesUsed'), memory }];
}

function part(object: Json, field: string): Json {
  const value = object[field];
  return isRecord(value) ? value : {};
}

function figure(object: Json, field: string): number | null {
  const value = object[field];
  return typeof value === 'number' && value >= 0 ? value : null;
}

function timeOf({ time }: Json): string {
  return typeof time === 'string' ? time : '';
}
