import { describe, expect, it } from 'vitest';
import { headOf, namesInWords, parseWords } from '../../src/text/words.ts';
import { fc } from '../support/random.ts';

describe('parseWords', () => {
  it.each([
    ['nothing', ['nothing']],
    ['', []],
    ['{pod}', [{ path: 'pod', unit: '' }]],
    ['a {pod.spec.nodeName} b', ['a ', { path: 'pod.spec.nodeName', unit: '' }, ' b']],
    [
      '{free:bytes}{need:room.unit}',
      [
        { path: 'free', unit: 'bytes' },
        { path: 'need', unit: 'room.unit' },
      ],
    ],
    ['{x.c[type=Ready].m}', [{ path: 'x.c[type=Ready].m', unit: '' }]],
    ['{x.l["a.b/c"]}', [{ path: 'x.l["a.b/c"]', unit: '' }]],
    ['jsonpath={.spec.x}', ['jsonpath={.spec.x}']],
    ['{type: Recreate}', ['{type: Recreate}']],
    ['{Upper} {} { x } {a b}', ['{Upper} {} { x } {a b}']],
    ['{open', ['{open']],
    ['{{x}}', ['{', { path: 'x', unit: '' }, '}']],
  ])('%j', (words, parts) => {
    expect(parseWords(words)).toEqual(parts);
  });

  it('loses nothing', () => {
    const piece = fc.constantFrom('{a}', '{a.b:bytes}', '{', '}', ' text ', ':', '{A}', '{x[y=z].w}');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const words = pieces.join('');
        const back = parseWords(words).map((part) =>
          typeof part === 'string' ? part : `{${part.path}${part.unit === '' ? '' : `:${part.unit}`}}`,
        );
        expect(back.join('')).toBe(words);
      }),
    );
  });
});

describe('namesInWords', () => {
  it('are the heads of paths, and of units that are paths', () => {
    expect(namesInWords('{pod.a} {x:bytes} {y:room.unit} {z[0]}')).toEqual(['pod', 'x', 'y', 'room', 'z']);
  });

  it('headOf gives an empty text for what begins with no name', () => {
    expect([headOf('pod.a'), headOf('pod[0]'), headOf('.a')]).toEqual(['pod', 'pod', '']);
  });
});
