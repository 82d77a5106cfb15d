/** The answer is not what the protobuf encoding allows: cut off, or something else altogether. */
export class BrokenProtobuf extends Error {}

/** How a field is written, the last three bits of its tag (protobuf encoding, "Message structure"). */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Reads protobuf from its beginning on. Every method throws `BrokenProtobuf` where the bytes end too early. */
export class ProtobufReader {
  readonly #bytes: Buffer;
  /** Where the next read begins. */
  position: number;

  constructor(bytes: Buffer, position = 0) {
    this.#bytes = bytes;
    this.position = position;
  }

  /** A number of up to 64 bits, signed as int32 and int64 are; exact to 2^53. */
  varint(): number {
    let value = 0;
    let weight = 1;
    // Seven groups of seven bits are exact as they are, and nearly all numbers have fewer.
    for (let group = 0; group < 7; group += 1) {
      const byte = this.#byte();
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
      weight *= 128;
    }
    return this.#longVarint(value);
  }

  /** A negative number, mostly: ten groups. `low` is what the first seven hold. */
  #longVarint(low: number): number {
    let value = BigInt(low);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    throw new BrokenProtobuf('a number of more than 64 bits');
  }

  #byte(): number {
    const byte = this.#bytes[this.position];
    if (byte === undefined) throw new BrokenProtobuf('it ends in the middle of a number');
    this.position += 1;
    return byte;
  }

  /** Reads the length of what follows and gives where that ends; `within` is the end of what it stands in. */
  endOfBytes(within: number): number {
    const length = this.varint();
    const end = this.position + length;
    if (length < 0 || end > within) throw new BrokenProtobuf('a part is longer than what it stands in');
    return end;
  }

  /** The UTF-8 text up to `end`. */
  text(end: number): string {
    const text = shortText(this.#bytes, this.position, end) ?? this.#bytes.toString('utf8', this.position, end);
    this.position = end;
    return text;
  }

  /** Passes over a field of a wire type; `within` is the end of what it stands in. */
  skip(wire: number, within: number): void {
    if (wire === WIRE.bytes) this.position = this.endOfBytes(within);
    else if (wire === WIRE.varint) this.varint();
    else if (wire === WIRE.fixed64 || wire === WIRE.fixed32) this.position += wire === WIRE.fixed64 ? 8 : 4;
    else throw new BrokenProtobuf(`a field of the wire type ${wire}`);
    if (this.position > within) throw new BrokenProtobuf('a field is longer than what it stands in');
  }
}

/** Uids are longer, and no two are the same. */
const LONGEST_SHORT = 32;

/**
 * Texts that were read before, by a sum over their bytes. Labels, types of conditions and reasons come back in every
 * object: to compare one costs less than to make it, and a cluster's objects then share it.
 */
const readBefore: (string | undefined)[] = Array.from({ length: 2048 }, () => undefined);

/** A short text of ASCII; undefined for another one. */
function shortText(bytes: Buffer, start: number, end: number): string | undefined {
  if (end - start > LONGEST_SHORT) return undefined;
  let sum = end - start;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0x80;
    if (byte >= 0x80) return undefined;
    sum = (sum * 31 + byte) | 0;
  }
  const place = sum & (readBefore.length - 1);
  const before = readBefore[place];
  if (before !== undefined && isText(before, bytes, start, end)) return before;
  const text = bytes.toString('latin1', start, end);
  readBefore[place] = text;
  return text;
}

function isText(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at - start) !== bytes[at]) return false;
  return true;
}

/** The tag of a field. */
export function tagOf(number: number, wire: number): number {
  return number * 8 + wire;
}

/** Where the number ends that begins here; undefined where its end has not come. Throws `BrokenProtobuf`. */
export function endOfVarint(bytes: Buffer, at: number): number | undefined {
  for (let end = at; end < bytes.length; end += 1) {
    if (end - at === LONGEST_VARINT) throw new BrokenProtobuf('a number of more than 64 bits');
    if ((bytes[end] ?? 0) < 0x80) return end + 1;
  }
  return undefined;
}

/** Bytes of a number of 64 bits. */
const LONGEST_VARINT = 10;

/** Calls back for every field up to `end`, which has to read or skip it. */
function eachField(reader: ProtobufReader, end: number, read: (number: number, wire: number) => void): void {
  while (reader.position < end) {
    const tag = reader.varint();
    read(tag >>> 3, tag & 7);
  }
  if (reader.position !== end) throw new BrokenProtobuf('a field is longer than its message');
}

/** The fields that are text, by their numbers. */
export function texts(reader: ProtobufReader, end: number): Readonly<Record<number, string>> {
  const found: Record<number, string> = {};
  eachField(reader, end, (number, wire) => {
    if (wire === WIRE.bytes) found[number] = reader.text(reader.endOfBytes(end));
    else reader.skip(wire, end);
  });
  return found;
}
