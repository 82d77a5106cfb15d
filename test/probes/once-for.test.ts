import { describe, expect, it } from 'vitest';
import { onceFor } from '../../src/probes/once-for.ts';

function counting() {
  const seen: unknown[] = [];
  const known = new WeakMap<object, string>();
  const ask = (of: unknown) =>
    onceFor(of, known, (what) => {
      seen.push(what);
      return JSON.stringify(what);
    });
  return { ask, seen };
}

describe('what is worked out of an object', () => {
  it('is so once for the same one, and again for another that is equal', () => {
    const { ask, seen } = counting();
    const pod = { name: 'a' };
    expect([ask(pod), ask(pod), ask({ name: 'a' })]).toEqual(['{"name":"a"}', '{"name":"a"}', '{"name":"a"}']);
    expect(seen).toHaveLength(2);
  });

  it.each([[null], ['text'], [undefined]])('is so each time for %j, which is no object', (value) => {
    const { ask, seen } = counting();
    ask(value);
    ask(value);
    expect(seen).toEqual([value, value]);
  });
});
