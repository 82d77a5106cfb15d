import { describe, expect, it } from 'vitest';
import { formatBytes, formatMillicores, parseQuantity, toBytes, toMillicores } from '../../src/text/quantity.ts';
import { fc } from '../support/random.ts';

function bytes(text: string): number | undefined {
  const quantity = parseQuantity(text);
  return quantity && toBytes(quantity);
}

function millicores(text: string): number | undefined {
  const quantity = parseQuantity(text);
  return quantity && toMillicores(quantity);
}

describe('parseQuantity', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['1.', 1],
    ['.5', 1],
    ['+5', 5],
    ['1.5Gi', 1_610_612_736],
    ['0.1Ki', 103],
    ['4Gi', 4_294_967_296],
    ['-1Ki', -1024],
    ['-1.5', -2],
    ['1k', 1000],
    ['1E', 1e18],
    ['1E3', 1000],
    ['1e3', 1000],
    ['12e-1', 2],
    ['128974848', 128_974_848],
    ['129e6', 129_000_000],
    ['123Mi', 128_974_848],
    ['1n', 1],
    ['32641560Ki', 33_424_957_440],
  ])('reads %s as %d whole units', (text, expected) => {
    expect(bytes(text)).toBe(expected);
  });

  it.each([
    ['250m', 250],
    ['2', 2000],
    ['0.1', 100],
    ['1.5', 1500],
    ['156340393n', 157],
    ['100u', 1],
    ['-1n', -1],
  ])('reads %s as %d millicores', (text, expected) => {
    expect(millicores(text)).toBe(expected);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    'abc',
    '.',
    '-',
    '1.5.5',
    '1Kii',
    '1ki',
    '1K',
    '1g',
    '1 Gi',
    '1e',
    '1e1.5',
    '0x10',
    '1m1',
    '١',
  ])('refuses %j', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('refuses texts and exponents beyond all reason at once', () => {
    expect(parseQuantity('9'.repeat(1_000_000))).toBeUndefined();
    expect(parseQuantity('1e999999999')).toBeUndefined();
  });

  it('rounds what is finer than a billionth away from zero, and caps binary quantities only', () => {
    expect(parseQuantity('0.0000000001')).toEqual({ nanos: 1n });
    expect(parseQuantity('-0.1n')).toEqual({ nanos: -1n });
    expect(parseQuantity('8Ei')).toEqual({ nanos: (2n ** 63n - 1n) * 10n ** 9n });
    expect(parseQuantity('-16Ei')).toEqual({ nanos: -(2n ** 63n - 1n) * 10n ** 9n });
    expect(parseQuantity('18446744073709551616')).toEqual({ nanos: 2n ** 64n * 10n ** 9n });
  });

  it('agrees with plain fractions', () => {
    fc.assert(
      fc.property(number, suffix, ({ sign, whole, fraction }, [text, top, bottom]) => {
        const numerator = BigInt(whole + fraction) * top * 10n ** 9n;
        const denominator = 10n ** BigInt(fraction.length) * bottom;
        let expected = (numerator + denominator - 1n) / denominator;
        if (text.endsWith('i') && expected > MAX_NANOS) expected = MAX_NANOS;
        const written = `${sign}${whole}${fraction === '' ? '' : '.'}${fraction}${text}`;
        expect(parseQuantity(written)).toEqual({ nanos: sign === '-' ? -expected : expected });
      }),
    );
  });

  it('rounds to whole units and thousandths as a ceiling of the magnitude', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (nanos) => {
        const ceiling = Number((nanos + 999_999_999n) / 1_000_000_000n);
        expect(toBytes({ nanos })).toBe(ceiling);
        expect(toBytes({ nanos: -nanos })).toBe(0 - ceiling);
        expect(toMillicores({ nanos })).toBe(Number((nanos + 999_999n) / 1_000_000n));
      }),
    );
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0'],
    [100, '100'],
    [1023, '1023'],
    [1024, '1Ki'],
    [1536, '1.5Ki'],
    [512 * 2 ** 20, '512Mi'],
    [4 * 2 ** 30, '4Gi'],
    [2.4 * 2 ** 30, '2.4Gi'],
    [2 ** 30 - 1, '1Gi'],
    [33_424_957_440, '31.1Gi'],
    [-1536, '-1.5Ki'],
    [2 ** 70, '1024Ei'],
  ])('writes %d as %s', (amount, expected) => {
    expect(formatBytes(amount)).toBe(expected);
  });

  it('is a quantity again, within a twentieth of its unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (amount) => {
        const back = bytes(formatBytes(amount)) ?? Number.NaN;
        expect(Math.abs(back - amount)).toBeLessThanOrEqual(amount * 0.05 + 1);
      }),
    );
  });
});

describe('formatMillicores', () => {
  it.each([
    [0, '0'],
    [250, '250m'],
    [1000, '1'],
    [2000, '2'],
    [1500, '1.5'],
    [1250, '1250m'],
    [-300, '-300m'],
    [-2000, '-2'],
  ])('writes %d as %s', (amount, expected) => {
    expect(formatMillicores(amount)).toBe(expected);
  });

  it('is the same quantity again', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (amount) => {
        expect(millicores(formatMillicores(amount))).toBe(amount);
      }),
    );
  });
});

const MAX_NANOS = (2n ** 63n - 1n) * 10n ** 9n;

const digits = fc.stringMatching(/^[0-9]{1,12}$/);
const number = fc.record({
  sign: fc.constantFrom('', '+', '-'),
  whole: digits,
  fraction: fc.oneof(fc.constant(''), digits),
});

const suffix: fc.Arbitrary<[text: string, top: bigint, bottom: bigint]> = fc.oneof(
  fc.constantFrom<[string, bigint, bigint]>(
    ['', 1n, 1n],
    ['n', 1n, 10n ** 9n],
    ['u', 1n, 10n ** 6n],
    ['m', 1n, 10n ** 3n],
    ['k', 10n ** 3n, 1n],
    ['M', 10n ** 6n, 1n],
    ['G', 10n ** 9n, 1n],
    ['T', 10n ** 12n, 1n],
    ['P', 10n ** 15n, 1n],
    ['E', 10n ** 18n, 1n],
    ['Ki', 1n << 10n, 1n],
    ['Mi', 1n << 20n, 1n],
    ['Gi', 1n << 30n, 1n],
    ['Ti', 1n << 40n, 1n],
    ['Pi', 1n << 50n, 1n],
    ['Ei', 1n << 60n, 1n],
  ),
  fc.tuple(fc.constantFrom('e', 'E'), fc.integer({ min: -20, max: 20 })).map(([letter, power]) => {
    const factor = 10n ** BigInt(Math.abs(power));
    return [`${letter}${power}`, power < 0 ? 1n : factor, power < 0 ? factor : 1n] as [string, bigint, bigint];
  }),
);
