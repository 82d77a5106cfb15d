import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, isRecord, list, nameOf, namespaceOf, record, text } from './read.ts';
import { maybeMeant, meantPolicies } from './traffic/policy-meant.ts';
import { isolates, lets, type Connection, type Direction, type End, type Wish } from './traffic/policy-rules.ts';
import { declaredPorts } from './traffic/service-port.ts';

/**
 * Whether NetworkPolicies let one end reach the other, by their rules alone: a connection passes where the policies about
 * the one that calls let it out and those about the one that is called let it in; each side is open where no policy is
 * about it (Kubernetes documentation, "Network Policies"). Whether anything enforces policies is another question.
 */
export const networkPolicyVerdict: Probe = {
  name: 'network-policy-verdict',
  computes: 'Whether NetworkPolicies let a pod reach another pod or an address, and which of them do not.',
  params: {
    policies: { is: 'list', means: 'The NetworkPolicies of the namespaces of both ends.' },
    source: { is: 'object', optional: true, means: 'The pod that calls; left out for an address outside.' },
    target: { is: 'object', optional: true, means: 'The pod that is called; left out for an address outside.' },
    address: { is: 'text', optional: true, means: 'The address of the end that is no pod.' },
    port: { is: 'text', optional: true, means: "The port of the target, by number or by the pod's name for it." },
    protocol: { is: 'text', optional: true, means: 'TCP (where it is left out), UDP or SCTP.' },
    namespaces: { is: 'list', optional: true, means: 'The namespaces of both ends, for their labels.' },
    pods: {
      is: 'list',
      optional: true,
      means: 'The pods of the namespace of whichever end; without them no label is known to be on none.',
    },
  },
  returns: {
    allowed: 'Whether both sides let it pass.',
    leaves: 'Whether the side that calls lets it out.',
    enters: 'Whether the side that is called lets it in.',
    isolated: 'The policies about either end, as one line; empty without any.',
    blocking: 'The policies of the side that stops it; none where it passes.',
    policy: 'That of them which comes nearest to letting it pass, else the first by name; null where it passes.',
    name: 'Its namespace and name; empty where it passes.',
    names: 'The names of all of them as one line, that one first.',
    meant:
      'A policy that lets this very connection pass and is about other pods of the side that stops it; null without one, and ' +
      'where a policy about the pod nearly lets it pass.',
    stale: 'Labels by which that policy chooses its pods and that no pod there has, as one line; empty without any.',
    perhaps: 'Whether there is such a policy, or may be one where the labels of a namespace are not known.',
    side: '`egress` or `ingress`, whichever stops it; empty where it passes.',
    port: 'The number of the port that was asked about; 0 where it is not known.',
    rule: 'The rule that would let it pass, in words.',
    sourceLabels: 'The labels of the pod that calls, without those that every new pod changes.',
    targetLabels: 'Those of the pod that is called; none for an address outside.',
    to: 'The far end as the peers of a rule that lets the caller out.',
  },
  run: judge,
};

interface Side {
  readonly direction: Direction;
  readonly policies: readonly unknown[];
  /** Undefined where the labels of a namespace decide and are not known. */
  readonly passes: boolean | undefined;
  readonly peer: End;
}

function judge(args: ProbeArgs): ProbeResult | undefined {
  if (!Array.isArray(args['policies'])) return undefined;
  const source = endOf(args['source'], args);
  const target = endOf(args['target'], args);
  if (source.address === '' && target.address === '') return undefined;
  const wish = wishOf(args, target);
  const policies = list(args['policies']).toSorted((a, b) => compareText(nameOf(a), nameOf(b)));
  const leaves = sideOf('Egress', policies, { own: source, peer: target }, wish);
  const enters = sideOf('Ingress', policies, { own: target, peer: source }, wish);
  const stops = [leaves, enters].find(({ passes }) => passes === false);
  if (stops === undefined && (leaves.passes === undefined || enters.passes === undefined)) return undefined;
  const about = [...new Set([...leaves.policies, ...enters.policies])];
  return {
    allowed: stops === undefined,
    leaves: leaves.passes ?? null,
    enters: enters.passes ?? null,
    isolated: about.map(nameOf).join(', '),
    port: wish.port ?? 0,
    sourceLabels: lastingLabels(source.pod),
    targetLabels: lastingLabels(target.pod),
    to: [peerOf(target)],
    ...stopResult(stops, target, wish),
    ...meantResult(stops, policies, {
      own: stops?.direction === 'Ingress' ? target : source,
      target,
      wish,
      pods: list(args['pods']),
    }),
  };
}

interface Stopped {
  readonly own: End;
  readonly target: End;
  readonly wish: Wish;
  /** Those of the namespace of `own`; none where they were not seen. */
  readonly pods: readonly unknown[];
}

function meantResult(
  side: Side | undefined,
  policies: readonly unknown[],
  { own, target, wish, pods }: Stopped,
): ProbeResult {
  const none = { meant: null, stale: '', perhaps: false };
  if (side === undefined) return none;
  const connection = { peer: side.peer, target: target.pod, ...wish };
  if (side.policies.some((policy) => nearness(policy, side.direction, connection) > 1)) return none;
  const [first] = meantPolicies(policies, { pod: own.pod, pods }, side.direction, connection);
  const perhaps = maybeMeant(policies, own.pod, side.direction, connection);
  return first === undefined ? { ...none, perhaps } : { meant: first.policy, stale: first.stale.join(', '), perhaps };
}

function endOf(pod: unknown, { address, namespaces }: ProbeArgs): End {
  if (!isRecord(pod)) return { pod: null, address: text(address), namespaceLabels: undefined };
  const home = list(namespaces).find((each) => nameOf(each) === namespaceOf(pod));
  // A pod without an address yet is a pod all the same.
  const own = text(field(pod, 'status.podIP')) || 'none';
  return {
    pod,
    address: own,
    namespaceLabels: home === undefined ? undefined : (field(home, 'metadata.labels') ?? {}),
  };
}

function wishOf({ port, protocol }: ProbeArgs, target: End): Wish {
  const wanted = text(port);
  const named = declaredPorts(target.pod).find(({ name }) => name === wanted)?.number;
  const number = /^\d{1,5}$/.test(wanted) ? Number(wanted) : named;
  return { port: number, protocol: text(protocol) || 'TCP' };
}

interface Ends {
  readonly own: End;
  readonly peer: End;
}

/** A side without a policy is open; with some, one that lets it pass is enough. */
function sideOf(direction: Direction, policies: readonly unknown[], { own, peer }: Ends, wish: Wish): Side {
  const about = isRecord(own.pod) ? policies.filter((policy) => isolates(policy, own.pod, direction)) : [];
  if (about.length === 0) return { direction, policies: about, passes: true, peer };
  const target = direction === 'Ingress' ? own.pod : peer.pod;
  const answers = about.map((policy) => lets(policy, direction, { peer, target, ...wish }));
  const passes = answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  return { direction, policies: about, passes, peer };
}

function stopResult(side: Side | undefined, target: End, wish: Wish): ProbeResult {
  if (side === undefined) return { blocking: [], policy: null, name: '', names: '', side: '', rule: '' };
  const policies = nearestFirst(side, { peer: side.peer, target: target.pod, ...wish });
  return {
    blocking: policies,
    policy: policies[0],
    name: placeOf(policies[0]),
    names: policies.map(placeOf).join(', '),
    side: side.direction === 'Egress' ? 'egress' : 'ingress',
    rule: ruleText(side, wish),
  };
}

/** Of several policies that do not let it pass, the one that nearly does is most likely the one that is wrong. */
function nearestFirst({ direction, policies }: Side, connection: Connection): readonly unknown[] {
  const near = new Map(policies.map((policy) => [policy, nearness(policy, direction, connection)]));
  return policies.toSorted((a, b) => (near.get(b) ?? 0) - (near.get(a) ?? 0));
}

/** 3 where a rule names the far end and another port, 2 the port and another end, 1 another port and anybody. */
function nearness(policy: unknown, direction: Direction, connection: Connection): number {
  const ends = direction === 'Ingress' ? 'from' : 'to';
  const rules = list(field(policy, direction === 'Ingress' ? 'spec.ingress' : 'spec.egress'));
  const passes = (kept: readonly unknown[], part: string): boolean =>
    lets(
      withRules(
        policy,
        direction,
        kept.map((rule) => without(rule, part)),
      ),
      direction,
      connection,
    ) === true;
  const named = rules.filter((rule) => list(entry(rule, ends)).some((peer) => !isEverybody(peer)));
  if (passes(named, 'ports')) return 3;
  if (passes(named, ends)) return 2;
  return passes(rules, 'ports') ? 1 : 0;
}

/** A block of all addresses names nobody. */
function isEverybody(peer: unknown): boolean {
  return /\/0$/.test(text(field(peer, 'ipBlock.cidr')));
}

function withRules(policy: unknown, direction: Direction, rules: readonly unknown[]): unknown {
  const key = direction === 'Ingress' ? 'ingress' : 'egress';
  return { ...record(policy), spec: { ...record(field(policy, 'spec')), [key]: rules } };
}

function without(rule: unknown, part: string): unknown {
  return Object.fromEntries(Object.entries(record(rule)).filter(([name]) => name !== part));
}

function placeOf(policy: unknown): string {
  return `${namespaceOf(policy)}/${nameOf(policy)}`;
}

function ruleText({ direction, peer }: Side, { port, protocol }: Wish): string {
  const way = direction === 'Ingress' ? 'from' : 'to';
  const who = isRecord(peer.pod)
    ? `pods of namespace ${namespaceOf(peer.pod)} with ${labelText(peer.pod)}`
    : peer.address;
  return `${protocol}${port === undefined ? '' : ` ${String(port)}`} ${way} ${who}`;
}

function peerOf({ pod, address }: End): ProbeResult {
  if (!isRecord(pod)) return { ipBlock: { cidr: `${address}/${address.includes(':') ? '128' : '32'}` } };
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaceOf(pod) } },
    podSelector: { matchLabels: lastingLabels(pod) },
  };
}

/** What a rule would select by: labels that every new revision or replica changes are left out. */
function lastingLabels(pod: unknown): Readonly<Record<string, unknown>> {
  const labels = Object.entries(record(field(pod, 'metadata.labels')));
  return Object.fromEntries(labels.filter(([key]) => !PASSING.has(key)));
}

function labelText(pod: unknown): string {
  const labels = Object.entries(lastingLabels(pod));
  return labels.map(([key, value]) => `${key}=${text(value)}`).join(', ') || 'no label';
}

const PASSING = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
]);
