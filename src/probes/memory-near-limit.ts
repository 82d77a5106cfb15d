import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, named, num, text } from './read.ts';
import { readAmount } from './scheduling/amounts.ts';
import { podKey } from './scheduling/pods.ts';

/** What one container of several pods uses, beside its limit (PodMetrics, metrics.k8s.io/v1beta1). */
export const memoryNearLimit: Probe = {
  name: 'memory-near-limit',
  computes: 'How near a container of several pods comes to its memory limit, by what is measured.',
  params: {
    usage: { is: 'list', means: 'PodMetrics, without those that are too old.' },
    pods: { is: 'list', means: 'The pods.' },
    container: { is: 'text', means: 'The name of the container.' },
    near: { is: 'number', means: 'From which part of its limit on it counts as near, such as 0.9.' },
  },
  returns: {
    measured: 'In how many of the pods it is measured and has a limit (count).',
    most: 'The most that it uses in one of them, in bytes.',
    pod: 'The name of that pod; empty where none is measured.',
    limit: 'Its limit there, in bytes.',
    share: 'The most that it uses of its limit, from 0 to 1 or more.',
    near: 'In how many of them it is near its limit (count).',
  },
  run: compare,
};

interface Use {
  readonly pod: string;
  readonly used: number;
  readonly limit: number;
}

function compare({ usage, pods, container, near }: ProbeArgs): ProbeResult | undefined {
  const [name, from] = [text(container), num(near)];
  if (from === undefined) return undefined;
  const measured = new Map(list(usage).map((metrics) => [podKey(metrics), metrics]));
  const uses = list(pods).flatMap((pod) => useOf(pod, measured.get(podKey(pod)), name));
  const [top] = uses.toSorted((a, b) => shareOf(b) - shareOf(a));
  return {
    measured: uses.length,
    most: top?.used ?? 0,
    pod: top?.pod ?? '',
    limit: top?.limit ?? 0,
    share: top === undefined ? 0 : shareOf(top),
    near: uses.filter((use) => shareOf(use) >= from).length,
  };
}

function useOf(pod: unknown, metrics: unknown, name: string): readonly Use[] {
  const used = readAmount('memory', field(named(entry(metrics, 'containers'), name), 'usage.memory'));
  const limit = readAmount('memory', field(named(field(pod, 'spec.containers'), name), 'resources.limits.memory'));
  return used === undefined || limit === undefined || limit === 0
    ? []
    : [{ pod: text(field(pod, 'metadata.name')), used, limit }];
}

function shareOf({ used, limit }: Use): number {
  return used / limit;
}
