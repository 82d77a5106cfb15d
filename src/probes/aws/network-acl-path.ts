import { isInRange } from '../traffic/cidr.ts';
import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, list, num, optionalList, text } from '../read.ts';

/**
 * Whether the network ACLs of two subnets let a TCP connection pass and its answers back. They keep no state, so the answers need
 * rules of their own, for the ports from which clients connect. Of the rules of one direction the first by number that fits
 * decides, and what none fits is denied (Amazon VPC user guide, "Network ACL rules"). Inside of a subnet no ACL is asked.
 */
export const networkAclPath: Probe = {
  name: 'network-acl-path',
  computes:
    'Whether network ACLs of AWS let a TCP connection pass between two subnets, there and back, and which rule decides.',
  params: {
    acls: { is: 'list', means: 'What `ec2 describe-network-acls` told of the ACLs of both subnets.' },
    subnet: { is: 'text', means: 'The subnet of whoever connects.' },
    address: { is: 'text', means: 'The address that the connection comes from.' },
    target: { is: 'text', means: 'The subnet of the destination.' },
    targetAddress: { is: 'text', means: 'The address of the destination.' },
    port: { is: 'number', means: 'The port of the destination.' },
  },
  returns: {
    verdict: '`allowed`, `denied`, `partly` (the answers to some ports are denied) or `unknown`.',
    leg: 'Which way is denied: `out` of the one subnet, `in` to the other, `back-out`, `back-in`; empty where none is.',
    acl: 'The id of the ACL that denies it; empty where none does.',
    rule: 'The number of its rule, `*` for the one behind all others; empty where none denies.',
    ports: 'The ports that it denies; empty where none does.',
  },
  run: judge,
};

/** Where Linux takes the ports of its own connections from (ip_local_port_range, as the kernel sets it). */
const EPHEMERAL: Ports = [32768, 60999];

/** From the first port to the last. */
type Ports = readonly [first: number, last: number];

interface Leg {
  readonly leg: string;
  readonly subnet: string;
  readonly egress: boolean;
  /** The address at the other end of the subnet's boundary. */
  readonly peer: string;
  readonly ports: Ports;
}

interface Judged {
  readonly verdict: 'allowed' | 'denied' | 'partly' | 'unknown';
  readonly leg: string;
  readonly acl: string;
  readonly rule: string;
  readonly ports: string;
}

const NOTHING = { leg: '', acl: '', rule: '', ports: '' };
const BY_WEIGHT = ['denied', 'unknown', 'partly'] as const;

function judge(args: ProbeArgs): ProbeResult | undefined {
  const [acls, port] = [optionalList(args['acls']), num(args['port'])];
  const [subnet, address, target, targetAddress] = ['subnet', 'address', 'target', 'targetAddress'].map((key) =>
    text(args[key]),
  );
  if (acls === undefined || port === undefined) return undefined;
  if (!subnet || !target || !address || !targetAddress) return { ...NOTHING, verdict: 'unknown' };
  if (subnet === target) return { ...NOTHING, verdict: 'allowed' };
  const asked: Ports = [port, port];
  const legs: readonly Leg[] = [
    { leg: 'out', subnet, egress: true, peer: targetAddress, ports: asked },
    { leg: 'in', subnet: target, egress: false, peer: address, ports: asked },
    { leg: 'back-out', subnet: target, egress: true, peer: address, ports: EPHEMERAL },
    { leg: 'back-in', subnet, egress: false, peer: targetAddress, ports: EPHEMERAL },
  ];
  const judged = legs.map((leg) => judgeLeg(acls, leg));
  const worst = BY_WEIGHT.map((verdict) => judged.find((each) => each.verdict === verdict)).find(Boolean);
  return { ...(worst ?? { ...NOTHING, verdict: 'allowed' }) };
}

function judgeLeg(acls: readonly unknown[], leg: Leg): Judged {
  const unknown: Judged = { ...NOTHING, verdict: 'unknown' };
  const [acl, another] = acls.filter((each) =>
    list(entry(each, 'Associations')).some((one) => text(entry(one, 'SubnetId')) === leg.subnet),
  );
  const rules = optionalList(entry(acl, 'Entries'))
    ?.filter((each) => entry(each, 'Egress') === leg.egress)
    .map(ruleOf);
  if (rules === undefined || another !== undefined || rules.includes(undefined)) return unknown;
  const known = rules.filter((rule) => rule !== undefined).toSorted((a, b) => a.number - b.number);
  const parts = decide(known, leg);
  const [denied] = parts.filter(({ rule }) => rule === undefined || !rule.allows);
  if (denied === undefined) return { ...NOTHING, verdict: 'allowed' };
  const number = denied.rule === undefined || denied.rule.number > MOST ? '*' : String(denied.rule.number);
  return {
    verdict: parts.some(({ rule }) => rule?.allows === true) ? 'partly' : 'denied',
    leg: leg.leg,
    acl: text(entry(acl, 'NetworkAclId')),
    rule: number,
    ports: wordsOf(denied.ports),
  };
}

/** The highest number that a person may give; the last rule of all bears the next one. */
const MOST = 32766;

interface Rule {
  readonly number: number;
  readonly allows: boolean;
  /** Undefined for every protocol. */
  readonly protocol: string | undefined;
  /** Of IPv4 or of IPv6. */
  readonly range: string;
  readonly ports: Ports;
}

/** Reads one rule; undefined where it is written in a way that is not understood. */
function ruleOf(value: unknown): Rule | undefined {
  const [number, action, protocol] = [
    num(entry(value, 'RuleNumber')),
    text(entry(value, 'RuleAction')),
    text(entry(value, 'Protocol')),
  ];
  const range = text(entry(value, 'CidrBlock')) || text(entry(value, 'Ipv6CidrBlock'));
  if (number === undefined || !['allow', 'deny'].includes(action) || protocol === '' || range === '') return undefined;
  const ports = portsOf(entry(value, 'PortRange'));
  if (ports === undefined) return undefined;
  return { number, allows: action === 'allow', protocol: protocol === '-1' ? undefined : protocol, range, ports };
}

const EVERY: Ports = [0, 65535];

/** A rule for every protocol has no ports; undefined where what stands there is none. */
function portsOf(value: unknown): Ports | undefined {
  if (value === undefined || value === null) return EVERY;
  const [from, to] = [num(entry(value, 'From')), num(entry(value, 'To'))];
  return from === undefined || to === undefined || from > to ? undefined : [from, to];
}

/** TCP by its number, and as some tools write it. */
const TCP = ['6', 'tcp'];

/** Which rule decides over which of the ports, from the first rule on; no rule for ports that none of them is about. */
function decide(rules: readonly Rule[], { peer, ports }: Leg): readonly { rule: Rule | undefined; ports: Ports }[] {
  let open: readonly Ports[] = [ports];
  const decided: { rule: Rule | undefined; ports: Ports }[] = [];
  for (const rule of rules.filter((each) => fits(each, peer))) {
    // A rule for every protocol is about every port, whatever stands in it.
    const [from, to] = rule.protocol === undefined ? EVERY : rule.ports;
    const taken = open.flatMap(([first, last]) => spanOf(Math.max(first, from), Math.min(last, to)));
    decided.push(...taken.map((each) => ({ rule, ports: each })));
    open = open.flatMap(([first, last]) => [
      ...spanOf(first, Math.min(last, from - 1)),
      ...spanOf(Math.max(first, to + 1), last),
    ]);
  }
  return [...decided, ...open.map((each) => ({ rule: undefined, ports: each }))];
}

function fits({ protocol, range }: Rule, peer: string): boolean {
  return (protocol === undefined || TCP.includes(protocol)) && isInRange(peer, range);
}

function spanOf(first: number, last: number): readonly Ports[] {
  return first <= last ? [[first, last]] : [];
}

function wordsOf([first, last]: Ports): string {
  return first === last ? String(first) : `${String(first)}-${String(last)}`;
}
