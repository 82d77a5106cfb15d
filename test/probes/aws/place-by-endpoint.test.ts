import { describe, expect, test } from 'vitest';
import { placeByEndpoint } from '../../../src/probes/aws/place-by-endpoint.ts';

const HOST = '0123456789abcdef0123456789abcdef.gr7.eu-central-1.eks.amazonaws.com';
const PLACE = {
  onAws: true,
  region: 'eu-central-1',
  account: '',
  cluster: '',
  endpoint: HOST,
  instances: ['i-1'],
  nodeGroups: [],
  autoMode: false,
  karpenter: false,
};
const row = (name: string, host: string, arn = `arn:aws:eks:eu-central-1:111122223333:cluster/${name}`) => ({
  of: name,
  state: 'known',
  answer: { cluster: { name, arn, endpoint: `https://${host}` } },
});
const other = row('other', HOST.replace('0123', '3210'));

describe('the name of a cluster by the address of its API server', () => {
  test.each([
    ['the one with the address', [other, row('shop', HOST)], 'shop', '111122223333'],
    ['whatever its letters', [row('shop', HOST.toUpperCase())], 'shop', '111122223333'],
    [
      'of another partition',
      [row('shop', HOST, 'arn:aws-cn:eks:cn-north-1:111122223333:cluster/shop')],
      'shop',
      '111122223333',
    ],
    ['beside one that was denied', [{ of: 'other', state: 'denied' }, row('shop', HOST)], 'shop', '111122223333'],
    ['none with the address', [other], '', ''],
    ['an address that only begins so', [row('shop', `${HOST}.example`)], '', ''],
    ['two with one address', [row('shop', HOST), row('again', HOST)], '', ''],
    ['a name that is none', [row('--debug', HOST)], '', ''],
    ['an ARN that is none', [row('shop', HOST, 'x')], 'shop', ''],
    [
      'nobody that answered',
      [
        { of: 'shop', state: 'denied' },
        { of: 'other', state: 'skipped' },
      ],
      '',
      '',
    ],
    ['no clusters', [], '', ''],
    ['answers of another shape', [null, 'x', { answer: [] }, { answer: { cluster: { endpoint: 5 } } }], '', ''],
  ])('%s', (_, answers, cluster, account) => {
    expect(placeByEndpoint.run({ place: PLACE, answers })).toEqual({ ...PLACE, cluster, account });
  });

  test('what is known already comes first', () => {
    const known = { ...PLACE, cluster: 'mine', account: '444455556666' };
    expect(placeByEndpoint.run({ place: known, answers: [row('shop', HOST)] })).toEqual(known);
  });

  test('without an address of EKS there is nothing to tell them by', () => {
    const place = { ...PLACE, endpoint: '' };
    const nameless = { of: 'shop', state: 'known', answer: { cluster: { name: 'shop' } } };
    expect(placeByEndpoint.run({ place, answers: [nameless] })).toEqual(place);
  });

  test('a place that is not known stays so', () => {
    expect(placeByEndpoint.run({ place: null, answers: [] })).toBeUndefined();
  });
});
