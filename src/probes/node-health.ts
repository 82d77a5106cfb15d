import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { condition, entry, field, isRecord, list, text } from './read.ts';

/** What a node says of itself, and what its controllers say of it (NodeStatus, core/v1). */
export const nodeHealth: Probe = {
  name: 'node-health',
  computes: 'Whether a node is ready, what keeps it from that, what it is short of, and whether somebody removes it.',
  params: { node: { is: 'object', means: 'The node.' } },
  returns: {
    ready: 'yes, no (its kubelet says so) or silent (nobody has heard of its kubelet).',
    why: 'What a node that is not ready lacks: network, runtime, shutdown, capacity, other; empty when it is ready or silent.',
    reason: 'The reason of its condition Ready; empty without one.',
    message: 'Its message.',
    since: 'When Ready last changed, RFC 3339; empty when it does not say.',
    heartbeat: 'When its kubelet last spoke, RFC 3339; empty when it does not say.',
    pressures: 'The conditions of pressure that hold: MemoryPressure, DiskPressure, PIDPressure.',
    pressed: 'When the latest of them began, RFC 3339; empty without any.',
    network: 'Why its network is not available (condition NetworkUnavailable); empty when it is, or nobody says.',
    cordoned: 'Whether it takes no new pods.',
    removal: 'What shows that it is being removed: a taint of an autoscaler, or its deletion; empty otherwise.',
    outOfService: 'Whether somebody has declared it out of service.',
    taints: 'All its taints as one text.',
  },
  run: readNode,
};

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** Taints by which cluster-autoscaler, Karpenter (since 1.0, and before) and cloud controllers announce a removal. */
const REMOVALS = [
  'ToBeDeletedByClusterAutoscaler',
  'karpenter.sh/disrupted',
  'karpenter.sh/disruption',
  'node.cloudprovider.kubernetes.io/shutdown',
  'aws-node-termination-handler/spot-itn',
];

function readNode({ node }: ProbeArgs): ProbeResult | undefined {
  if (!isRecord(node)) return undefined;
  const ready = condition(node, 'Ready');
  const message = text(entry(ready, 'message'));
  const state = readiness(ready);
  const pressing = PRESSURES.filter((type) => entry(condition(node, type), 'status') === 'True');
  const began = pressing.map((type) => text(entry(condition(node, type), 'lastTransitionTime')));
  return {
    ready: state,
    why: state === 'no' ? lackOf(message) : '',
    reason: text(entry(ready, 'reason')),
    message,
    since: text(entry(ready, 'lastTransitionTime')),
    heartbeat: text(entry(ready, 'lastHeartbeatTime')),
    pressures: pressing,
    pressed: began.toSorted().at(-1) ?? '',
    network: networkOf(node),
    cordoned: field(node, 'spec.unschedulable') === true,
    removal: removalOf(node),
    outOfService: taintsOf(node).some(({ key }) => key === 'node.kubernetes.io/out-of-service'),
    taints: taintsOf(node)
      .map(({ key, effect }) => `${key}:${effect}`)
      .join(', '),
  };
}

/** A node without the condition has a kubelet that never spoke. */
function readiness(ready: unknown): 'yes' | 'no' | 'silent' {
  const status = entry(ready, 'status');
  if (status === 'True') return 'yes';
  return status === 'False' ? 'no' : 'silent';
}

/** The words of `ReadyCondition` (pkg/kubelet/nodestatus/setters.go) and of what it is put together from (runtime.go). */
const LACKS: readonly (readonly [pattern: RegExp, lack: string])[] = [
  [/node is shutting down/i, 'shutdown'],
  [/NetworkReady=false|NetworkPluginNotReady|cni plugin not initialized|cni config uninitialized/i, 'network'],
  [/PLEG is not healthy|container runtime (?:is down|not ready|status check)|RuntimeReady=false/i, 'runtime'],
  [/Missing node capacity for resources/i, 'capacity'],
];

function lackOf(message: string): string {
  return LACKS.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
}

function networkOf(node: unknown): string {
  const found = condition(node, 'NetworkUnavailable');
  if (entry(found, 'status') !== 'True') return '';
  return [text(entry(found, 'reason')), text(entry(found, 'message'))].filter((part) => part !== '').join(': ');
}

function removalOf(node: unknown): string {
  const taint = taintsOf(node).find(({ key }) => REMOVALS.includes(key));
  if (taint !== undefined) return `taint ${taint.key}`;
  const deleted = text(field(node, 'metadata.deletionTimestamp'));
  return deleted === '' ? '' : `its deletion at ${deleted}`;
}

function taintsOf(node: unknown): readonly { readonly key: string; readonly effect: string }[] {
  return list(field(node, 'spec.taints')).map((taint) => ({
    key: text(entry(taint, 'key')),
    effect: text(entry(taint, 'effect')),
  }));
}
