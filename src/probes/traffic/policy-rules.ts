import { selects } from '../label-selector.ts';
import { entry, field, isRecord, list, namespaceOf, num, text } from '../read.ts';
import { isInRange } from './cidr.ts';
import { declaredPorts } from './service-port.ts';

/** Which way a policy looks: at what comes to its pods, or at what leaves them. */
export type Direction = 'Ingress' | 'Egress';

/** One end of a connection. */
export interface End {
  /** Null for an address outside of the cluster. */
  readonly pod: unknown;
  readonly address: string;
  /** The labels of its namespace; undefined where that could not be seen. */
  readonly namespaceLabels: unknown;
}

/** What somebody wants to reach: the number of a port, undefined where it is not known. */
export interface Wish {
  readonly port: number | undefined;
  readonly protocol: string;
}

/** A connection as one side sees it. */
export interface Connection extends Wish {
  /** The far end. */
  readonly peer: End;
  /** The pod whose port is meant; null for an address outside. */
  readonly target: unknown;
}

/**
 * Whether a policy is about a pod in one direction (NetworkPolicySpec, networking.k8s.io/v1). Without `policyTypes` it is
 * about ingress, and about egress where it has egress rules. Pods on the network of their node are outside of policies.
 */
export function isolates(policy: unknown, pod: unknown, direction: Direction): boolean {
  if (namespaceOf(policy) !== namespaceOf(pod) || field(pod, 'spec.hostNetwork') === true) return false;
  if (!selects(field(policy, 'spec.podSelector') ?? {}, labelsOf(pod))) return false;
  const types = list(field(policy, 'spec.policyTypes')).map(text);
  if (types.length > 0) return types.includes(direction);
  return direction === 'Ingress' || list(field(policy, 'spec.egress')).length > 0;
}

/**
 * Whether a rule of a policy lets a connection pass; undefined where the labels of a namespace would have to be known.
 */
export function lets(policy: unknown, direction: Direction, connection: Connection): boolean | undefined {
  const rules = list(field(policy, direction === 'Ingress' ? 'spec.ingress' : 'spec.egress'));
  const answers = rules
    .filter((rule) => namesPort(rule, connection))
    .map((rule) => namesPeer(rule, direction, policy, connection.peer));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Without ports a rule is about every port; a protocol without a port is about all of that protocol. */
function namesPort(rule: unknown, connection: Connection): boolean {
  const ports = list(entry(rule, 'ports'));
  return ports.length === 0 || ports.some((each) => isPort(each, connection));
}

function isPort(each: unknown, { target, port, protocol }: Connection): boolean {
  if ((text(entry(each, 'protocol')) || 'TCP') !== protocol) return false;
  const named = entry(each, 'port');
  if (named === undefined || named === null) return true;
  if (port === undefined) return false;
  const from = num(named) ?? numberOf(text(named), target, protocol);
  const to = num(entry(each, 'endPort')) ?? from;
  return from !== undefined && to !== undefined && port >= from && port <= to;
}

/** A name is that of a port of the pod that is reached, whichever end the policy is about. */
function numberOf(name: string, target: unknown, protocol: string): number | undefined {
  return declaredPorts(target).find((each) => each.name === name && each.protocol === protocol)?.number;
}

/** Without peers a rule is about everybody. */
function namesPeer(rule: unknown, direction: Direction, policy: unknown, peer: End): boolean | undefined {
  const peers = list(entry(rule, direction === 'Ingress' ? 'from' : 'to'));
  if (peers.length === 0) return true;
  const answers = peers.map((each) => isPeer(each, policy, peer));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Without a namespaceSelector a podSelector chooses in the policy's own namespace (NetworkPolicyPeer). */
function isPeer(each: unknown, policy: unknown, peer: End): boolean | undefined {
  const block = entry(each, 'ipBlock');
  if (isRecord(block)) return isInBlock(block, peer.address);
  if (!isRecord(peer.pod) || field(peer.pod, 'spec.hostNetwork') === true) return false;
  const [pods, namespaces] = [entry(each, 'podSelector'), entry(each, 'namespaceSelector')];
  if (pods !== undefined && pods !== null && !selects(pods, labelsOf(peer.pod))) return false;
  if (namespaces === undefined || namespaces === null)
    return isRecord(pods) && namespaceOf(peer.pod) === namespaceOf(policy);
  return inNamespaces(namespaces, peer);
}

/** An empty selector takes every namespace, seen or not. */
function inNamespaces(selector: unknown, { namespaceLabels }: End): boolean | undefined {
  if (selects(selector, {}) && isEmpty(selector)) return true;
  return isRecord(namespaceLabels) ? selects(selector, namespaceLabels) : undefined;
}

function isEmpty(selector: unknown): boolean {
  const labels = entry(selector, 'matchLabels');
  return (
    (!isRecord(labels) || Object.keys(labels).length === 0) && list(entry(selector, 'matchExpressions')).length === 0
  );
}

function isInBlock(block: unknown, address: string): boolean {
  if (!isInRange(address, text(entry(block, 'cidr')))) return false;
  return !list(entry(block, 'except')).some((range) => isInRange(address, text(range)));
}

function labelsOf(pod: unknown): unknown {
  return field(pod, 'metadata.labels') ?? {};
}
