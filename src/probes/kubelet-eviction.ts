import type { Probe, ProbeResult } from '../model/probe.ts';
import { formatBytes, parseQuantity, toBytes } from '../text/quantity.ts';
import { text } from './read.ts';

/**
 * Reads why the kubelet evicted a pod: for the whole node's sake, or because the pod went over a limit of its own
 * (pkg/kubelet/eviction/helpers.go, the formats of `evictionMessage`; before 1.23 the use was worded otherwise).
 */
export const kubeletEviction: Probe = {
  name: 'kubelet-eviction',
  computes: 'What an eviction message of the kubelet says: pressure on the node, or a limit that the pod went over.',
  params: { message: { is: 'text', means: 'The message of the evicted pod, or of its Evicted event.' } },
  returns: {
    kind: 'pressure (the node was low), own-limit (the pod went over its limit), refused (not admitted under pressure), or other.',
    resource: 'What the node was low on: memory, ephemeral-storage, inodes, pids; empty when it does not say.',
    threshold: 'The quantity below which the kubelet evicts, as text; empty when it does not say.',
    available: 'What was left, as text; empty when it does not say.',
    users: 'Containers, or the pod, named as using more than they request: `{name, used, request}`, texts.',
    usage: 'The same as one sentence; empty when none is named.',
    unrequested: 'Whether one of them requests nothing of the resource.',
    over: 'What went over its limit: `container web`, `the pod`, `volume scratch`; empty otherwise.',
    limit: 'That limit, as it stands there; empty otherwise.',
    conditions: 'The conditions of the node that kept the pod out, as one text; empty otherwise.',
  },
  run: ({ message }) => readEviction(text(message)),
};

const NODE_LOW = /The node was low on resource: ([\w./-]+?)\. /;
const THRESHOLD = /Threshold quantity: (\S+), available: (\S+)\. /;
const USER =
  /(?:Container|Pod) (\S+) was using (\S+), (?:request is (\S+), has larger consumption of \S+|which exceeds its request of (\S+?))\. /g;
const REFUSED = /The node had condition: \[([^\]]*)\]/;

/** Each limit's words, and what it is that went over it. */
const LIMITS: readonly (readonly [pattern: RegExp, over: (name: string) => string])[] = [
  [
    /Container (?<name>\S+) exceeded its local ephemeral storage limit "(?<limit>[^"]*)"/,
    (name) => `container ${name}`,
  ],
  [/Pod ephemeral local storage usage exceeds the total limit of containers (?<limit>\S+?)\.(?:\s|$)/, () => 'the pod'],
  [/Usage of EmptyDir volume "(?<name>[^"]*)" exceeds the limit "(?<limit>[^"]*)"/, (name) => `volume ${name}`],
];

function readEviction(whole: string): ProbeResult | undefined {
  if (whole === '') return undefined;
  // Every sentence ends with a dot and a space; whoever copies the message trims the last one.
  const message = `${whole.trimEnd()} `;
  const users = usersIn(message);
  const [over, limit] = limitIn(message);
  const resource = NODE_LOW.exec(message)?.[1] ?? '';
  const [, threshold = '', available = ''] = THRESHOLD.exec(message) ?? [];
  const conditions = REFUSED.exec(message)?.[1] ?? '';
  const kind = kindOf({ resource, limit, conditions });
  return {
    kind,
    resource,
    threshold: readable(threshold, resource),
    available: readable(available, resource),
    users,
    usage: users.map(({ name, used, request }) => `${name} used ${used} and requests ${request}`).join('; '),
    unrequested: users.some(({ request }) => request === '0'),
    over,
    limit,
    conditions,
  };
}

/** The kubelet writes bytes as they come (`16084133679`); counts of inodes and process ids stay counts. */
function readable(quantity: string, resource: string): string {
  const parsed = resource === 'memory' || resource === 'ephemeral-storage' ? parseQuantity(quantity) : undefined;
  return parsed === undefined ? quantity : formatBytes(toBytes(parsed));
}

function kindOf(found: { readonly resource: string; readonly limit: string; readonly conditions: string }): string {
  if (found.limit !== '') return 'own-limit';
  if (found.conditions !== '') return 'refused';
  return found.resource === '' ? 'other' : 'pressure';
}

interface User {
  readonly name: string;
  readonly used: string;
  readonly request: string;
}

function usersIn(message: string): readonly User[] {
  return [...message.matchAll(USER)].map(([, name = '', used = '', now, before]) => ({
    name,
    used,
    request: now ?? before ?? '',
  }));
}

function limitIn(message: string): readonly [over: string, limit: string] {
  for (const [pattern, over] of LIMITS) {
    const groups = pattern.exec(message)?.groups;
    if (groups !== undefined) return [over(groups['name'] ?? ''), groups['limit'] ?? ''];
  }
  return ['', ''];
}
