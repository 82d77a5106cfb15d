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
