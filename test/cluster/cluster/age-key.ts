import { randomBytes } from 'node:crypto';

/** A new private key of age (X25519), as `age-keygen` writes it: 32 bytes in Bech32 (BIP 173), in capitals. */
export function newAgeKey(): string {
  const words = regroup(randomBytes(32));
  const sum = checksum([...words, 0, 0, 0, 0, 0, 0]);
  const data = [...words, ...sum].map((word) => ALPHABET.charAt(word)).join('');
  return `${PREFIX}1${data}`.toUpperCase();
}

const PREFIX = 'age-secret-key-';
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const;

/** Eight bits each become five bits each, filled up with zeros. */
function regroup(bytes: Uint8Array): readonly number[] {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => Number.parseInt(group.padEnd(5, '0'), 2));
}

function checksum(words: readonly number[]): readonly number[] {
  const codes = [...Buffer.from(PREFIX)];
  const high = codes.map((code) => code >> 5);
  const low = codes.map((code) => code & 31);
  const left = [...high, 0, ...low, ...words].reduce(step, 1) ^ 1;
  return [25, 20, 15, 10, 5, 0].map((shift) => (left >>> shift) & 31);
}

function step(left: number, word: number): number {
  const next = ((left & 0x1ffffff) << 5) ^ word;
  return GENERATOR.reduce((sum, factor, bit) => ((left >>> (25 + bit)) & 1 ? sum ^ factor : sum), next);
}
