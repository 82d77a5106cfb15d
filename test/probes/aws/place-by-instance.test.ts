import { describe, expect, test } from 'vitest';
import { placeByInstance } from '../../../src/probes/aws/place-by-instance.ts';

const PLACE = {
  onAws: true,
  region: 'eu-central-1',
  account: '',
  cluster: '',
  instances: ['i-1'],
  nodeGroups: [],
  autoMode: false,
  karpenter: false,
};
const told = (tags: Readonly<Record<string, string>>) => ({
  Reservations: [
    {
      OwnerId: '111122223333',
      Instances: [{ InstanceId: 'i-1', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
    },
  ],
});

describe('the name of a cluster by one of its machines', () => {
  test.each([
    ['that EKS started', { 'aws:eks:cluster-name': 'shop', Name: 'x' }, 'shop'],
    ['of a node group', { 'eks:cluster-name': 'shop', 'kubernetes.io/cluster/shop': 'owned' }, 'shop'],
    ['of eksctl', { 'alpha.eksctl.io/cluster-name': 'shop' }, 'shop'],
    ['of Karpenter', { 'kubernetes.io/cluster/shop': 'owned' }, 'shop'],
    ['that is shared', { 'kubernetes.io/cluster/shop': 'shared' }, ''],
    ['marked for two', { 'kubernetes.io/cluster/shop': 'owned', 'eks:cluster-name': 'other' }, ''],
    ['with a name that is none', { 'eks:cluster-name': '--debug' }, ''],
    ['without tags', {}, ''],
  ])('%s', (_, tags, cluster) => {
    expect(placeByInstance.run({ place: PLACE, told: told(tags) })).toEqual({
      ...PLACE,
      cluster,
      account: '111122223333',
    });
  });

  test('what the kubeconfig tells comes first', () => {
    const place = { ...PLACE, cluster: 'mine', account: '444455556666' };
    expect(placeByInstance.run({ place, told: told({ 'eks:cluster-name': 'shop' }) })).toEqual(place);
  });

  test.each([[undefined], [null], [{}], [{ Reservations: [] }], [{ Reservations: 'x' }]])(
    '%j tells nothing',
    (answer) => {
      expect(placeByInstance.run({ place: PLACE, told: answer })).toEqual(PLACE);
    },
  );

  test('a place that is not known stays so', () => {
    expect(placeByInstance.run({ place: null })).toBeUndefined();
  });
});
