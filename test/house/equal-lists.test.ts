import { describe, expect, it } from 'vitest';
import { catalogue } from '../support/shipped.ts';

/** The sections of `diagnose`, and the checks of a workshop: each lists the pods, and equal look-ups are asked once. */
describe.each(['podsEverywhere', 'workshopPods'])('the list of all pods, %s,', (list) => {
  const withAllPods = [...catalogue.runbooks.values()].filter(({ lookups }) => lookups[list] !== undefined);

  it('is the same in every runbook that has it, so that a cluster is asked for it once', () => {
    const texts = withAllPods.map(({ lookups }) => {
      const { when: _when, required: _required, late: _late, ...asked } = lookups[list] ?? {};
      return JSON.stringify(asked);
    });
    expect(withAllPods.length).toBeGreaterThan(1);
    expect([...new Set(texts)]).toHaveLength(1);
  });
});

/** Which part of Coder a workload is, by its marks: every runbook that looks for a part goes by the same. */
const marks = [...catalogue.runbooks.values()].flatMap(({ derive }) => {
  const text = derive['marks'];
  return typeof text === 'string' && text.includes('"role": "provisioner"') ? partsOf(text) : [];
});

function partsOf(text: string): readonly (readonly [role: string, any: string])[] {
  const parts = JSON.parse(text) as readonly { readonly role: string; readonly any: unknown }[];
  return parts.map(({ role, any }) => [role, JSON.stringify(any)]);
}

describe('the marks of the parts of Coder', () => {
  it('are the same in every runbook that looks for one', () => {
    const ways = new Map(
      marks.map(([role]) => [role, new Set(marks.filter(([other]) => other === role).map(([, any]) => any))]),
    );
    expect(ways.size).toBeGreaterThan(1);
    expect([...ways].filter(([, any]) => any.size > 1).map(([role]) => role)).toEqual([]);
  });
});
