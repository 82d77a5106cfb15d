/**
 * SHA-256 of a text's UTF-8 bytes as 64 lower-case hexadecimal digits (FIPS 180-4). Meant for short names: it hashes in
 * plain arithmetic, so that rooms without `node:crypto` can name things the way a controller does.
 */
export function sha256(text: string): string {
  let hash: Uint32Array = INITIAL;
  const words = pad(new TextEncoder().encode(text));
  for (let start = 0; start < words.length; start += 16) hash = compress(hash, words.slice(start, start + 16));
  return Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** The first 64 primes: the roots of the first 8 and of all 64 give the standard's constants. */
const PRIMES = firstPrimes(64);
const INITIAL = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const ROUND = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** The first 32 bits behind the point. */
function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32);
}

/** The message as big-endian words: a one bit, zeros, and the length in bits to fill blocks of 16 words. */
function pad(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(Math.ceil((bytes.length + 9) / 64) * 16);
  [...bytes, 0x80].forEach((byte, at) => {
    words[at >> 2] = at32(words, at >> 2) | (byte << (24 - (at % 4) * 8));
  });
  words[words.length - 2] = Math.floor((bytes.length * 8) / 2 ** 32);
  words[words.length - 1] = bytes.length * 8;
  return words;
}

function compress(hash: Uint32Array, block: Uint32Array): Uint32Array {
  const state = hash.slice();
  for (const [round, word] of schedule(block).entries()) {
    const e = at32(state, 4);
    const a = at32(state, 0);
    const choice = (e & at32(state, 5)) ^ (~e & at32(state, 6));
    const majority = (a & at32(state, 1)) ^ (a & at32(state, 2)) ^ (at32(state, 1) & at32(state, 2));
    const first = at32(state, 7) + mix(e, 6, 11, 25) + (choice >>> 0) + at32(ROUND, round) + word;
    const second = mix(a, 2, 13, 22) + (majority >>> 0);
    state.copyWithin(1, 0, 7);
    state[4] = at32(state, 4) + first;
    state[0] = first + second;
  }
  return state.map((word, at) => word + at32(hash, at));
}

function schedule(block: Uint32Array): Uint32Array {
  const words = new Uint32Array(64);
  words.set(block);
  for (let at = 16; at < 64; at += 1) {
    const early = at32(words, at - 15);
    const late = at32(words, at - 2);
    const small0 = (rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)) >>> 0;
    const small1 = (rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)) >>> 0;
    words[at] = at32(words, at - 16) + small0 + at32(words, at - 7) + small1;
  }
  return words;
}

function mix(word: number, first: number, second: number, third: number): number {
  return (rotate(word, first) ^ rotate(word, second) ^ rotate(word, third)) >>> 0;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function at32(words: Uint32Array, at: number): number {
  return words[at] ?? 0;
}
