import { describe, expect, test } from 'vitest';
import { eksPlaceOf } from '../../../src/sources/kubernetes/eks-place.ts';

const ARN = 'arn:aws:eks:eu-central-1:111122223333:cluster/shop';
const ENDPOINT = 'https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com';
const plugin = (args: readonly string[], env: Readonly<Record<string, string>> = {}, command = 'aws') => ({
  apiVersion: 'client.authentication.k8s.io/v1beta1',
  command,
  args,
  env,
  installHint: undefined,
  interactiveMode: undefined,
  provideClusterInfo: false,
});
const SIGNED = plugin(['--region', 'eu-west-1', 'eks', 'get-token', '--cluster-name', 'shop', '--profile', 'work']);

describe('the cluster of EKS that a kubeconfig is about', () => {
  test.each([
    [
      'by the name of the context',
      [ARN],
      'https://x',
      undefined,
      { cluster: 'shop', region: 'eu-central-1', account: '111122223333' },
    ],
    [
      'by the name of the cluster',
      ['mine', ARN],
      'https://x',
      undefined,
      { cluster: 'shop', region: 'eu-central-1', account: '111122223333' },
    ],
    ['by the address', ['mine'], ENDPOINT, undefined, { cluster: '', region: 'eu-west-1', account: '' }],
    ['by the plugin', ['mine'], 'https://x', SIGNED, { cluster: 'shop', region: 'eu-west-1', account: '' }],
    [
      'by the plugin, in one word',
      ['mine'],
      'https://x',
      plugin(['eks', 'get-token', '--cluster-name=shop']),
      { cluster: 'shop', region: '', account: '' },
    ],
    [
      'by the older plugin',
      ['mine'],
      'https://x',
      plugin(['token', '-i', 'shop'], {}, '/usr/bin/aws-iam-authenticator'),
      { cluster: 'shop', region: '', account: '' },
    ],
    [
      'in another partition',
      ['arn:aws-cn:eks:cn-north-1:111122223333:cluster/shop'],
      'https://x',
      undefined,
      { region: 'cn-north-1' },
    ],
  ])('%s', (_, names, server, exec, place) => {
    expect(eksPlaceOf({ names, server, exec })).toMatchObject(place);
  });

  test.each([
    [
      'a plugin of somebody else',
      ['mine'],
      plugin(['--region', 'eu-west-1', '--cluster-name', 'shop'], {}, 'gke-gcloud-auth-plugin'),
    ],
    ['a name that only looks like it', ['arn:aws:eks:eu-central-1:1:cluster/shop'], undefined],
    ['nothing', ['mine'], undefined],
  ])('%s tells of none', (_, names, exec) => {
    expect(eksPlaceOf({ names, server: 'https://10.0.0.1:6443', exec })).toBeUndefined();
  });
});

/** In small letters, by which two addresses are held against each other. */
test.each([
  ['as it stands', ENDPOINT, '0123456789abcdef0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com'],
  ['with a port', `${ENDPOINT}:443`, '0123456789abcdef0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com'],
  ['with a slash', `${ENDPOINT}/`, '0123456789abcdef0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com'],
  ['that is a proxy', 'https://rancher.example/k8s/clusters/c-1', ''],
  ['that EKS only begins', `${ENDPOINT}.example`, ''],
])('an address %s has the host %j', (_, server, endpoint) => {
  expect(eksPlaceOf({ names: [ARN], server, exec: undefined })?.endpoint).toBe(endpoint);
});

test.each([
  ['its option', SIGNED, 'work'],
  ['its variable', plugin(['--cluster-name', 'shop'], { AWS_PROFILE: 'home' }), 'home'],
  ['the option before the variable', plugin(['--profile', 'work'], { AWS_PROFILE: 'home' }), 'work'],
  ['nothing', plugin(['--cluster-name', 'shop']), ''],
])('the profile is taken from %s', (_, exec, profile) => {
  expect(eksPlaceOf({ names: ['mine'], server: 'https://x', exec })?.profile).toBe(profile);
});
