import { describe, expect, it } from 'vitest';
import { budgetCover } from '../../src/probes/budget-cover.ts';
import { clockSkew } from '../../src/probes/clock-skew.ts';
import { frontDoors } from '../../src/probes/front-doors.ts';
import { nodeVersions } from '../../src/probes/node-versions.ts';
import { publishedAddresses } from '../../src/probes/published-addresses.ts';
import { pullSecretUses } from '../../src/probes/pull-secret-uses.ts';

describe('clock-skew', () => {
  const clock = (context: string, server: string, here: string) => ({
    context,
    value: { server: `2025-11-15T18:${server}Z`, here: here === '' ? '' : `2025-11-15T18:${here}Z` },
  });
  const skew = (...clocks: readonly unknown[]): unknown => clockSkew.run({ clocks });

  it('is no matter of when each was asked', () => {
    expect(skew(clock('a', '15:00', '15:00'), clock('b', '17:00', '17:00'))).toMatchObject({ apart: 0, seen: 2 });
  });

  it('is between the two that differ most, and blames the one that differs from this machine', () => {
    expect(
      skew(clock('a', '15:02', '15:00'), clock('b', '14:00', '15:00'), clock('c', '15:00', '15:00')),
    ).toMatchObject({
      apart: 62,
      ahead: 'a',
      behind: 'b',
      stray: { metadata: { name: 'b' } },
    });
  });

  it('tells recordings from what is not known', () => {
    const unread = { context: 'c', value: { server: null, here: '2025-11-15T18:15:00Z' } };
    const given = [clock('a', '15:00', ''), { context: 'b', value: null }, unread];
    expect(skew(...given)).toMatchObject({ seen: 0, recorded: 1, missing: ['b', 'c'], stray: null, apart: 0 });
  });
});

describe('published-addresses', () => {
  const of = (url: string, wildcard = ''): unknown =>
    publishedAddresses.run({
      rows: [
        {
          container: 'coder',
          workload: {
            spec: {
              template: {
                spec: {
                  containers: [
                    {
                      name: 'coder',
                      env: [
                        { name: 'U', value: url },
                        { name: 'W', value: wildcard },
                      ],
                    },
                  ],
                },
              },
            },
          },
        },
      ],
      url: 'U',
      wildcard: 'W',
    });

  it.each([
    ['https://Coder.example.org', 'coder.example.org'],
    ['https://coder.example.org:8443/x', 'coder.example.org'],
    ['http://coder.coder.svc.cluster.local', ''],
    ['http://coder.coder.svc', ''],
    ['http://localhost:3000', ''],
    ['http://127.0.0.1', ''],
    ['coder.example.org', ''],
  ])('reads the host of %s', (url, host) => {
    expect(of(url)).toMatchObject({ hosts: host === '' ? [] : [host], rows: [{ host }] });
  });

  it.each([
    ['*.coder.example.org', '*.coder.example.org'],
    ['*--apps.example.org:443', '*--apps.example.org'],
    ['https://*.coder.example.org', ''],
    ['*.org', ''],
  ])('reads the wildcard host %s', (given, wildcard) => {
    expect(of('', given)).toMatchObject({ wildcards: wildcard === '' ? [] : [wildcard] });
  });
});

describe('front-doors', () => {
  const workload = { metadata: { namespace: 'coder' }, spec: { template: { metadata: { labels: { app: 'coder' } } } } };
  const ingress = (host: string, ingress: readonly object[] = [{ ip: '192.0.2.1' }]): unknown => ({
    kind: 'Ingress',
    metadata: { name: 'i', namespace: 'coder' },
    spec: { rules: [{ host }] },
    status: { loadBalancer: { ingress } },
  });
  const service = (spec: object, status: object = {}): unknown => ({
    kind: 'Service',
    metadata: { name: 's', namespace: 'coder' },
    spec,
    status,
  });
  const doors = (host: string, ingresses: readonly unknown[], services: readonly unknown[] = []): unknown =>
    frontDoors.run({ host, workloads: [workload], ingresses, services });

  it.each([
    ['coder.example.org', 'coder.example.org', 1],
    ['x.example.org', '*.example.org', 1],
    ['x.y.example.org', '*.example.org', 0],
    ['*.example.org', '*.example.org', 1],
    ['coder.example.org', 'other.example.org', 0],
  ])('%s by a rule for %s', (host, rule, count) => {
    expect(doors(host, [ingress(rule)])).toMatchObject({ addresses: Array(count).fill('192.0.2.1') });
  });

  it('counts load balancers that choose the pods, and tells names from addresses', () => {
    const balancer = service(
      { type: 'LoadBalancer', selector: { app: 'coder' } },
      { loadBalancer: { ingress: [{ hostname: 'lb.example' }, { ip: '2001:db8::1' }] } },
    );
    expect(doors('a.example.org', [], [balancer])).toMatchObject({
      hostnames: ['lb.example'],
      addresses: ['2001:db8::1'],
    });
    expect(doors('a.example.org', [], [service({ type: 'LoadBalancer', selector: { app: 'x' } })])).toMatchObject({
      doors: [],
    });
    expect(doors('a.example.org', [], [service({ type: 'ClusterIP', selector: { app: 'coder' } })])).toMatchObject({
      doors: [],
    });
  });

  it('tells what waits for an address, and counts Gateways by their listeners', () => {
    expect(doors('a.example.org', [ingress('a.example.org', [])])).toMatchObject({
      waiting: 'Ingress coder/i',
      addresses: [],
    });
    const gateway = {
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'edge' },
      spec: { listeners: [{ hostname: '*.example.org' }] },
      status: { addresses: [{ value: '192.0.2.7' }] },
    };
    const given = { host: 'a.example.org', workloads: [], ingresses: [], services: [], gateways: [gateway] };
    expect(frontDoors.run(given)).toMatchObject({ addresses: ['192.0.2.7'], names: 'Gateway edge/g' });
  });
});

describe('pull-secret-uses', () => {
  const pod = (image: string, spec: object = {}): unknown => ({
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'w' },
    spec: { containers: [{ name: 'c', image }], ...spec },
  });
  const account = {
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'w' },
    imagePullSecrets: [{ name: 's' }],
  };
  const uses = (pods: readonly unknown[], accounts: readonly unknown[] = [account]): unknown =>
    pullSecretUses.run({ pods, accounts });

  it('takes those of the ServiceAccount, once with those of the pod', () => {
    const both = pod('a.dkr.ecr.eu-west-2.amazonaws.com/x:1', { imagePullSecrets: [{ name: 's' }] });
    expect(uses([both])).toMatchObject({
      rows: [{ name: 's', namespace: 'w', users: 1, onlyEcr: true, by: account }],
      without: 0,
    });
  });

  it('tells registries apart, and who has none', () => {
    const row = { registries: '1.dkr.ecr.x.amazonaws.com, docker.io', onlyEcr: false, users: 2 };
    expect(uses([pod('nginx'), pod('1.dkr.ecr.x.amazonaws.com/x')])).toMatchObject({ rows: [row] });
    expect(uses([pod('nginx', { serviceAccountName: 'other' })])).toMatchObject({ rows: [], without: 1, pods: 1 });
  });
});

describe('budget-cover', () => {
  const workload = (replicas: number): unknown => ({
    metadata: { name: 'c', namespace: 'n' },
    spec: { replicas, selector: { matchLabels: { app: 'c' } }, template: { metadata: { labels: { app: 'c' } } } },
  });
  const budget = (namespace: string, app: string): unknown => ({
    metadata: { namespace },
    spec: { selector: { matchLabels: { app } } },
  });

  it.each([
    [1, [], 0],
    [2, [], 1],
    [2, [budget('n', 'c')], 0],
    [2, [budget('m', 'c')], 1],
    [2, [budget('n', 'd')], 1],
  ])('%i replicas', (replicas, budgets, bare) => {
    const selector = bare === 0 ? '' : '{"matchLabels":{"app":"c"}}';
    const told = budgetCover.run({ workloads: [workload(replicas)], budgets });
    expect(told).toMatchObject({ bare: { length: bare }, selector });
  });
});

it('node-versions counts nodes by minor version', () => {
  const node = (kubeletVersion: string): unknown => ({ status: { nodeInfo: { kubeletVersion } } });
  const nodes = [node('v1.34.1'), node('v1.33.9-eks-1'), node('v1.34.0'), node('')];
  const rows = [
    { version: 'v1.33', nodes: 1 },
    { version: 'v1.34', nodes: 2 },
  ];
  expect(nodeVersions.run({ nodes })).toEqual({ rows, untold: 1 });
});
