import { describe, expect, it } from 'vitest';
import { workloadRoles } from '../../src/probes/workload-roles.ts';

const roles = [
  { role: 'proxy', any: [{ args: String.raw`\bwsproxy server\b` }, { label: 'app=web', env: 'PRIMARY' }] },
  { role: 'server', any: [{ image: '(?:^|/)web(?:[:@]|$)', args: String.raw`\bserver\b` }] },
  { role: 'other', any: [{ label: 'app=web' }] },
];

function workload(container: object, labels: object = {}, template: object = {}): object {
  const spec = { containers: [{ name: 'main', ...container }] };
  return {
    kind: 'Deployment',
    metadata: { name: 'x', labels },
    spec: { template: { metadata: { labels: template }, spec } },
  };
}

function roleOf(each: unknown): unknown {
  const rows = workloadRoles.run({ workloads: [each], roles })?.['rows'] as readonly { role: string }[];
  return rows.map(({ role }) => role);
}

describe('workload-roles', () => {
  it.each([
    ['its words', workload({ command: ['/opt/web'], args: ['wsproxy', 'server'] }), ['proxy']],
    ['a label and a variable', workload({ env: [{ name: 'PRIMARY' }] }, { app: 'web' }), ['proxy']],
    ['its image and its words', workload({ image: 'registry.example/team/web:1', args: ['server'] }), ['server']],
    ['a digest', workload({ image: 'web@sha256:0', args: ['server'] }), ['server']],
    ['an image of a longer name', workload({ image: 'registry.example/web-hook:1', args: ['server'] }), []],
    ['a label of its pods alone', workload({}, {}, { app: 'web' }), ['other']],
    ['a label of another value', workload({}, { app: 'webs' }), []],
    ['nothing', workload({}), []],
  ])('tells by %s', (_, each, expected) => {
    expect(roleOf(each)).toEqual(expected);
  });

  it('names the container and its image', () => {
    const image = 'web:1';
    const each = workload({ image, args: ['server'] });
    expect(workloadRoles.run({ workloads: [each], roles })).toEqual({
      rows: [{ role: 'server', workload: each, container: 'main', image }],
      roles: ['server'],
    });
  });

  it('looks into CronJobs', () => {
    const jobTemplate = { spec: workload({ args: ['server'], image: 'web' }) as unknown };
    expect(
      roleOf({ kind: 'CronJob', spec: { jobTemplate: { spec: (jobTemplate.spec as { spec: unknown }).spec } } }),
    ).toEqual(['server']);
  });

  it('takes a mark that it does not know for one that is missing', () => {
    const strange = [{ role: 'any', any: [{}, { name: 'x' }] }];
    expect(workloadRoles.run({ workloads: [workload({})], roles: strange })).toEqual({ rows: [], roles: [] });
  });

  it('knows nothing without a list', () => {
    expect(workloadRoles.run({ workloads: null, roles })).toBeUndefined();
  });
});
