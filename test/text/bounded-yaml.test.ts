import { describe, expect, it } from 'vitest';
import { boundedYaml } from '../../src/text/bounded-yaml.ts';

describe('YAML that somebody else wrote', () => {
  it('is read as plain data', () => {
    expect(boundedYaml('tunnel: t\ningress:\n  - hostname: a.example.org\n    service: http://a:80\n')).toEqual({
      value: { tunnel: 't', ingress: [{ hostname: 'a.example.org', service: 'http://a:80' }] },
      trouble: '',
    });
    expect(boundedYaml('base: &b { a: 1 }\nmore: { <<: *b, c: 2 }')).toMatchObject({ value: { more: { a: 1, c: 2 } } });
    expect(boundedYaml('a: 1\n---\nb: 2')).toEqual({ value: { a: 1 }, trouble: '' });
    expect(boundedYaml('')).toEqual({ value: null, trouble: '' });
  });

  it.each([
    ['an open quote', 'a: "'],
    ['a key that comes twice', 'a: 1\na: 2'],
    ['an alias of nothing', 'a: *b'],
    ['a tab', 'a:\n\t- b'],
    ['a key that is no text', '? [a, b]\n: 1'],
    ['a text of nothing but brackets', ']'.repeat(1000)],
  ])('is malformed with %s', (_, text) => {
    expect(boundedYaml(text)).toEqual({ value: undefined, trouble: 'malformed' });
  });

  it('is not read beyond 32 KiB', () => {
    expect(boundedYaml(`a: ${'b'.repeat(32 * 1024)}`).trouble).toBe('large');
    expect(boundedYaml(`a: ${'b'.repeat(32 * 1024 - 3)}`).trouble).toBe('');
  });

  it.each([
    ['brackets', `${'['.repeat(65)}${']'.repeat(65)}`],
    ['brackets that never close', '[{'.repeat(8000)],
    ['lists on one line', '- '.repeat(8000)],
    ['keys on one line', '? '.repeat(8000)],
    ['both', '- ? '.repeat(4000)],
    ['lines', Array.from({ length: 80 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['an alias of itself', 'a: &a [*a]'],
  ])('is not read where it is nested deep by %s', (_, text) => {
    expect(boundedYaml(text).trouble).toBe('deep');
  });

  it('is not read where aliases make much of little', () => {
    const lines = ['b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
      (name, index) => `${name}: &${name} [${'*x, '.replace('x', 'abcdefg'[index] ?? '').repeat(9)}]`,
    );
    expect(boundedYaml(['a: &a [1, 1, 1]', ...lines].join('\n')).trouble).toBe('malformed');
  });

  it('gives no prototype away', () => {
    const { value } = boundedYaml('__proto__: { polluted: yes }');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
