import { describe, expect, it } from 'vitest';
import { growthWithinQuota } from '../../../src/probes/aws/growth-within-quota.ts';

type Part = Readonly<Record<string, unknown>>;

const letters = ['m', 'c'];
const kind = (change: Part = {}): Part => ({
  ...{ group: 'a', pool: '', type: 'm6i.2xlarge', market: 'on-demand', code: 'L-OD', letters, fits: 4 },
  ...change,
});
const SPOT = kind({ group: 'b', market: 'spot', code: 'L-SPOT' });
const quota = (of: string, Value: number): Part => ({
  of,
  state: 'known',
  answer: { Quota: { QuotaCode: of, QuotaName: of, Value } },
});
const types = {
  InstanceTypes: [
    { InstanceType: 'm6i.2xlarge', VCpuInfo: { DefaultVCpus: 8 } },
    { InstanceType: 'c6i.4xlarge', VCpuInfo: { DefaultVCpus: 16 } },
  ],
};
const running = (count: number, more: Part = {}) => ({
  Reservations: Array.from({ length: count }, () => ({
    Instances: [{ InstanceType: 'm6i.2xlarge', State: { Name: 'running' }, ...more }],
  })),
});
const from = (name: string, possible: number | null, by = 'group'): Part => ({ by, name, possible });

/** Four machines of eight vCPUs run, of sixty-four that may. */
function look(change: Part = {}): Part | undefined {
  return growthWithinQuota.run({
    ...{ kinds: [kind()], sources: [from('a', 12)], own: [quota('L-OD', 64)], usual: [], types, missing: 10 },
    ...{ instances: running(4), ...change },
  });
}

describe('growth-within-quota', () => {
  it('lets through what the quota has room for', () => {
    expect(look()).toEqual({
      ...{ seen: true, possible: 12, enough: true, short: null, needs: 0, wanted: 0 },
      rows: [
        {
          ...{ code: 'L-OD', name: 'L-OD', value: 64, used: 32, left: 32 },
          ...{ type: 'm6i.2xlarge', vcpus: 8, fits: 4, machines: 4 },
        },
      ],
    });
  });

  it.each<[string, Part, number, boolean, number, number]>([
    ['just enough', { own: [quota('L-OD', 56)] }, 12, true, 0, 0],
    // Two machines of the three that ten pods take.
    ['one machine too few', { own: [quota('L-OD', 55)] }, 8, false, 1, 56],
    ['none left', { own: [quota('L-OD', 32)] }, 0, false, 24, 56],
    ['never granted', { own: [quota('L-OD', 0)] }, 0, false, 24, 56],
    ['no bound but the quota', { sources: [from('a', null)] }, 16, true, 0, 0],
    ['no bound, and a quota that is too small', { sources: [from('a', null)], missing: 20 }, 16, false, 8, 72],
    ['bounds that stop before the quota does', { sources: [from('a', 4)] }, 4, false, 0, 0],
    ['what the account does not keep', { own: [], usual: [quota('L-OD', 40)] }, 4, false, 16, 56],
    ['nothing that adds machines', { sources: [] }, 0, false, 0, 0],
    ['machines on which none fits', { kinds: [kind({ fits: 0 })] }, 0, false, 0, 0],
  ])('%s', (_, change, possible, enough, needs, wanted) => {
    expect(look(change)).toMatchObject({ seen: true, possible, enough, needs, wanted });
  });

  it('lets sources share a quota, and counts those of another apart', () => {
    const two = [from('a', 12), from('p', null, 'pool')];
    expect(look({ sources: two, kinds: [kind(), kind({ group: '', pool: 'p' })], missing: 20 })).toMatchObject({
      ...{ possible: 16, enough: false, short: { code: 'L-OD' } },
    });
    const spot = { kinds: [kind(), SPOT], own: [quota('L-OD', 32), quota('L-SPOT', 16)] };
    expect(look({ ...spot, sources: [from('a', 12), from('b', 8)], missing: 8 })).toMatchObject({
      ...{ possible: 8, enough: true, short: null },
    });
    expect(look({ ...spot, sources: [from('a', 12)], missing: 8 })).toMatchObject({ possible: 0, enough: false });
  });

  it('takes of a source the kind of machine that uses most, and for one without a node any', () => {
    const large = kind({ type: 'c6i.4xlarge' });
    expect(look({ kinds: [kind(), large] })).toMatchObject({ possible: 8 });
    expect(look({ sources: [from('new', 12, 'pool')] })).toMatchObject({ possible: 12 });
  });

  it.each<[string, Part]>([
    ['a quota that was not told', { own: [] }],
    ['a quota that was denied', { own: [{ of: 'L-OD', state: 'denied' }] }],
    ['a quota without a value', { own: [{ of: 'L-OD', state: 'known', answer: {} }] }],
    ['machines that were not told', { instances: undefined }],
    ['a type that was not told', { types: { InstanceTypes: [] } }],
    ['a machine whose vCPUs are not known', { instances: running(1, { InstanceType: 'm7i.large' }) }],
    ['a kind whose quota is not known', { kinds: [kind({ code: '' })] }],
    ['no kind at all', { kinds: [] }],
    ['no sources', { sources: undefined }],
    ['no figure of what is missing', { missing: undefined }],
  ])('says nothing with %s', (_, change) => {
    expect(look(change)).toMatchObject({ seen: false, possible: 0, enough: false, rows: [], short: null });
  });
});
