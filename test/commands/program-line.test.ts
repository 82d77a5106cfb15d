import { expect, test } from 'vitest';
import { type Access, programLine } from '../../src/commands/program-line.ts';

const inCluster = {
  context: '--kube-context',
  kubeconfig: '--kubeconfig',
  as: '--kube-as-user',
  'as-group': '--kube-as-group',
  without: 'HELM_',
};
const argv = ['helm', 'history', 'web'];
const nobody: Access = { context: null, kubeconfig: undefined, as: undefined, asGroups: [] };
const ENV = { PATH: '/bin', KUBECONFIG: '/k', HELM_KUBEAPISERVER: 'https://elsewhere.test', HELM_DRIVER: 'sql' };

test('one that asks the cluster is told which, as whom, and nothing otherwise by its variables', () => {
  const access = { context: 'prod', kubeconfig: '/k/config', as: 'ann', asGroups: ['a', 'b'] };
  expect(programLine({ from: 'run', argv, inCluster }, access, ENV)).toEqual({
    argv: [
      ...argv,
      ...['--kube-context', 'prod', '--kubeconfig', '/k/config', '--kube-as-user', 'ann'],
      ...['--kube-as-group', 'a', '--kube-as-group', 'b'],
    ],
    env: { PATH: '/bin', KUBECONFIG: '/k' },
  });
});

test('in a pod it finds the ServiceAccount by itself', () => {
  expect(programLine({ from: 'run', argv, inCluster }, nobody, {})).toEqual({ argv, env: {} });
});

test('one that asks nobody is told nothing', () => {
  const access = { ...nobody, context: 'prod', as: 'ann' };
  expect(programLine({ from: 'run', argv }, access, ENV)).toEqual({ argv, env: ENV });
});
