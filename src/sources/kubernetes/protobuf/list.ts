import { frameOf, type Frame } from './frame.ts';
import { message } from './message.ts';
import type { Plan } from './plan.ts';
import { BrokenProtobuf, endOfVarint, ProtobufReader, texts, WIRE } from './wire.ts';

/** Lists in the API's own encoding where it has one, and JSON where it has none. */
export const PROTOBUF_OR_JSON = 'application/vnd.kubernetes.protobuf,application/json';

/** The `Content-Type` of an answer in it. */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Field numbers of every list, and of ListMeta. */
const LIST = { metadata: 1, items: 2 };
const LIST_META = { continue: 3 };

/** Longer than any frame: it holds the names of a version and a kind. */
const LONGEST_FRAME = 1024;

/** A list with what was planned of its items, in the shape that its JSON has. */
export interface DecodedList {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly continue: string };
  readonly items: readonly unknown[];
}

/**
 * Reads a page of a list while it arrives. An object is read as soon as its last byte is there, so that neither the page
 * nor what is not wanted of it is ever held.
 */
export class ListStream {
  readonly #plan: Plan;
  readonly #seeToken: (token: string) => void;
  readonly #items: unknown[] = [];
  readonly #held = new Held();
  #token = '';
  #frame: Frame | undefined;
  /** How many bytes of the list are still to come. */
  #left = 0;
  #broken: BrokenProtobuf | undefined;

  /** `seeToken` is told the token of the next page, if there is one, before the items have come. */
  constructor(plan: Plan, seeToken: (token: string) => void = () => undefined) {
    this.#plan = plan;
    this.#seeToken = seeToken;
  }

  /** Takes the next bytes. Never throws: what is wrong with them is said in the end. */
  write(chunk: Buffer): void {
    if (this.#broken !== undefined) return;
    try {
      this.#take(chunk);
    } catch (error) {
      if (!(error instanceof BrokenProtobuf)) throw error;
      this.#broken = error;
    }
  }

  /** The type of the list, once it is known. */
  get type(): Pick<Frame, 'apiVersion' | 'kind'> | undefined {
    return this.#frame;
  }

  /** The list, when all bytes have come. Throws `BrokenProtobuf` for what is none, and for one that breaks off. */
  end(): DecodedList {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#frame === undefined || this.#left > 0) throw new BrokenProtobuf('the list is longer than the answer');
    const { apiVersion, kind } = this.#frame;
    return { apiVersion, kind, metadata: { continue: this.#token }, items: this.#items };
  }

  #take(chunk: Buffer): void {
    let at = 0;
    while (this.#held.size > 0 && at < chunk.length) {
      at += this.#held.fill(chunk, at);
      if (this.#held.size < this.#held.wanted) return;
      const bytes = this.#held.bytes();
      if (this.#read(bytes) === bytes.length) this.#held.clear();
    }
    if (this.#held.size > 0) return;
    const rest = at === 0 ? chunk : chunk.subarray(at);
    this.#held.keep(rest.subarray(this.#read(rest)));
  }

  /** Reads all that is complete, and gives how many bytes that is; what begins behind it says how many it wants. */
  #read(bytes: Buffer): number {
    let at = this.#frame === undefined ? this.#begin(bytes) : 0;
    if (this.#frame === undefined) return 0;
    const reader = new ProtobufReader(bytes, at);
    while (this.#left > 0) {
      const size = sizeOfField(bytes, at);
      if (size > this.#left) throw new BrokenProtobuf('a part is longer than the list');
      if (at + size > bytes.length) {
        this.#held.wanted = size;
        return at;
      }
      this.#readField(reader, at + size);
      at += size;
      this.#left -= size;
    }
    return bytes.length;
  }

  /** Reads the frame, and gives where the list begins in these bytes. */
  #begin(bytes: Buffer): number {
    try {
      this.#frame = frameOf(bytes);
    } catch (error) {
      if (bytes.length > LONGEST_FRAME) throw error;
      this.#held.wanted = bytes.length + 1;
      return 0;
    }
    this.#left = this.#frame.end - this.#frame.start;
    return this.#frame.start;
  }

  #readField(reader: ProtobufReader, end: number): void {
    const tag = reader.varint();
    const [number, wire] = [tag >>> 3, tag & 7];
    if (wire !== WIRE.bytes || (number !== LIST.metadata && number !== LIST.items)) reader.skip(wire, end);
    else if (number === LIST.items) this.#items.push(message(reader, reader.endOfBytes(end), this.#plan));
    else this.#keepToken(texts(reader, reader.endOfBytes(end))[LIST_META.continue] ?? '');
  }

  #keepToken(token: string): void {
    this.#token = token;
    if (token !== '' && this.#items.length === 0) this.#seeToken(token);
  }
}

/** How many bytes the field takes that begins here; one more than there are where that cannot be told yet. */
function sizeOfField(bytes: Buffer, at: number): number {
  const unknown = bytes.length - at + 1;
  const tagEnd = endOfVarint(bytes, at);
  if (tagEnd === undefined) return unknown;
  const wire = (bytes[at] ?? 0) & 7;
  if (wire === WIRE.fixed64 || wire === WIRE.fixed32) return tagEnd - at + (wire === WIRE.fixed64 ? 8 : 4);
  const end = endOfVarint(bytes, tagEnd);
  if (end === undefined) return unknown;
  if (wire === WIRE.varint) return end - at;
  if (wire !== WIRE.bytes) throw new BrokenProtobuf(`a field of the wire type ${wire}`);
  const length = new ProtobufReader(bytes, tagEnd).varint();
  if (length < 0) throw new BrokenProtobuf('a part of less than nothing');
  return end - at + length;
}

/** The beginning of a field whose end has not come yet. */
class Held {
  #room = Buffer.allocUnsafe(16 * 1024);
  size = 0;
  /** How many bytes are needed to go on. */
  wanted = 0;

  /** Takes what is wanted from a place on, and gives how many bytes that is. */
  fill(chunk: Buffer, at: number): number {
    const count = Math.min(this.wanted - this.size, chunk.length - at);
    if (this.size + count > this.#room.length) this.#grow(this.size + count);
    chunk.copy(this.#room, this.size, at, at + count);
    this.size += count;
    return count;
  }

  keep(rest: Buffer): void {
    if (rest.length > this.#room.length) this.#grow(rest.length);
    rest.copy(this.#room, this.size);
    this.size += rest.length;
  }

  bytes(): Buffer {
    return this.#room.subarray(0, this.size);
  }

  clear(): void {
    this.size = 0;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafe(size * 2);
    this.#room.copy(larger, 0, 0, this.size);
    this.#room = larger;
  }
}

/** Reads a page that is there as a whole. Throws `BrokenProtobuf`. */
export function decodeList(bytes: Buffer, plan: Plan): DecodedList {
  const stream = new ListStream(plan);
  stream.write(bytes);
  return stream.end();
}
