import { describe, expect, it } from 'vitest';
import { catalogue } from '../support/shipped.ts';

/** The sections of `diagnose`: each lists the pods, and equal look-ups are asked once. */
const withAllPods = [...catalogue.runbooks.values()].filter(({ lookups }) => lookups['podsEverywhere'] !== undefined);

describe('the list of all pods', () => {
  it('is the same in every runbook that has it, so that a cluster is asked for it once', () => {
    const texts = withAllPods.map(({ lookups }) => {
      const { when: _when, required: _required, ...asked } = lookups['podsEverywhere'] ?? {};
      return JSON.stringify(asked);
    });
    expect(withAllPods.length).toBeGreaterThan(1);
    expect([...new Set(texts)]).toHaveLength(1);
  });
});
