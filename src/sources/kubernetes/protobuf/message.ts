import type { Plan, PlannedField } from './plan.ts';
import { BrokenProtobuf, tagOf, WIRE, type ProtobufReader } from './wire.ts';

/** An object as its JSON would be. */
export type Decoded = Record<string, unknown>;

/**
 * Reads what a plan wants of the message up to `end`, in the shape that its JSON has. The loop is written out: it runs for
 * every field of every object of a cluster. Throws `BrokenProtobuf`.
 */
export function message(reader: ProtobufReader, end: number, plan: Plan): Decoded {
  const decoded: Decoded = {};
  while (reader.position < end) {
    const tag = reader.varint();
    const field = plan[tag >>> 3];
    const wire = tag & 7;
    if (field === undefined) reader.skip(wire, end);
    else if (wire !== wireOf(field)) throw new BrokenProtobuf(`${field.name} is written as something else`);
    else if (wire === WIRE.varint) keepNumber(reader.varint(), field, decoded);
    else keepBytes(reader, reader.endOfBytes(end), field, decoded);
  }
  if (reader.position !== end) throw new BrokenProtobuf('a field is longer than its message');
  return decoded;
}

function wireOf({ is }: PlannedField): number {
  return is === 'number' || is === 'boolean' ? WIRE.varint : WIRE.bytes;
}

function keepNumber(value: number, { name, is, omitsZero }: PlannedField, decoded: Decoded): void {
  if (value !== 0 || omitsZero !== true) decoded[name] = is === 'number' ? value : value !== 0;
}

function keepBytes(reader: ProtobufReader, end: number, field: PlannedField, decoded: Decoded): void {
  const { name, is } = field;
  if (is === 'text') {
    const value = reader.text(end);
    if (value !== '' || field.omitsZero !== true) decoded[name] = value;
  } else if (is === 'time') decoded[name] = time(reader, end);
  else if (is === 'texts') addEntry(reader, end, (decoded[name] ??= {}) as Record<string, string>);
  else if (typeof is === 'string') throw new BrokenProtobuf(`${name} is written as something else`);
  else if (field.repeated === true) ((decoded[name] ??= []) as unknown[]).push(message(reader, end, is));
  else decoded[name] = message(reader, end, is);
}

/** One entry of a map: key and value are its fields 1 and 2. A key may have any name. */
function addEntry(reader: ProtobufReader, end: number, map: Record<string, string>): void {
  let [key, value] = ['', ''];
  while (reader.position < end) {
    const tag = reader.varint();
    if (tag === tagOf(1, WIRE.bytes)) key = reader.text(reader.endOfBytes(end));
    else if (tag === tagOf(2, WIRE.bytes)) value = reader.text(reader.endOfBytes(end));
    else reader.skip(tag & 7, end);
  }
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}

/** Seconds since 1970 as RFC 3339; null for a time that was never set, as in JSON (metav1.Time). */
function time(reader: ProtobufReader, end: number): string | null {
  if (reader.position === end) return null;
  let seconds = 0;
  while (reader.position < end) {
    const tag = reader.varint();
    if (tag === tagOf(1, WIRE.varint)) seconds = reader.varint();
    else reader.skip(tag & 7, end);
  }
  return rfc3339(seconds);
}

/** Times as text, by their seconds: what a controller does to many objects it does in few seconds. */
const moments = new Map<number, string>();
/** So many take half a mebibyte. */
const MOST_MOMENTS = 8192;

function rfc3339(seconds: number): string {
  const known = moments.get(seconds);
  if (known !== undefined) return known;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new BrokenProtobuf('a time that no calendar has');
  const text = date.toISOString().replace(/\.\d+Z$/, 'Z');
  if (moments.size >= MOST_MOMENTS) moments.clear();
  moments.set(seconds, text);
  return text;
}
