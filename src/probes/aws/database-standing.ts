import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, field, list, num, optionalList, text } from '../read.ts';

/**
 * Which database of RDS or Aurora has a host name, and how it stands (aws-kubernetes 1.4). `available` is the only good state;
 * a cluster without members, or of which none writes, serves nobody although it is `available`.
 */
export const databaseStanding: Probe = {
  name: 'database-standing',
  computes: 'Which database of AWS (RDS, Aurora) is at a host, its state, its port and its security groups.',
  params: {
    host: { is: 'text', means: 'The host that is asked for the database.' },
    clusters: { is: 'object', optional: true, means: 'What describe-db-clusters told of the region.' },
    instances: { is: 'object', optional: true, means: 'What describe-db-instances told of the region.' },
    down: { is: 'list', means: 'States in which a database serves nobody until somebody does something.' },
    away: { is: 'list', means: 'States in which it serves nobody for some minutes.' },
    serving: { is: 'list', means: 'States, other than available, in which it serves.' },
  },
  returns: {
    known: 'Whether a database with that host is among them.',
    seen: 'Whether both lists could be read: where one could not, one that is not found may be there.',
    kind: '`db-cluster` or `db-instance`, as events call it; empty where none is found.',
    id: 'Its name.',
    end: '`writer`, `reader`, `custom` or `instance`: which of its endpoints the host is.',
    state:
      '`well`, `serving`, `away`, `down`, `no-member`, `no-writer`, or `other` for a state that nobody listed; empty where none is found.',
    status: 'The state as AWS says it.',
    of: 'Whose state that is: the name of the cluster, or of the instance that writes.',
    writer: 'The name of the instance that writes; empty where none is told.',
    members: 'The instances of the cluster, each with its state, as one line; empty without one.',
    port: 'Its port; 0 where none is told.',
    groups: 'The ids of its security groups that are active.',
    pending: 'The ids of those that are not active.',
    vpc: 'Its VPC; empty where none is told.',
    engine: 'Its engine and version, as one line.',
    others: 'The databases of the region that are in no good state: `id`, `kind`, `status`.',
  },
  run: readStanding,
};

type Part = Readonly<Record<string, unknown>>;

/** The lists of states, in small letters. */
interface States {
  readonly down: readonly string[];
  readonly away: readonly string[];
  readonly serving: readonly string[];
}

function readStanding(args: ProbeArgs): ProbeResult {
  const host = plain(text(args['host']));
  const clusters = optionalList(entry(args['clusters'], 'DBClusters'));
  const instances = optionalList(entry(args['instances'], 'DBInstances'));
  const states = statesOf(args);
  const all = [...(clusters ?? []).map(asCluster), ...(instances ?? []).map(asInstance)];
  const seen = clusters !== undefined && instances !== undefined;
  const others = othersIn(all, states);
  const cluster = (clusters ?? []).find((each) => endOf(each, host) !== '');
  if (cluster !== undefined) {
    return {
      ...NONE,
      ...ofCluster(cluster, instances ?? [], states),
      end: endOf(cluster, host),
      known: true,
      seen,
      others,
    };
  }
  const instance = (instances ?? []).find((each) => host !== '' && plain(field(each, 'Endpoint.Address')) === host);
  if (instance === undefined) return { ...NONE, known: false, seen, others };
  return { ...NONE, ...ofInstance(instance, clusters ?? [], states), end: 'instance', known: true, seen, others };
}

const NONE: Part = {
  kind: '',
  id: '',
  end: '',
  state: '',
  status: '',
  of: '',
  writer: '',
  members: '',
  port: 0,
  groups: [],
  pending: [],
  vpc: '',
  engine: '',
};

function statesOf({ down, away, serving }: ProbeArgs): States {
  const small = (states: unknown): readonly string[] => list(states).map((each) => text(each).toLowerCase());
  return { down: small(down), away: small(away), serving: small(serving) };
}

/** Names of hosts do not mind capitals, nor a dot at their end. */
function plain(host: unknown): string {
  return text(host).replace(/\.$/, '').toLowerCase();
}

function endOf(cluster: unknown, host: string): string {
  if (host === '') return '';
  if (plain(entry(cluster, 'Endpoint')) === host) return 'writer';
  if (plain(entry(cluster, 'ReaderEndpoint')) === host) return 'reader';
  return list(entry(cluster, 'CustomEndpoints')).some((each) => plain(each) === host) ? 'custom' : '';
}

interface Standing {
  readonly state: string;
  readonly status: string;
  readonly of: string;
}

/** The state of a cluster, and where that is good, the state of the instance that writes. */
function ofCluster(cluster: unknown, instances: readonly unknown[], states: States): Part {
  const { id, status } = asCluster(cluster);
  const members = optionalList(entry(cluster, 'DBClusterMembers'));
  const writer = (members ?? []).find((each) => entry(each, 'IsClusterWriter') === true);
  const name = memberName(writer);
  const whole = { ...standingOf(status, states), of: id };
  return {
    ...groupsOf(cluster),
    kind: 'db-cluster',
    id,
    ...(isGood(whole) ? memberStanding(cluster, whole, { members, name, instances, states }) : whole),
    writer: name,
    members: (members ?? []).map((each) => memberText(each, instances)).join(', '),
    port: num(entry(cluster, 'Port')) ?? 0,
    vpc: vpcOf(instances.find((each) => belongs(each, id))),
    engine: engineOf(cluster),
  };
}

interface Members {
  readonly members: readonly unknown[] | undefined;
  readonly name: string;
  readonly instances: readonly unknown[];
  readonly states: States;
}

function memberStanding(cluster: unknown, whole: Standing, { members, name, instances, states }: Members): Standing {
  // These have no instances that anybody sees.
  const hidden =
    text(entry(cluster, 'EngineMode')) === 'serverless' ||
    text(entry(cluster, 'ClusterScalabilityType')) === 'limitless';
  if (hidden) return whole;
  if (members === undefined) return { ...whole, state: 'other' };
  if (members.length === 0) return { ...whole, state: 'no-member' };
  if (name === '') return { ...whole, state: 'no-writer' };
  const writing = instances.find((each) => asInstance(each).id === name);
  if (writing === undefined) return whole;
  const standing = { ...standingOf(asInstance(writing).status, states), of: name };
  return isGood(standing) && standing.state !== 'serving' ? whole : standing;
}

/** An instance of a cluster is as well as both: what is said of the cluster holds for each of its endpoints. */
function ofInstance(instance: unknown, clusters: readonly unknown[], states: States): Part {
  const { id, status } = asInstance(instance);
  const own = { ...standingOf(status, states), of: id };
  const cluster = clusters.find((each) => asCluster(each).id !== '' && belongs(instance, asCluster(each).id));
  const above =
    cluster === undefined ? own : { ...standingOf(asCluster(cluster).status, states), of: asCluster(cluster).id };
  return {
    ...groupsOf(instance),
    kind: 'db-instance',
    id,
    ...(isGood(own) && !isGood(above) ? above : own),
    writer: '',
    members: '',
    port: num(field(instance, 'Endpoint.Port')) ?? num(entry(instance, 'DbInstancePort')) ?? 0,
    vpc: vpcOf(instance),
    engine: engineOf(instance),
  };
}

function isGood({ state }: { readonly state: string }): boolean {
  return state === 'well' || state === 'serving';
}

/** `available` is the only good state; one that nobody listed is never taken for good. */
function standingOf(status: string, { down, away, serving }: States): Omit<Standing, 'of'> {
  const said = status.toLowerCase();
  if (said === 'available') return { state: 'well', status };
  if (down.includes(said)) return { state: 'down', status };
  if (away.includes(said)) return { state: 'away', status };
  return { state: serving.includes(said) ? 'serving' : 'other', status };
}

interface Told {
  readonly kind: string;
  readonly id: string;
  readonly status: string;
}

function asCluster(cluster: unknown): Told {
  return {
    kind: 'db-cluster',
    id: text(entry(cluster, 'DBClusterIdentifier')),
    status: text(entry(cluster, 'Status')),
  };
}

function asInstance(instance: unknown): Told {
  const id = text(entry(instance, 'DBInstanceIdentifier'));
  return { kind: 'db-instance', id, status: text(entry(instance, 'DBInstanceStatus')) };
}

function othersIn(all: readonly Told[], states: States): readonly Told[] {
  const ill = all.filter(({ status }) => !isGood(standingOf(status, states)));
  return ill.map(({ kind, id, status }) => ({ id, kind, status })).toSorted((a, b) => compareText(a.id, b.id));
}

function belongs(instance: unknown, cluster: string): boolean {
  return text(entry(instance, 'DBClusterIdentifier')) === cluster;
}

function memberName(member: unknown): string {
  return text(entry(member, 'DBInstanceIdentifier'));
}

function memberText(member: unknown, instances: readonly unknown[]): string {
  const name = memberName(member);
  const known = instances.find((each) => asInstance(each).id === name);
  return known === undefined ? name : `${name} ${asInstance(known).status}`;
}

function groupsOf(database: unknown): Part {
  const all = list(entry(database, 'VpcSecurityGroups')).map((each) => ({
    id: text(entry(each, 'VpcSecurityGroupId')),
    active: text(entry(each, 'Status')).toLowerCase() === 'active',
  }));
  const named = (active: boolean): readonly string[] =>
    all.filter((each) => each.id !== '' && each.active === active).map(({ id }) => id);
  return { groups: named(true).toSorted(compareText), pending: named(false).toSorted(compareText) };
}

/** A cluster names its subnet group only; its instances name the VPC as well. */
function vpcOf(instance: unknown): string {
  return text(field(instance, 'DBSubnetGroup.VpcId'));
}

function engineOf(database: unknown): string {
  return [text(entry(database, 'Engine')), text(entry(database, 'EngineVersion'))].filter(Boolean).join(' ');
}
