import { describe, expect, it } from 'vitest';
import { databaseStanding } from '../../../src/probes/aws/database-standing.ts';

type Part = Readonly<Record<string, unknown>>;

const HOST = 'coder.cluster-abc123.eu-central-1.rds.amazonaws.com';
const READER = 'coder.cluster-ro-abc123.eu-central-1.rds.amazonaws.com';
const ONE = 'coder-1.abc123.eu-central-1.rds.amazonaws.com';
const members = (...writes: readonly boolean[]): readonly Part[] =>
  writes.map((IsClusterWriter, at) => ({ DBInstanceIdentifier: `coder-${String(at + 1)}`, IsClusterWriter }));

function cluster(more: Part = {}): Part {
  return {
    DBClusterIdentifier: 'coder',
    Status: 'available',
    Endpoint: HOST,
    ReaderEndpoint: READER,
    Port: 5432,
    Engine: 'aurora-postgresql',
    EngineVersion: '16.4',
    DBClusterMembers: members(true, false),
    VpcSecurityGroups: [
      { VpcSecurityGroupId: 'sg-0db', Status: 'active' },
      { VpcSecurityGroupId: 'sg-0new', Status: 'adding' },
    ],
    ...more,
  };
}

function instance(name: string, status: string, more: Part = {}): Part {
  return {
    DBInstanceIdentifier: name,
    DBInstanceStatus: status,
    Endpoint: { Address: `${name}.abc123.eu-central-1.rds.amazonaws.com`, Port: 5433 },
    DBSubnetGroup: { VpcId: 'vpc-1' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0own', Status: 'Active' }],
    Engine: 'postgres',
    EngineVersion: '16.3',
    ...more,
  };
}

const OF = { DBClusterIdentifier: 'coder' };
const both = [instance('coder-1', 'available', OF), instance('coder-2', 'available', OF)];

function standing(clusters: unknown, instances: unknown = both, host = HOST): Part {
  const args = {
    host,
    clusters: { DBClusters: clusters },
    instances: { DBInstances: instances },
    down: ['stopped', 'storage-full'],
    away: ['failing-over', 'rebooting'],
    serving: ['backing-up'],
  };
  return { ...(databaseStanding.run(args) as Part) };
}

describe('database-standing', () => {
  it('finds a cluster by its endpoint, with what else is needed of it', () => {
    expect(standing([cluster({ DBClusterIdentifier: 'other', Endpoint: 'other' }), cluster()])).toEqual({
      known: true,
      seen: true,
      kind: 'db-cluster',
      id: 'coder',
      end: 'writer',
      state: 'well',
      status: 'available',
      of: 'coder',
      writer: 'coder-1',
      members: 'coder-1 available, coder-2 available',
      port: 5432,
      groups: ['sg-0db'],
      pending: ['sg-0new'],
      vpc: 'vpc-1',
      engine: 'aurora-postgresql 16.4',
      others: [],
    });
  });

  it.each([
    [HOST.toUpperCase(), 'writer'],
    [`${HOST}.`, 'writer'],
    [READER, 'reader'],
    ['reports.cluster-custom-abc123.eu-central-1.rds.amazonaws.com', 'custom'],
    [ONE, 'instance'],
    ['db.example.org', ''],
    ['', ''],
  ])('takes %s for the end %s', (host, end) => {
    const custom = ['reports.cluster-custom-abc123.eu-central-1.rds.amazonaws.com'];
    const found = standing([cluster({ CustomEndpoints: custom }), cluster({ Endpoint: '' })], both, host);
    expect(found).toMatchObject({ end, known: end !== '' });
  });

  it.each<[string, Part, readonly Part[], string, string]>([
    ['is well', {}, both, 'well', 'coder'],
    ['is stopped', { Status: 'stopped' }, both, 'down', 'coder'],
    ['is written in capitals', { Status: 'Stopped' }, both, 'down', 'coder'],
    ['fails over', { Status: 'failing-over' }, both, 'away', 'coder'],
    ['is backed up, and serves', { Status: 'backing-up' }, both, 'serving', 'coder'],
    ['is in a state that nobody listed', { Status: 'pondering' }, both, 'other', 'coder'],
    ['says nothing of its state', { Status: 5 }, both, 'other', 'coder'],
    ['has no member', { DBClusterMembers: [] }, [], 'no-member', 'coder'],
    ['has members that are no list', { DBClusterMembers: 'coder-1' }, both, 'other', 'coder'],
    ['has nobody who writes', { DBClusterMembers: members(false, false) }, both, 'no-writer', 'coder'],
    ['is serverless, of the first kind', { EngineMode: 'serverless', DBClusterMembers: [] }, [], 'well', 'coder'],
    ['has a writer that restarts', {}, [instance('coder-1', 'rebooting', OF)], 'away', 'coder-1'],
    ['has a writer without room', {}, [instance('coder-1', 'storage-full', OF)], 'down', 'coder-1'],
    ['has a reader that restarts', {}, [instance('coder-2', 'rebooting', OF)], 'well', 'coder'],
    ['has a writer that nobody told of', {}, [], 'well', 'coder'],
    ['is stopped as its writer is', { Status: 'stopped' }, [instance('coder-1', 'stopped', OF)], 'down', 'coder'],
  ])('of a cluster that %s', (_, more, instances, state, of) => {
    expect(standing([cluster(more)], instances)).toMatchObject({ state, of });
  });

  it('finds an instance by its endpoint, and minds the cluster that it belongs to', () => {
    const alone = instance('coder-1', 'available');
    expect(standing([], [alone], ONE)).toMatchObject({
      kind: 'db-instance',
      id: 'coder-1',
      state: 'well',
      port: 5433,
      groups: ['sg-0own'],
      vpc: 'vpc-1',
      engine: 'postgres 16.3',
    });
    expect(standing([], [instance('coder-1', 'stopped')], ONE)).toMatchObject({ state: 'down', status: 'stopped' });
    expect(standing([cluster({ Status: 'stopped' })], both, ONE)).toMatchObject({ state: 'down', of: 'coder' });
  });

  it('tells of others that are in no good state', () => {
    const others = [instance('b', 'stopped'), instance('a', 'backing-up'), instance('c', 'pondering')];
    expect(standing([cluster({ Status: 'stopped' })], others, 'db.example.org')).toMatchObject({
      known: false,
      others: [
        { id: 'b', kind: 'db-instance', status: 'stopped' },
        { id: 'c', kind: 'db-instance', status: 'pondering' },
        { id: 'coder', kind: 'db-cluster', status: 'stopped' },
      ],
    });
  });

  it('says where a list is missing: what it does not find may be there', () => {
    expect(standing(null, 'none')).toMatchObject({ known: false, seen: false, state: '', groups: [], others: [] });
    expect(standing(null)).toMatchObject({ known: false, seen: false });
    expect(standing([cluster()], { of: 'nobody' })).toMatchObject({ known: true, seen: false, state: 'well' });
  });
});
