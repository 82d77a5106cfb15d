import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, nameOf, text } from '../read.ts';
import { endpointsOf } from '../traffic/endpoints.ts';
import { backingOf, type Backing } from './backing.ts';
import { targetsOf, type Target } from './targets.ts';

/**
 * What AWS says of the targets of one target group, held against the pods and nodes that the Service means. AWS calls a node
 * without a ready pod unhealthy where the Service wants its traffic on the node that took it (externalTrafficPolicy Local), and a
 * target that is being taken out draining: both are as meant.
 */
export const targetHealth: Probe = {
  name: 'target-health',
  computes: 'Which targets of a target group of AWS are well, which are not and why, and which should be there.',
  params: {
    health: { is: 'object', means: 'What `aws elbv2 describe-target-health` printed.' },
    sort: { is: 'text', means: 'What its targets are: `ip`, `instance`, or something else.' },
    service: { is: 'object', means: 'The Service that the group is for.' },
    slices: { is: 'list', means: 'EndpointSlices, its own among them.' },
    pods: { is: 'list', means: 'Its pods.' },
    nodes: { is: 'list', means: 'The nodes.' },
    port: { is: 'text', optional: true, means: 'The port of the Service that the group is for, by number or name.' },
    shared: { is: 'text', optional: true, means: 'Anything where targets of other clusters belong to it too.' },
  },
  returns: {
    rows: 'One row per target: id, port, zone, state, reason, description (as AWS has them), code, pod, node (the names of what it is; empty where that is not known), since (from when on it could answer, RFC 3339; empty where that is not known). `code` is `healthy`, `leaving` (healthy still, and no ready pod is behind it), `initial`, `unhealthy`, `by-design`, `pod-not-ready`, `node-not-ready`, `draining`, `not-in-use`, `unused`, `unavailable`, `stale`, `other-port` or `other`.',
    total: 'How many targets are registered (a count).',
    healthy: 'How many of them are healthy and have a ready pod or node behind them (a count).',
    wanted: 'How many should be: its ready addresses, or the nodes that take its traffic (a count).',
    faults: 'The rows of targets that are unhealthy though what they are is ready, or that are not used.',
    initial: 'The rows of targets whose first health checks are running.',
    stale: 'The rows of targets that are no address and no node of the Service any more.',
    draining: 'How many are being taken out (a count).',
    designed: 'How many are unhealthy as is meant, for no ready pod is on that node (a count).',
    waiting: 'How many are unhealthy since their pod or node is not ready (a count).',
    open: 'How many are in a state of which nothing can be said (a count).',
    missing:
      'Ready pods, or nodes that hold one, which are not registered: rows of pod, node, address, since (RFC 3339).',
    reasons: 'The reasons that AWS gives of the faults, as one line.',
  },
  run: judge,
};

const FAULTS = ['unhealthy', 'not-in-use', 'unused'];
const OPEN = ['unavailable', 'other'];
const JUDGED = ['initial', 'unhealthy', 'unused'];

function judge(args: ProbeArgs): ProbeResult | undefined {
  const { health, service, slices, pods, nodes } = args;
  const targets = targetsOf(health);
  if (targets === undefined || nameOf(service) === '') return undefined;
  if (!Array.isArray(slices) || !Array.isArray(pods) || !Array.isArray(nodes)) return undefined;
  const endpoints = endpointsOf(service, slices);
  const facts = { service, endpoints, pods, nodes };
  const backing = backingOf(facts, { sort: text(args['sort']), port: text(args['port']) });
  const isShared = text(args['shared']) !== '';
  const rows = targets.map((target) => rowOf(target, backing, isShared));
  const [counted, picked] = [countOf(rows), pickOf(rows)];
  const faults = picked(FAULTS);
  return {
    rows,
    total: rows.length,
    healthy: counted(['healthy']),
    wanted: backing.wanted ?? rows.length - counted(['draining']),
    faults,
    initial: picked(['initial']),
    stale: picked(['stale', 'other-port']),
    draining: counted(['draining']),
    designed: counted(['by-design']),
    waiting: counted(['pod-not-ready', 'node-not-ready']),
    open: counted(OPEN),
    missing: backing.expected
      .filter(({ covers }) => !targets.some((target) => !target.isDraining && covers(target)))
      .map(({ pod, node, address, since }) => ({ pod, node, address, since })),
    reasons: [...new Set(faults.map(({ reason }) => reason || '–'))].toSorted(compareText).join(', '),
  };
}

interface Row {
  readonly code: string;
  readonly reason: string;
}

function rowOf(target: Target, backing: Backing, isShared: boolean): Row & ProbeResult {
  const { id, port, zone, state, reason, description } = target;
  const stands = backing.of(target);
  const shown = { id, port, zone, state, reason, description, pod: stands.pod, node: stands.node, since: stands.since };
  return { ...shown, code: codeOf(target, isShared && stands.is === 'stale' ? '' : stands.is) };
}

/** What it is in the cluster says why it need not answer; what AWS says counts where it should. */
function codeOf({ state, reason, isDraining }: Target, is: string): string {
  if (isDraining) return 'draining';
  if (is === 'stale' || is === 'other-port') return is;
  if (state === 'healthy') return is === '' ? 'healthy' : 'leaving';
  if (state === 'unavailable') return state;
  if (!JUDGED.includes(state)) return 'other';
  if (is !== '') return is;
  if (state === 'unused') return reason === 'Target.NotInUse' ? 'not-in-use' : 'unused';
  return state;
}

function pickOf(rows: readonly Row[]) {
  return (codes: readonly string[]): readonly Row[] => rows.filter(({ code }) => codes.includes(code));
}

function countOf(rows: readonly Row[]) {
  return (codes: readonly string[]): number => pickOf(rows)(codes).length;
}
