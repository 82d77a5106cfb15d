/** A Kubernetes quantity, kept exactly, in billionths of its base unit (bytes, cores, pods). */
export interface Quantity {
  readonly nanos: bigint;
}

const NANOS_PER_UNIT = 1_000_000_000n;
const NANOS_PER_MILLI = 1_000_000n;

/** Binary suffixes are capped here by Kubernetes; decimal ones are not. */
const MAX_BINARY_NANOS = (2n ** 63n - 1n) * NANOS_PER_UNIT;

const DECIMAL_EXPONENTS: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const BINARY_FACTORS: Readonly<Record<string, bigint>> = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
};

const SYNTAX = /^([+-]?)(?=\.?[0-9])([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,3})|([KMGTPE]i|[numkMGTPE]?))$/;

/** Longer texts are refused: no real quantity comes near, and BigInt work grows with the length. */
const MAX_LENGTH = 100;

/**
 * Reads a quantity such as `1.5Gi`, `250m`, `2e3` or `156340393n`; undefined when it is none. The grammar is that of
 * apimachinery's `resource.Quantity`, and so is the rounding: finer than a billionth goes away from zero, and a binary
 * quantity stops at 2^63-1. Exponents have up to three digits.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = text.length <= MAX_LENGTH ? SYNTAX.exec(text) : null;
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match;
  const digits = BigInt(whole + fraction);
  const magnitude = scale(digits, fraction.length, exponent, suffix);
  return { nanos: sign === '-' ? -magnitude : magnitude };
}

/** Whether a text is a quantity that is no less than another: `4` bytes are a slip where `4Gi` is meant. */
export function isAtLeast(text: string, least: string): boolean {
  const [quantity, bound] = [parseQuantity(text), parseQuantity(least)];
  return quantity !== undefined && bound !== undefined && quantity.nanos >= bound.nanos;
}

/** Whole bytes (or pods, or whatever the base unit is), rounded away from zero as `Quantity.Value()` does. */
export function toBytes(quantity: Quantity): number {
  return Number(divideAwayFromZero(quantity.nanos, NANOS_PER_UNIT));
}

/** Millicores, rounded away from zero as `Quantity.MilliValue()` does. */
export function toMillicores(quantity: Quantity): number {
  return Number(divideAwayFromZero(quantity.nanos, NANOS_PER_MILLI));
}

/** Bytes for people, in binary units with at most one decimal: `4Gi`, `2.4Gi`, `512Mi`, `100`. */
export function formatBytes(bytes: number): string {
  if (bytes < 0) return `-${formatBytes(-bytes)}`;
  const units = ['', ...Object.keys(BINARY_FACTORS)];
  let amount = Math.round(bytes);
  let unit = 0;
  while (roundToTenth(amount) >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${roundToTenth(amount)}${units[unit] ?? ''}`;
}

/** Millicores as they are written in manifests: `250m`, `2`, `1.5`, `1250m`. */
export function formatMillicores(millicores: number): string {
  const rounded = Math.round(millicores);
  if (rounded === 0) return '0';
  const inTenthsOfCores = Math.abs(rounded) >= 1000 && rounded % 100 === 0;
  return inTenthsOfCores ? String(rounded / 1000) : `${rounded}m`;
}

function scale(digits: bigint, decimals: number, exponent: string | undefined, suffix: string): bigint {
  const binary = BINARY_FACTORS[suffix];
  if (binary === undefined) {
    const power = exponent === undefined ? (DECIMAL_EXPONENTS[suffix] ?? 0) : Number(exponent);
    return timesPowerOfTen(digits, power + 9 - decimals);
  }
  const nanos = timesPowerOfTen(digits * binary, 9 - decimals);
  return nanos > MAX_BINARY_NANOS ? MAX_BINARY_NANOS : nanos;
}

function timesPowerOfTen(value: bigint, power: number): bigint {
  return power >= 0 ? value * 10n ** BigInt(power) : divideAwayFromZero(value, 10n ** BigInt(-power));
}

function divideAwayFromZero(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (value % divisor === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

function roundToTenth(amount: number): number {
  return Math.round(amount * 10) / 10;
}
