const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** The pattern that Flux' own CRDs put on `interval` and `timeout`. */
const GO_DURATION = /^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/;

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: MINUTE, h: HOUR };

/** Go keeps a duration in 63 bits of nanoseconds. */
const MAX_SECONDS = 9_223_372_036;

/**
 * Seconds of a Go duration such as `5m0s` or `1h2.5s`; undefined for anything that Flux would refuse (`10`, `1d`,
 * `-5m`) and for what overflows Go's type.
 */
export function parseGoDuration(text: string): number | undefined {
  if (!GO_DURATION.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)(ms|s|m|h)/g)) {
    seconds += Number(amount) * (SECONDS_PER_UNIT[unit ?? ''] ?? Number.NaN);
  }
  return seconds <= MAX_SECONDS ? seconds : undefined;
}

/**
 * An age for people, cut the way kubectl's AGE column is (apimachinery's `HumanDuration`): the longer it is, the
 * coarser. `45s`, `3m12s`, `47m`, `2d21h`, `40d`, `3y20d`. Up to a second in the future counts as clocks that differ
 * (`0s`); more is `<invalid>`.
 */
export function formatDuration(seconds: number): string {
  const whole = Math.trunc(seconds);
  if (whole < -1 || Number.isNaN(whole)) return '<invalid>';
  if (whole < 2 * MINUTE) return `${Math.max(whole, 0)}s`;
  if (whole < 10 * MINUTE) return twoUnits(whole, [MINUTE, 'm'], [1, 's']);
  if (whole < 3 * HOUR) return oneUnit(whole, [MINUTE, 'm']);
  if (whole < 8 * HOUR) return twoUnits(whole, [HOUR, 'h'], [MINUTE, 'm']);
  if (whole < 2 * DAY) return oneUnit(whole, [HOUR, 'h']);
  if (whole < 8 * DAY) return twoUnits(whole, [DAY, 'd'], [HOUR, 'h']);
  if (whole < 2 * YEAR) return oneUnit(whole, [DAY, 'd']);
  if (whole < 8 * YEAR) return twoUnits(whole, [YEAR, 'y'], [DAY, 'd']);
  return oneUnit(whole, [YEAR, 'y']);
}

/**
 * Seconds the way Go prints a duration: `5m0s`, `1h0m0s`, `1.5s`, `0s`. Less than a second is in milliseconds
 * (`250ms`, `0.5ms`), which Go and Flux read back; finer than a nanosecond is rounded.
 */
export function formatGoDuration(seconds: number): string {
  if (seconds < 0) return `-${formatGoDuration(-seconds)}`;
  const nanos = Math.round(seconds * 1e9);
  if (nanos === 0) return '0s';
  if (nanos < 1e9) return `${decimals(nanos / 1e6, 6)}ms`;
  const rounded = seconds < 1e6 ? nanos / 1e9 : seconds;
  const hours = Math.floor(rounded / HOUR);
  const minutes = Math.floor((rounded % HOUR) / MINUTE);
  const rest = decimals(rounded % MINUTE, 9);
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}

type Unit = readonly [seconds: number, letter: string];

function oneUnit(seconds: number, [size, letter]: Unit): string {
  return `${Math.floor(seconds / size)}${letter}`;
}

function twoUnits(seconds: number, large: Unit, small: Unit): string {
  const rest = Math.floor((seconds % large[0]) / small[0]);
  return rest === 0 ? oneUnit(seconds, large) : `${oneUnit(seconds, large)}${rest}${small[1]}`;
}

function decimals(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
