/**
 * Whether an address lies in a range such as `10.0.0.0/8` or `fd00::/8`. What cannot be read is in no range, and an
 * address of one family in none of the other.
 */
export function isInRange(address: string, range: string): boolean {
  const [base = '', length = ''] = range.split('/');
  const [from, at] = [parseAddress(base), parseAddress(address)];
  if (from === undefined || at === undefined || from.bits !== at.bits || !/^\d{1,3}$/.test(length)) return false;
  const host = from.bits - Number(length);
  if (host < 0) return false;
  return from.value >> BigInt(host) === at.value >> BigInt(host);
}

/** The first and last address of `10.0.0.0/8` or `10.0.0.1-10.0.0.9`; both are in it. */
export interface Span {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads a range in either form, or a single address; undefined where it is none. */
export function spanOf(range: string): Span | undefined {
  const [from = '', to] = range.split('-').map((each) => each.trim());
  const [base = '', length] = from.split('/');
  const start = parseAddress(base);
  const end = to === undefined ? start : parseAddress(to);
  if (start === undefined || end === undefined || start.bits !== end.bits) return undefined;
  if (length === undefined) return { bits: start.bits, first: start.value, last: end.value };
  const host = start.bits - Number(length);
  if (!/^\d{1,3}$/.test(length) || host < 0) return undefined;
  const first = (start.value >> BigInt(host)) << BigInt(host);
  return { bits: start.bits, first, last: first + (1n << BigInt(host)) - 1n };
}

/** Whether an address lies in a span of its family. */
export function isInSpan(address: string, { bits, first, last }: Span): boolean {
  const at = parseAddress(address);
  return at !== undefined && at.bits === bits && first <= at.value && at.value <= last;
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function parseAddress(text: string): Address | undefined {
  const value = text.includes(':') ? parseV6(text) : parseV4(text);
  return value === undefined ? undefined : { bits: text.includes(':') ? 128 : 32, value };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

/** `::` stands for as many zeros as are missing, once; the last 32 bits may be written as an IPv4 address. */
function parseV6(text: string): bigint | undefined {
  const halves = mappedTail(text).split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

function mappedTail(text: string): string {
  const tail = /\d+\.\d+\.\d+\.\d+$/.exec(text)?.[0];
  const value = tail === undefined ? undefined : parseV4(tail);
  if (tail === undefined || value === undefined) return text;
  return `${text.slice(0, -tail.length)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}
