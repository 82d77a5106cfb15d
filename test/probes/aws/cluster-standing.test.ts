import { describe, expect, it } from 'vitest';
import { addOnStanding } from '../../../src/probes/aws/add-on-standing.ts';
import { clusterStanding } from '../../../src/probes/aws/cluster-standing.ts';

type Part = Readonly<Record<string, unknown>>;

const versions = [
  { version: '1.34', standard: '2026-12-02', extended: '2027-12-02' },
  { version: '1.31', standard: '2025-11-26', extended: '2026-11-26' },
  { version: '1.29', standard: '2025-03-23', extended: '2026-03-23' },
  { version: '1.26', standard: '2024-06-11', extended: '2025-06-11' },
];
const whole = {
  name: 'workshop-a',
  status: 'ACTIVE',
  version: '1.34',
  health: { issues: [] },
  resourcesVpcConfig: {
    endpointPublicAccess: true,
    endpointPrivateAccess: true,
    publicAccessCidrs: ['198.51.100.0/24'],
    subnetIds: ['subnet-0a'],
  },
  computeConfig: { enabled: false },
  upgradePolicy: { supportType: 'EXTENDED' },
  accessConfig: { authenticationMode: 'API' },
  logging: {
    clusterLogging: [
      { types: ['api', 'audit'], enabled: true },
      { types: ['scheduler'], enabled: false },
    ],
  },
};

function look(change: Part = {}, now = '2025-11-15T18:15:03Z'): Part | undefined {
  return clusterStanding.run({ cluster: { cluster: { ...whole, ...change } }, versions, now });
}

const reach = (open: unknown, inner: unknown, cidrs: readonly string[] = []): Part => ({
  resourcesVpcConfig: { endpointPublicAccess: open, endpointPrivateAccess: inner, publicAccessCidrs: cidrs },
});

describe('cluster-standing', () => {
  it('tells how the cluster stands', () => {
    expect(look()).toEqual({
      ...{ name: 'workshop-a', status: 'ACTIVE', issuesKnown: true, issues: [], codes: [], issueText: '' },
      ...{ access: 'both', cidrs: ['198.51.100.0/24'], everywhere: false },
      ...{ version: '1.34', support: 'standard', until: '2026-12-02', days: 382, policy: 'EXTENDED' },
      ...{ autoMode: 'no', logs: ['api', 'audit'], authentication: 'API', subnets: ['subnet-0a'] },
    });
  });

  it.each([
    ['1.34', '2026-12-02T23:00:00Z', 'standard', '2026-12-02', 0],
    ['1.34', '2026-12-03T00:00:00Z', 'extended', '2027-12-02', 364],
    ['1.29', '2025-11-15T18:15:03Z', 'extended', '2026-03-23', 128],
    ['1.26', '2025-11-15T18:15:03Z', 'ended', '2025-06-11', 0],
    ['1.99', '2025-11-15T18:15:03Z', 'unknown', '', null],
    ['', '2025-11-15T18:15:03Z', 'unknown', '', null],
  ])('holds version %s at %s: %s support', (version, now, support, until, days) => {
    expect(look({ version }, now)).toMatchObject({ support, until, days });
  });

  it.each([
    [true, false, 'public'],
    [true, true, 'both'],
    [false, true, 'private'],
    [undefined, true, 'unknown'],
    ['true', 'true', 'unknown'],
    [false, false, 'unknown'],
  ])('reads the access %s, %s as %s', (open, inner, access) => {
    expect(look(reach(open, inner))).toMatchObject({ access });
  });

  it('is open to everywhere only where it is public', () => {
    expect(look(reach(true, true, ['0.0.0.0/0']))).toMatchObject({ everywhere: true });
    expect(look(reach(false, true, ['0.0.0.0/0']))).toMatchObject({ everywhere: false });
  });

  it('knows Auto Mode only where something is said of it', () => {
    expect(look({ computeConfig: { enabled: true, nodePools: ['system'] } })).toMatchObject({ autoMode: 'yes' });
    expect(look({ computeConfig: undefined })).toMatchObject({ autoMode: 'unknown' });
  });

  it('tells what is wrong with an active cluster too', () => {
    const issues = [{ code: 'InsufficientFreeAddresses', message: 'no addresses', resourceIds: ['subnet-0a'] }];
    expect(look({ health: { issues } })).toMatchObject({
      ...{ status: 'ACTIVE', codes: ['InsufficientFreeAddresses'] },
      issueText: 'InsufficientFreeAddresses: no addresses (subnet-0a)',
    });
  });

  it('does not take health that is missing for good health', () => {
    expect(look({ health: undefined })).toMatchObject({ issuesKnown: false });
  });

  it.each([
    ['no cluster', {}],
    ['no status', { cluster: { ...whole, status: 7 } }],
    ['nothing', undefined],
  ])('says nothing of %s', (_, cluster) => {
    expect(clusterStanding.run({ cluster, versions, now: '2025-11-15T18:15:03Z' })).toBeUndefined();
  });
});

describe('add-on-standing', () => {
  const addOn = (change: Part = {}): Part | undefined =>
    addOnStanding.run({
      addOn: {
        addon: {
          addonName: 'coredns',
          status: 'ACTIVE',
          addonVersion: 'v1.12.4-eksbuild.1',
          health: { issues: [] },
          ...change,
        },
      },
    });

  it('tells how the add-on stands', () => {
    expect(addOn()).toMatchObject({ name: 'coredns', status: 'ACTIVE', version: 'v1.12.4-eksbuild.1', codes: [] });
    const issues = [{ code: 'InsufficientNumberOfReplicas', message: 'unhealthy', resourceIds: ['coredns'] }];
    expect(addOn({ status: 'degraded', health: { issues } })).toMatchObject({
      ...{ status: 'DEGRADED', codes: ['InsufficientNumberOfReplicas'] },
      issueText: 'InsufficientNumberOfReplicas: unhealthy (coredns)',
    });
  });

  it('does not take health that is missing for good health, and says nothing of nothing', () => {
    expect(addOn({ health: undefined })).toMatchObject({ issuesKnown: false });
    expect(addOnStanding.run({ addOn: {} })).toBeUndefined();
  });
});
