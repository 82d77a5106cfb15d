import type { Probe, ProbeResult } from '../model/probe.ts';
import { text } from './read.ts';

/**
 * Reads the status that cluster-autoscaler writes into the ConfigMap `cluster-autoscaler-status` (clusterstate/api): lines such as
 * `Health: Healthy (ready=3 … cloudProviderTarget=3 (minSize=1, maxSize=10))` until 1.29, YAML with the same names since.
 */
export const nodeGroupBounds: Probe = {
  name: 'node-group-bounds',
  computes: 'How large cluster-autoscaler may make each node group, by its own status.',
  params: { status: { is: 'text', means: 'The key `status` of its ConfigMap.' } },
  returns: {
    groups: 'One row per node group: name, target (how many nodes it is to have), max, more (how many it may add).',
    more: 'How many nodes it may add in all (a count).',
    words: 'The groups that may grow, in words; empty where none may.',
    at: 'When it was written, RFC 3339 in UTC; empty where it does not say.',
  },
  run: ({ status }) => readStatus(text(status)),
};

function readStatus(status: string): ProbeResult | undefined {
  const from = status.search(/^\s*NodeGroups:/im);
  if (from < 0) return undefined;
  const groups = status
    .slice(from)
    .split(/^\s*(?:- )?name:\s*/im)
    .slice(1)
    .flatMap(groupOf);
  const growing = groups.filter(({ more }) => more > 0);
  return {
    groups,
    more: growing.reduce((sum, { more }) => sum + more, 0),
    at: timeIn(status),
    words: growing.map(({ name, target, max }) => `${name} from ${target} to ${max} nodes`).join(', '),
  };
}

/** `time: 2025-11-15 18:14:55.120 +0000 UTC`, until 1.29 `Cluster-autoscaler status at …:`; Go writes the zone of its machine. */
function timeIn(status: string): string {
  const found =
    /^(?:Cluster-autoscaler status at|time:) (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? ([+-]\d\d)(\d\d)\b/im.exec(
      status,
    );
  if (found === null) return '';
  const [, day = '', time = '', hours = '', minutes = ''] = found;
  const at = new Date(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().replace('.000Z', 'Z');
}

interface Group {
  readonly name: string;
  readonly target: number;
  readonly max: number;
  readonly more: number;
}

function groupOf(block: string): readonly Group[] {
  const name = /^\S+/.exec(block)?.[0] ?? '';
  const [target, max] = ['cloudProviderTarget', 'maxSize'].map((key) => numberAt(block, key));
  if (name === '' || target === undefined || max === undefined) return [];
  return [{ name, target, max, more: Math.max(0, max - target) }];
}

function numberAt(block: string, key: string): number | undefined {
  const digits = new RegExp(`\\b${key}\\s*[=:]\\s*(\\d{1,6})\\b`, 'i').exec(block)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
