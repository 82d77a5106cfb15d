import { BrokenProtobuf, ProtobufReader, tagOf, texts, WIRE } from './wire.ts';

/** What every answer in this encoding begins with (apimachinery, runtime/serializer/protobuf). */
const MAGIC = Buffer.from('k8s\0');

/** Field numbers of runtime.Unknown and of its TypeMeta (apimachinery, runtime/generated.proto). */
const UNKNOWN = { typeMeta: 1, raw: 2 };
const TYPE_META = { apiVersion: 1, kind: 2 };

/** Whether a body is in the API's own encoding. */
export function isProtobuf(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC);
}

/** What stands around an object: its type, which it does not tell itself, and where it is. */
export interface Frame {
  readonly apiVersion: string;
  readonly kind: string;
  readonly start: number;
  /** It may lie behind what has come so far. */
  readonly end: number;
}

/** Reads the frame of an answer. Throws `BrokenProtobuf` for another one, and where it breaks off. */
export function frameOf(bytes: Buffer): Frame {
  if (!isProtobuf(bytes)) throw new BrokenProtobuf('it does not begin as the API begins');
  const reader = new ProtobufReader(bytes, MAGIC.length);
  let [apiVersion, kind] = ['', ''];
  for (;;) {
    const tag = reader.varint();
    if (tag === tagOf(UNKNOWN.typeMeta, WIRE.bytes)) {
      const type = texts(reader, reader.endOfBytes(bytes.length));
      [apiVersion, kind] = [type[TYPE_META.apiVersion] ?? '', type[TYPE_META.kind] ?? ''];
    } else if (tag === tagOf(UNKNOWN.raw, WIRE.bytes)) {
      const end = reader.endOfBytes(Number.MAX_SAFE_INTEGER);
      return { apiVersion, kind, start: reader.position, end };
    } else throw new BrokenProtobuf('a frame that the API does not make');
  }
}
