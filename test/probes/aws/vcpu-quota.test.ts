import { describe, expect, it } from 'vitest';
import { vcpuQuota } from '../../../src/probes/aws/vcpu-quota.ts';

type Part = Readonly<Record<string, unknown>>;

const letters = ['c', 'm', 'r', 't'];
const types = {
  InstanceTypes: [
    { InstanceType: 'm6i.2xlarge', VCpuInfo: { DefaultVCpus: 8 } },
    { InstanceType: 't3.large', VCpuInfo: { DefaultVCpus: 2 } },
  ],
};

function machine(InstanceType: string, more: Part = {}): Part {
  return { InstanceType, State: { Name: 'running' }, ...more };
}

function look(Value: unknown, machines: readonly unknown[], change: Part = {}): Part | undefined {
  const quota = { Quota: { QuotaName: 'Running On-Demand Standard instances', QuotaCode: 'L-1216C47A', Value } };
  const instances = { Reservations: machines.map((each) => ({ Instances: [each] })) };
  return vcpuQuota.run({ quota, instances, types, letters, market: 'on-demand', ...change });
}

const [m, t] = [machine('m6i.2xlarge'), machine('t3.large')];

describe('vcpu-quota', () => {
  it('holds what runs against what may run', () => {
    expect(look(32, [m, m, t])).toEqual({
      ...{ name: 'Running On-Demand Standard instances', code: 'L-1216C47A', value: 32, granted: true },
      ...{ used: 18, left: 14, need: 1, full: false, machines: 3, byType: '2 × m6i.2xlarge: 16, 1 × t3.large: 2' },
      ...{ typesKnown: true, adjustable: true },
    });
  });

  it('counts machines that run or begin to, of its kind and its market', () => {
    const others = [
      machine('m6i.2xlarge', { State: { Name: 'stopped' } }),
      machine('m6i.2xlarge', { State: { Name: 'shutting-down' } }),
      machine('m6i.2xlarge', { InstanceLifecycle: 'spot' }),
      machine('g5.xlarge'),
      machine('mac1.metal'),
    ];
    expect(look(32, [m, machine('t3.large', { State: { Name: 'pending' } }), ...others])).toMatchObject({ used: 10 });
  });

  it('counts spot machines against the quota of those', () => {
    const spot = machine('m6i.2xlarge', { InstanceLifecycle: 'spot' });
    expect(look(32, [m, spot, spot, t], { market: 'spot' })).toMatchObject({ used: 16, machines: 2 });
  });

  it('is full where more runs than may, and was never granted where it is 0', () => {
    expect(look(8, [m, m])).toMatchObject({ left: 0, used: 16, granted: true });
    expect(look(0, [])).toMatchObject({ value: 0, granted: false, left: 0, used: 0 });
  });

  it.each([
    [24, 't3.large', 2, false],
    [18, 'm6i.2xlarge', 8, true],
    [24, 'm6i.2xlarge', 8, false],
    [16, '', 1, true],
    [17, 'r7i.large', 1, false],
  ])('of %i, and with one more %s, which takes %i: full %s', (value, wanted, need, full) => {
    expect(look(value, [m, m], { wanted })).toMatchObject({ need, full });
  });

  it('takes cores and threads of a machine whose type is not told, and else says so', () => {
    const own = machine('r7i.4xlarge', { CpuOptions: { CoreCount: 8, ThreadsPerCore: 2 } });
    expect(look(32, [own])).toMatchObject({ used: 16, typesKnown: true });
    expect(look(32, [m, machine('r7i.4xlarge')])).toMatchObject({ used: 8, typesKnown: false });
    expect(look(32, [own], { types: undefined })).toMatchObject({ used: 16, typesKnown: true });
  });

  it.each([
    ['no value', undefined, {}],
    ['a value that is a text', '32', {}],
    ['no quota', 32, { quota: undefined }],
    ['no list of machines', 32, { instances: { Reservations: 'none' } }],
    ['no machines', 32, { instances: undefined }],
  ])('says nothing of %s', (_, value, change) => {
    expect(look(value, [m], change)).toBeUndefined();
  });
});
