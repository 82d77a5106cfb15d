import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, list, num, optionalList, text } from '../read.ts';
import {
  anyOf,
  doubt,
  isAbout,
  judgeRules,
  portsOf,
  protocolOf,
  WORLD,
  type Doubt,
  type Judgement,
  type Peer,
} from './permission.ts';

/**
 * Whether security groups let a TCP connection pass, out of those of its source and into those of its destination
 * (aws-kubernetes 1.5). Groups and rules are a union, and answers need no rule.
 */
export const securityGroupPath: Probe = {
  name: 'security-group-path',
  computes:
    'Whether security groups of AWS let a TCP connection pass from a source to a destination, and by which rule.',
  params: {
    sources: {
      is: 'list',
      means: 'Where it can come from: `groups`, the ids of the groups of one interface, and `address`.',
    },
    destination: { is: 'list', means: 'The ids of the groups of its destination.' },
    target: { is: 'text', optional: true, means: 'The address of its destination; empty where it is not known.' },
    port: { is: 'number', means: 'The port of its destination.' },
    groups: { is: 'list', means: 'What describe-security-groups told of all of these groups.' },
    prefixLists: { is: 'list', optional: true, means: 'Prefix lists that were read: `id` and `entries`.' },
  },
  returns: {
    verdict: '`allowed`, `denied` or `unknown`; what was not read is never denied.',
    ingress: 'The same of the rules into the destination.',
    egress: 'The same of the rules out of the source.',
    rule: 'The rule that lets it in: `group`, `protocol`, `ports`, `source`; texts, empty without one.',
    egressRule: 'The rule that lets it out, in the same way.',
    doubts:
      'Why it is unknown: `code` (`no-source`, `no-destination`, `group`, `prefix-list`, `foreign-group`, `no-groups`, `no-address`, `malformed`, `sources-differ`, `other-vpc`) and `of`, what it is about.',
    unread: 'The ids of the prefix lists on which it depends and that were not read.',
    offers: 'What the groups of the destination let in on that port: `group`, `protocol`, `ports`, `from` (texts).',
    world: 'The ids of the groups of the destination that let everybody in on that port.',
  },
  run: judgePath,
};

function judgePath(args: ProbeArgs): ProbeResult | undefined {
  const port = num(args['port']);
  const [sources, destination, described] = [args['sources'], args['destination'], args['groups']].map(optionalList);
  if (port === undefined || sources === undefined || destination === undefined || described === undefined) {
    return undefined;
  }
  const path: Path = {
    port,
    destination: destination.map(text).filter(Boolean),
    target: text(args['target']),
    known: new Map(described.map((each) => [text(entry(each, 'GroupId')), each])),
    prefixes: prefixesOf(list(args['prefixLists'])),
  };
  const ways = sources.map((each) => wayOf(path, each));
  const [ingress, egress] = [agreed(ways.map((way) => way.ingress)), agreed(ways.map((way) => way.egress))];
  const whole = agreed(ways.map((way) => way.whole));
  return {
    verdict: whole.passage,
    ingress: ingress.passage,
    egress: egress.passage,
    rule: ingress.rule ?? NO_RULE,
    egressRule: egress.rule ?? NO_RULE,
    doubts: whole.passage === 'unknown' ? distinct(whole.doubts) : [],
    unread: unreadOf([...ways.flatMap((way) => [...way.ingress.doubts, ...way.egress.doubts])]),
    offers: path.destination.flatMap((id) => offersOf(path, id)),
    world: path.destination.filter((id) => isOpen(path, id)),
  };
}

const NO_RULE = { group: '', protocol: '', ports: '', source: '' };

interface Path {
  readonly port: number;
  readonly destination: readonly string[];
  readonly target: string;
  readonly known: ReadonlyMap<string, unknown>;
  readonly prefixes: Peer['prefixes'];
}

interface Way {
  readonly ingress: Judgement;
  readonly egress: Judgement;
  readonly whole: Judgement;
}

/** A list counts as read only where its entries are a list, and each of them has a range. */
function prefixesOf(lists: readonly unknown[]): Peer['prefixes'] {
  const read = lists.flatMap((each): readonly (readonly [string, readonly string[]])[] => {
    const entries = optionalList(entry(each, 'entries'));
    return entries === undefined ? [] : [[text(entry(each, 'id')), entries.map((one) => text(entry(one, 'Cidr')))]];
  });
  return new Map(read);
}

function wayOf(path: Path, source: unknown): Way {
  const from: Peer = {
    groups: list(entry(source, 'groups')).map(text).filter(Boolean),
    address: text(entry(source, 'address')),
    prefixes: path.prefixes,
  };
  const to: Peer = { groups: path.destination, address: path.target, prefixes: path.prefixes };
  const ingress = through(path, path.destination, 'IpPermissions', { peer: from, missing: 'no-destination' });
  const egress = through(path, from.groups, 'IpPermissionsEgress', { peer: to, missing: 'no-source' });
  return { ingress, egress, whole: bothOf(ingress, egress, isElsewhere(path, from.groups, ingress)) };
}

interface Side {
  readonly peer: Peer;
  /** What is said where there is no group to look at. */
  readonly missing: string;
}

function through(path: Path, groups: readonly string[], key: string, { peer, missing }: Side): Judgement {
  if (groups.length === 0) return doubt(missing);
  const judged = groups.map((id) => {
    const group = path.known.get(id);
    if (group === undefined) return doubt('group', id);
    return judgeRules(entry(group, key), path.port, peer, { id, account: text(entry(group, 'OwnerId')) });
  });
  return anyOf(judged);
}

/** It passes where both sides let it pass, and fails where one does not. */
function bothOf(ingress: Judgement, egress: Judgement, elsewhere: boolean): Judgement {
  if (elsewhere) return doubt('other-vpc');
  const sides = [ingress, egress];
  if (sides.some(({ passage }) => passage === 'denied')) return { passage: 'denied', doubts: [] };
  const doubts = sides.flatMap((each) => each.doubts);
  return { passage: sides.every(({ passage }) => passage === 'allowed') ? 'allowed' : 'unknown', doubts };
}

/**
 * Between two VPCs an address may become another on its way. A rule that takes everybody, or a group over a peering, does
 * not mind.
 */
function isElsewhere(path: Path, from: readonly string[], { rule }: Judgement): boolean {
  const [here, there] = [vpcsOf(path, from), vpcsOf(path, path.destination)];
  if (here.length === 0 || there.length === 0 || there.some((vpc) => here.includes(vpc))) return false;
  return rule === undefined || (!WORLD.includes(rule.source) && !from.includes(rule.source));
}

function vpcsOf({ known }: Path, groups: readonly string[]): readonly string[] {
  return groups.map((id) => text(entry(known.get(id), 'VpcId'))).filter(Boolean);
}

/** Which of the sources it is is not known: only what holds for each of them is said. */
function agreed(judgements: readonly Judgement[]): Judgement {
  const [first, ...others] = judgements;
  if (first === undefined) return doubt('no-source');
  const unknown = judgements.filter(({ passage }) => passage === 'unknown');
  if (unknown.length > 0) return { passage: 'unknown', doubts: unknown.flatMap(({ doubts }) => doubts) };
  return others.every(({ passage }) => passage === first.passage) ? first : doubt('sources-differ');
}

function distinct(doubts: readonly Doubt[]): readonly Doubt[] {
  const keyed = new Map(doubts.map((each) => [`${each.code} ${each.of}`, each]));
  return [...keyed].toSorted(([a], [b]) => compareText(a, b)).map(([, each]) => each);
}

function unreadOf(doubts: readonly Doubt[]): readonly string[] {
  const ids = doubts.filter(({ code }) => code === 'prefix-list').map(({ of }) => of);
  return [...new Set(ids)].toSorted(compareText);
}

/** The rules about this port, whoever they let in. */
function rulesOn({ known, port }: Path, id: string): readonly unknown[] {
  return list(entry(known.get(id), 'IpPermissions')).filter((each) => isAbout(each, port) === true);
}

function offersOf(path: Path, id: string): readonly Readonly<Record<string, string>>[] {
  return rulesOn(path, id).map((each) => ({
    group: id,
    protocol: protocolOf(each),
    ports: portsOf(each),
    from: namesIn(each).join(', ') || '–',
  }));
}

const SOURCES: readonly (readonly [list: string, key: string])[] = [
  ['UserIdGroupPairs', 'GroupId'],
  ['IpRanges', 'CidrIp'],
  ['Ipv6Ranges', 'CidrIpv6'],
  ['PrefixListIds', 'PrefixListId'],
];

function namesIn(permission: unknown): readonly string[] {
  return SOURCES.flatMap(([key, name]) => list(entry(permission, key)).map((each) => text(entry(each, name)))).filter(
    Boolean,
  );
}

function isOpen(path: Path, id: string): boolean {
  return rulesOn(path, id).some((each) => namesIn(each).some((name) => WORLD.includes(name)));
}
