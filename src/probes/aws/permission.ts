import { isInRange, spanOf } from '../traffic/cidr.ts';
import { entry, isRecord, num, optionalList, text } from '../read.ts';

/** Whether something may pass: what is not read can never be a no. */
export type Passage = 'allowed' | 'denied' | 'unknown';

/** Why a passage is unknown, and of what: the id of a group or of a prefix list, or nothing. */
export interface Doubt {
  readonly code: string;
  readonly of: string;
}

/** The rule that lets something pass, as it is written. */
export interface AllowingRule {
  readonly group: string;
  /** As AWS has it: `tcp`, `6`, or `-1` for all. */
  readonly protocol: string;
  /** `5432`, `5000-6000`, or `all`. */
  readonly ports: string;
  /** The group, the range or the prefix list that it names. */
  readonly source: string;
}

/** What one or several rules make of a connection. */
export interface Judgement {
  readonly passage: Passage;
  readonly rule?: AllowingRule;
  readonly doubts: readonly Doubt[];
}

/** The far end of a connection as a rule of a security group sees it, and what is known of lists of prefixes. */
export interface Peer {
  /** The ids of the groups of its interface; empty where they are not known. */
  readonly groups: readonly string[];
  /** IPv4 or IPv6; empty where it is not known. */
  readonly address: string;
  /** The ranges of each prefix list that was read. */
  readonly prefixes: ReadonlyMap<string, readonly string[]>;
}

/** The group whose rules are read. */
export interface RuleOwner {
  readonly id: string;
  /** The account that the group belongs to; empty where it is not said. */
  readonly account: string;
}

/** Every code of a doubt, for which a runbook has the words. */
export const DOUBTS: readonly string[] = [
  'foreign-group',
  'group',
  'malformed',
  'no-address',
  'no-destination',
  'no-groups',
  'no-source',
  'other-vpc',
  'prefix-list',
  'sources-differ',
];

/** The ranges that hold every address of their family. */
export const WORLD: readonly string[] = ['0.0.0.0/0', '::/0'];

const MALFORMED = 'malformed';

/**
 * What the rules of one group, `IpPermissions` or `IpPermissionsEgress`, make of a TCP connection with this peer. Rules are
 * a union and none of them forbids (Amazon VPC user guide, "Security group rules"). Of what is no list nothing is known.
 */
export function judgeRules(permissions: unknown, port: number, peer: Peer, owner: RuleOwner): Judgement {
  const all = optionalList(permissions);
  if (all === undefined) return doubt(MALFORMED, owner.id);
  return anyOf(all.map((each) => judgeRule(each, port, peer, owner)));
}

/** The union of judgements: one that allows is enough, and one that is not known keeps the rest from being a no. */
export function anyOf(judgements: readonly Judgement[]): Judgement {
  const allowing = judgements.find(({ passage }) => passage === 'allowed');
  if (allowing !== undefined) return { ...allowing, doubts: [] };
  const doubts = judgements.flatMap((each) => each.doubts);
  return { passage: judgements.some(({ passage }) => passage === 'unknown') ? 'unknown' : 'denied', doubts };
}

/** A judgement that is unknown for one reason. */
export function doubt(code: string, of = ''): Judgement {
  return { passage: 'unknown', doubts: [{ code, of }] };
}

const NO: Judgement = { passage: 'denied', doubts: [] };

/** Whether a rule is about this port of TCP: true, false, or undefined where it is written in a way that nobody knows. */
export function isAbout(permission: unknown, port: number): boolean | undefined {
  const protocol = protocolOf(permission);
  if (protocol === '-1') return true;
  if (protocol !== 'tcp' && protocol !== '6') return protocol === '' ? undefined : false;
  const [from, to] = [boundOf(permission, 'FromPort', 0), boundOf(permission, 'ToPort', 65_535)];
  return from === undefined || to === undefined ? undefined : from <= port && port <= to;
}

/** A port is missing where all are meant (aws-kubernetes 1.5); one that is no number is not guessed. */
function boundOf(permission: unknown, key: string, missing: number): number | undefined {
  const written = entry(permission, key);
  if (written === undefined || written === null) return missing;
  const bound = num(written);
  return bound === undefined || bound < 0 ? undefined : bound;
}

/** The protocol of a rule in small letters; empty where it is neither a text nor a number. */
export function protocolOf(permission: unknown): string {
  const written = entry(permission, 'IpProtocol');
  return (num(written)?.toString() ?? text(written)).toLowerCase();
}

function judgeRule(permission: unknown, port: number, peer: Peer, owner: RuleOwner): Judgement {
  const about = isRecord(permission) ? isAbout(permission, port) : undefined;
  if (about === undefined) return doubt(MALFORMED, owner.id);
  if (!about) return NO;
  const judgement = anyOf([
    ofList(permission, 'UserIdGroupPairs', owner, (each) => judgePair(each, peer, owner)),
    ofList(permission, 'IpRanges', owner, (each) => judgeRange(text(entry(each, 'CidrIp')), peer, owner)),
    ofList(permission, 'Ipv6Ranges', owner, (each) => judgeRange(text(entry(each, 'CidrIpv6')), peer, owner)),
    ofList(permission, 'PrefixListIds', owner, (each) => judgePrefixes(text(entry(each, 'PrefixListId')), peer, owner)),
  ]);
  const { rule } = judgement;
  const written = { protocol: protocolOf(permission), ports: portsOf(permission) };
  return rule === undefined ? judgement : { ...judgement, rule: { ...rule, ...written } };
}

/** The ports of a rule: `5432`, `5000-6000`, or `all`. */
export function portsOf(permission: unknown): string {
  const [from, to] = [num(entry(permission, 'FromPort')), num(entry(permission, 'ToPort'))];
  if (from === undefined || to === undefined) return 'all';
  return from === to ? String(from) : `${String(from)}-${String(to)}`;
}

function ofList(permission: unknown, key: string, owner: RuleOwner, judge: (each: unknown) => Judgement): Judgement {
  const written = entry(permission, key);
  if (written === undefined || written === null) return NO;
  const all = optionalList(written);
  return all === undefined ? doubt(MALFORMED, owner.id) : anyOf(all.map(judge));
}

/**
 * A group of another account is known by its id alone, and only over a peering that is active. Whether one that is not
 * among those of the peer is another name of what it uses, nobody who asks here can see.
 */
function judgePair(pair: unknown, peer: Peer, owner: RuleOwner): Judgement {
  const group = text(entry(pair, 'GroupId'));
  if (group === '') return doubt(MALFORMED, owner.id);
  const peering = text(entry(pair, 'PeeringStatus'));
  if (peer.groups.includes(group)) return peering === '' || isActive(peering) ? allow(group, owner) : NO;
  if (peer.groups.length === 0) return doubt('no-groups', group);
  const account = text(entry(pair, 'UserId'));
  return account !== '' && owner.account !== '' && account !== owner.account ? doubt('foreign-group', group) : NO;
}

/** Where the address is not known, only the range of all IPv4 addresses settles it: databases of AWS have one of those. */
function judgeRange(range: string, { address }: Peer, owner: RuleOwner): Judgement {
  if (spanOf(range) === undefined || !range.includes('/')) return doubt(MALFORMED, owner.id);
  if (spanOf(address) === undefined) return range === '0.0.0.0/0' ? allow(range, owner) : doubt('no-address', range);
  return isInRange(address, range) ? allow(range, owner) : NO;
}

function judgePrefixes(id: string, peer: Peer, owner: RuleOwner): Judgement {
  if (id === '') return doubt(MALFORMED, owner.id);
  const ranges = peer.prefixes.get(id);
  if (ranges === undefined) return doubt('prefix-list', id);
  const judgement = anyOf(ranges.map((range) => judgeRange(range, peer, owner)));
  return judgement.passage === 'allowed' ? allow(id, owner) : judgement;
}

function allow(source: string, { id }: RuleOwner): Judgement {
  return { passage: 'allowed', rule: { group: id, protocol: '', ports: '', source }, doubts: [] };
}

function isActive(status: string): boolean {
  return status.toLowerCase() === 'active';
}
