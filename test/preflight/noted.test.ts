import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import type { Query } from '../../src/model/query.ts';
import { answerAlike, noted } from '../../src/preflight/noted.ts';
import { lookUpWith } from '../../src/preflight/patches.ts';

const pods: Query = { from: 'list', resource: 'pods', namespace: null };
const deployments: Query = { from: 'list', resource: 'deployments.apps', namespace: null };
const coder = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'coder', namespace: 'coder' } };

/** One answer per kind, as a memoised look-up gives it. */
const answers = new Map<string, Fact>([
  [
    'pods',
    { state: 'known', value: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'coder' } }] },
  ],
  [
    'deployments.apps',
    { state: 'known', value: [coder, { ...coder, metadata: { name: 'other', namespace: 'coder' } }] },
  ],
]);
const lookUp = (query: Query): Promise<Fact> => {
  const fact = query.from === 'list' ? answers.get(query.resource) : undefined;
  return Promise.resolve(fact ?? { state: 'failed', reason: 'nobody asked', hint: '' });
};
const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'coder', name: 'coder' };
const scaled = lookUpWith([{ object, patch: { spec: { replicas: 3 } } }], lookUp);

describe('a look-up with a note of what was asked', () => {
  it('gives what the look-up gives, and keeps every question', async () => {
    const { lookUp: noting, asked } = noted(lookUp);
    expect(await noting(pods)).toBe(await lookUp(pods));
    await noting(deployments);
    expect(asked).toEqual([pods, deployments]);
  });
});

describe('whether answers are alike', () => {
  it('is yes where a change touches none of them', async () => {
    expect(await answerAlike([pods], lookUp, scaled)).toBe(true);
    expect(await answerAlike([], lookUp, scaled)).toBe(true);
  });

  it('is no where it touches one', async () => {
    expect(await answerAlike([pods, deployments], lookUp, scaled)).toBe(false);
  });

  it('lays a patch over a long list once, and leaves the other objects as they are', async () => {
    const [once, again] = [await scaled(deployments), await scaled(deployments)];
    expect(again).toBe(once);
    expect(once).toMatchObject({ state: 'known', value: [{ spec: { replicas: 3 } }, { metadata: { name: 'other' } }] });
    expect((once as { value: unknown[] }).value[1]).toBe(
      (answers.get('deployments.apps') as { value: unknown[] }).value[1],
    );
  });
});
