import { describe, expect, it } from 'vitest';
import type { Advice, Finding } from '../../src/model/report.ts';
import { followAdvice, verifyAdvice } from './cluster/advice.ts';
import type { Cluster, Ended } from './cluster/cluster.ts';

/** A cluster that only remembers what is done to it. */
function remembering(exitOf: (line: string) => string = () => 'ended with 0'): { cluster: Cluster; done: string[] } {
  const done: string[] = [];
  const hands = {
    git: {
      change: async ({ kind, namespace, name }: Record<'kind' | 'namespace' | 'name', string>, patch: string) =>
        void done.push(`git ${kind} ${namespace}/${name}: ${patch}`),
      commit: async (manifest: unknown) => void done.push(`new ${JSON.stringify(manifest)}`),
    },
    type: async (line: string): Promise<Ended> => {
      done.push(line);
      return { exit: exitOf(line), stdout: '', stderr: 'no such release' };
    },
  };
  return { cluster: hands as unknown as Cluster, done };
}

const advice: Partial<Advice> = {
  id: 'surge-free',
  change: {
    object: { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'coder', name: 'coder' },
    file: 'the manifest of it under ./apps',
    owner: 'Kustomization a/b',
    patch: 'spec: {}',
  },
  commands: ['flux one', 'flux two'],
  verify: ['kubectl get deployment'],
  blanks: [],
};
const asking: Partial<Advice> = {
  id: 'other-address',
  change: { object: null, file: 'a new file', owner: '', patch: 'kind: HelmRepository\nspec: {url: <address>}' },
  commands: ["curl '<address>/index.yaml'"],
  verify: [],
  blanks: [{ text: '<address>', question: 'Where is it?' }],
};
const finding = { code: 'rollout-does-not-fit', advice: [advice, asking] } as unknown as Finding;

describe('doing what was printed', () => {
  it('lays the change over the object that it names, then types the commands', async () => {
    const { cluster, done } = remembering();
    await followAdvice(cluster, finding, 'surge-free');
    expect(done).toEqual(['git HelmRelease coder/coder: spec: {}', 'flux one', 'flux two']);
  });

  it('ends with the command that fails', async () => {
    const { cluster, done } = remembering((line) => (line === 'flux one' ? 'ended with 1' : 'ended with 0'));
    await expect(followAdvice(cluster, finding, 'surge-free')).rejects.toThrow(
      /\$ flux one\nended with 1\nno such release/,
    );
    expect(done).not.toContain('flux two');
  });

  it('does not make up an advice', async () => {
    const { cluster } = remembering();
    await expect(followAdvice(cluster, finding, 'reset')).rejects.toThrow(
      'offers no advice reset, only surge-free, other-address',
    );
  });

  it('types the commands that verify, and nothing else', async () => {
    const { cluster, done } = remembering();
    await verifyAdvice(cluster, finding, 'surge-free');
    expect(done).toEqual(['kubectl get deployment']);
  });

  it('fills in the blanks that the report names, wherever they stand', async () => {
    const { cluster, done } = remembering();
    await followAdvice(cluster, finding, 'other-address', { address: 'http://charts' });
    expect(done).toEqual([
      'new {"kind":"HelmRepository","spec":{"url":"http://charts"}}',
      "curl 'http://charts/index.yaml'",
    ]);
  });

  it.each([
    ['a blank that nobody filled in', 'other-address', {}, 'other-address has blanks that nobody filled in: <address>'],
    ['what no blank asks for', 'surge-free', { address: 'x' }, 'surge-free has no blank <address>'],
  ])('does nothing at all with %s', async (_, id, filledIn, says) => {
    const { cluster, done } = remembering();
    await expect(followAdvice(cluster, finding, id, filledIn)).rejects.toThrow(says);
    expect(done).toEqual([]);
  });
});
