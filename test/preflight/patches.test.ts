import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import type { Query } from '../../src/model/query.ts';
import { lookUpWith, patchOf } from '../../src/preflight/patches.ts';
import { advice } from './make.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'coder', name: 'coder-provisioner' };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'coder-provisioner', namespace: 'coder', annotations: { old: 'yes' } },
  spec: { replicas: 6, template: { spec: { nodeName: 'a' } } },
};
const other = { ...deployment, metadata: { ...deployment.metadata, namespace: 'elsewhere' } };
const list: Query = { from: 'list', resource: 'deployments.apps', namespace: null };
const get: Query = { from: 'get', resource: 'deployments.apps', namespace: 'coder', name: 'coder-provisioner' };

async function answerTo(query: Query, fact: Fact, patch: Readonly<Record<string, unknown>>): Promise<Fact> {
  return lookUpWith([{ object, patch }], () => Promise.resolve(fact))(query);
}

describe('a patch of an advice', () => {
  it('is read as YAML', () => {
    expect(patchOf(advice('scale', 'spec:\n  replicas: 12\n'))).toMatchObject({ patch: { spec: { replicas: 12 } } });
  });

  it.each([
    ['nothing is changed', advice('call')],
    ['it is no map', advice('x', '- a list')],
    ['it is no YAML', advice('x', 'a: [')],
    [
      'something has to be filled in',
      { ...advice('x', 'spec: {replicas: <n>}'), blanks: [{ text: '<n>', question: 'n?' }] },
    ],
    [
      'it is a whole new object',
      { ...advice('x'), change: { object: null, file: 'f', owner: 'o', patch: 'kind: Secret' } },
    ],
  ])('is none where %s', (_, one) => {
    expect(patchOf(one)).toBeUndefined();
  });
});

describe('answers with a patch laid over them', () => {
  it('change the one object in a list, and what is merged into stays', async () => {
    const fact = await answerTo(list, { state: 'known', value: [deployment, other] }, { spec: { replicas: 12 } });
    expect(fact).toEqual({
      state: 'known',
      value: [{ ...deployment, spec: { replicas: 12, template: { spec: { nodeName: 'a' } } } }, other],
    });
  });

  it('change an object that was asked for by name, and take out what is null', async () => {
    const fact = await answerTo(
      get,
      { state: 'known', value: deployment },
      { metadata: { annotations: { old: null } } },
    );
    expect(fact).toMatchObject({ value: { metadata: { annotations: {} }, spec: { replicas: 6 } } });
  });

  it('let a workload whose replicas are all ready come to the new number, and no other', async () => {
    const counts = (ready: number) => ({
      replicas: 6,
      readyReplicas: ready,
      availableReplicas: ready,
      updatedReplicas: 6,
    });
    const more = async (ready: number) =>
      answerTo(get, { state: 'known', value: { ...deployment, status: counts(ready) } }, { spec: { replicas: 9 } });
    expect(await more(6)).toMatchObject({
      value: { spec: { replicas: 9 }, status: { readyReplicas: 9, updatedReplicas: 9 } },
    });
    expect(await more(5)).toMatchObject({ value: { spec: { replicas: 9 }, status: { readyReplicas: 5 } } });
  });

  it('put a new map where there was none, without its nulls, and replace lists whole', async () => {
    const patch = { spec: { strategy: { type: 'Recreate', rollingUpdate: null }, template: ['x'] } };
    const fact = await answerTo(get, { state: 'known', value: deployment }, patch);
    expect(fact).toMatchObject({ value: { spec: { strategy: { type: 'Recreate' }, template: ['x'] } } });
    expect(JSON.stringify(fact)).not.toContain('rollingUpdate');
  });

  it('have the replicas that are wanted then', async () => {
    const there = { replicas: 6, readyReplicas: 6, availableReplicas: 6, updatedReplicas: 6 };
    const status = { ...there, observedGeneration: 4 };
    const fact = await answerTo(get, { state: 'known', value: { ...deployment, status } }, { spec: { replicas: 12 } });
    expect(fact).toMatchObject({
      value: { status: { replicas: 12, readyReplicas: 12, availableReplicas: 12, observedGeneration: 4 } },
    });
  });

  it.each([
    { state: 'denied', reason: 'forbidden', hint: '' },
    { state: 'failed', reason: 'timeout', hint: '' },
  ] as const)('stay %j', async (fact) => {
    expect(await answerTo(list, fact as Fact, { spec: {} })).toEqual(fact);
  });

  it('leave the answers of anything else alone', async () => {
    const fact: Fact = { state: 'known', value: { kind: 'Deployment' } };
    expect(await answerTo({ from: 'server' }, fact, { spec: {} })).toBe(fact);
  });
});
