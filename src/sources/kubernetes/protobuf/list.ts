import { frameOf } from './frame.ts';
import { message } from './message.ts';
import type { Plan } from './plan.ts';
import { BrokenProtobuf, eachField, ProtobufReader, tagOf, texts, WIRE } from './wire.ts';

/** Lists in the API's own encoding where it has one, and JSON where it has none. */
export const PROTOBUF_OR_JSON = 'application/vnd.kubernetes.protobuf,application/json';

/** Field numbers of every list, and of ListMeta. */
const LIST = { metadata: 1, items: 2 };
const LIST_META = { continue: 3 };

/** A list with what was planned of its items, in the shape that its JSON has. */
export interface DecodedList {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly continue: string };
  readonly items: readonly unknown[];
}

/** Reads a page of a list. Throws `BrokenProtobuf` for everything that is none, and for one that breaks off. */
export function decodeList(bytes: Buffer, plan: Plan): DecodedList {
  const head = frameOf(bytes);
  if (head.end > bytes.length) throw new BrokenProtobuf('the list is longer than the answer');
  const reader = new ProtobufReader(bytes, head.start);
  const items: unknown[] = [];
  let token = '';
  eachField(reader, head.end, (number, wire) => {
    if (wire !== WIRE.bytes || (number !== LIST.metadata && number !== LIST.items)) reader.skip(wire, head.end);
    else if (number === LIST.items) items.push(message(reader, reader.endOfBytes(head.end), plan));
    else token = texts(reader, reader.endOfBytes(head.end))[LIST_META.continue] ?? '';
  });
  return { apiVersion: head.apiVersion, kind: head.kind, metadata: { continue: token }, items };
}

/**
 * The token of the next page from the beginning of a list, whose metadata comes first; undefined where it is not (yet)
 * there, or is empty.
 */
export function protobufToken(beginning: Buffer): string | undefined {
  try {
    const { start, end } = frameOf(beginning);
    const reader = new ProtobufReader(beginning, start);
    if (start >= end || reader.varint() !== tagOf(LIST.metadata, WIRE.bytes)) return undefined;
    const token = texts(reader, reader.endOfBytes(beginning.length))[LIST_META.continue];
    return token === '' ? undefined : token;
  } catch (error) {
    if (error instanceof BrokenProtobuf) return undefined;
    throw error;
  }
}
