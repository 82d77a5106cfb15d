import * as z from 'zod';
import type { Path } from './source.ts';
import { isRecord } from '../text/record.ts';

/** The keys that a schema knows for the map at a path; none where there is no map with fixed keys. */
export function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  let node: unknown = z.toJSONSchema(schema, { io: 'input' });
  for (const part of path) node = childOf(node, part);
  const properties = member(mapIn(node), 'properties');
  return isRecord(properties) ? Object.keys(properties) : [];
}

function childOf(node: unknown, part: string | number): unknown {
  if (typeof part === 'number') return member(node, 'items');
  const map = mapIn(node);
  return member(member(map, 'properties'), part) ?? member(map, 'additionalProperties');
}

/** Where a text or a map may stand, the map. */
function mapIn(node: unknown): unknown {
  const options = member(node, 'anyOf');
  return Array.isArray(options) ? options.find((option) => member(option, 'type') === 'object') : node;
}

function member(node: unknown, key: string): unknown {
  return isRecord(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}
