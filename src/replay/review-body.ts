import { isMapping, type Mapping } from './narrow.ts';

/**
 * The body of a `SelfSubjectAccessReview`, in JSON or in the protobuf encoding that kubectl prefers; undefined when it is neither.
 * From protobuf only `spec` is read. Source: `authorization/v1/generated.proto` and `runtime/generated.proto`.
 */
export function parseReviewBody(body: Buffer): Mapping | undefined {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) return parseJson(body.toString());
  try {
    // runtime.Unknown: 1 typeMeta, 2 raw. A review: 1 metadata, 2 spec.
    const spec = fieldsOf(fieldsOf(body.subarray(MAGIC.length)).get(2)).get(2);
    return { spec: readSpec(fieldsOf(spec)) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const MAGIC = Buffer.from('k8s\0');

function parseJson(text: string): Mapping | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The names of the fields by number, from 1. */
const RESOURCE_FIELDS = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];
const PATH_FIELDS = ['path', 'verb'];

function readSpec(spec: Fields): Mapping {
  const path = spec.get(2);
  if (path !== undefined) return { nonResourceAttributes: texts(path, PATH_FIELDS) };
  return { resourceAttributes: texts(spec.get(1) ?? Buffer.alloc(0), RESOURCE_FIELDS) };
}

function texts(bytes: Buffer, names: readonly string[]): Mapping {
  const fields = fieldsOf(bytes);
  return Object.fromEntries(names.map((name, index) => [name, fields.get(index + 1)?.toString() ?? '']));
}

type Fields = ReadonlyMap<number, Buffer>;

const LENGTH_DELIMITED = 2;

/** The length-delimited fields of a message by number. Throws a `RangeError` where the bytes are no such message. */
function fieldsOf(bytes: Buffer = Buffer.alloc(0)): Fields {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const varint = (): number => {
    for (let value = 0, factor = 1; ; factor *= 128) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const value = varint();
    if (tag % 8 === 0) continue;
    if (tag % 8 !== LENGTH_DELIMITED || at + value > bytes.length) throw new RangeError('not a protobuf message');
    fields.set(Math.floor(tag / 8), bytes.subarray(at, at + value));
    at += value;
  }
  return fields;
}
