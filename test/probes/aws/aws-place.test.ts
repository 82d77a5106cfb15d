import { describe, expect, test } from 'vitest';
import { awsPlace } from '../../../src/probes/aws/aws-place.ts';

const node = (providerID: string, labels: Readonly<Record<string, string>> = {}) => ({
  metadata: { name: 'n', labels },
  spec: { providerID },
});
const GROUP = { 'eks.amazonaws.com/nodegroup': 'workers', 'topology.kubernetes.io/region': 'eu-central-1' };
const ARN = { eks: { cluster: 'shop', region: 'eu-west-1', account: '111122223333' } };

describe('where a cluster is', () => {
  test.each([
    [
      'by the labels of its nodes',
      [node('aws:///eu-central-1a/i-0123456789abcdef0', GROUP)],
      {},
      {
        onAws: true,
        region: 'eu-central-1',
        account: '',
        cluster: '',
        instances: ['i-0123456789abcdef0'],
        nodeGroups: ['workers'],
      },
    ],
    ['by its zone', [node('aws:///eu-central-1a/i-0123456789abcdef0')], {}, { region: 'eu-central-1' }],
    ['in a Local Zone', [node('aws:///us-west-2-lax-1a/i-0123456789abcdef0')], {}, { region: 'us-west-2' }],
    [
      'in a region of the government',
      [node('aws:///us-gov-west-1b/i-0123456789abcdef0')],
      {},
      { region: 'us-gov-west-1' },
    ],
    [
      'by the kubeconfig, which wins',
      [node('aws:///eu-central-1a/i-0123456789abcdef0')],
      ARN,
      { region: 'eu-west-1', account: '111122223333', cluster: 'shop' },
    ],
    ['by the kubeconfig alone, with no node', [], ARN, { onAws: true, region: 'eu-west-1', instances: [] }],
    [
      'by a region alone it is not on AWS',
      [node('k3s://n')],
      { eks: { cluster: '', region: 'eu-west-1', account: '' } },
      { onAws: false },
    ],
    ['elsewhere', [node('gce://p/z/n'), node('')], {}, { onAws: false, region: '', instances: [], karpenter: false }],
    [
      'on Fargate',
      [node('aws:///eu-central-1a/0123456789-abcdef/fargate-ip-10-0-0-1.eu-central-1.compute.internal')],
      {},
      { onAws: true, instances: [] },
    ],
    [
      'in Auto Mode',
      [
        node('aws:///eu-central-1a/i-0123456789abcdef0', {
          'eks.amazonaws.com/compute-type': 'auto',
          'karpenter.sh/nodepool': 'general-purpose',
        }),
      ],
      {},
      { autoMode: true, karpenter: true, nodeGroups: [] },
    ],
    [
      'made by eksctl',
      [
        node('aws:///eu-central-1a/i-0123456789abcdef0', {
          'alpha.eksctl.io/cluster-name': 'shop',
          'alpha.eksctl.io/nodegroup-name': 'own',
        }),
      ],
      {},
      { cluster: 'shop', nodeGroups: ['own'] },
    ],
  ])('%s', (_, nodes, server, place) => {
    expect(awsPlace.run({ nodes, server })).toMatchObject(place);
  });

  test('does not hang on the order of nodes', () => {
    const nodes = ['a', 'b', 'b', 'a'].map((zone) =>
      node(`aws:///eu-${zone === 'a' ? 'central' : 'west'}-1${zone}/i-0123456789abcdef0`),
    );
    expect(awsPlace.run({ nodes, server: {} })).toEqual(awsPlace.run({ nodes: nodes.toReversed(), server: {} }));
  });

  test('is not known where the nodes are not', () => {
    expect(awsPlace.run({ nodes: null, server: ARN })).toBeUndefined();
  });
});
