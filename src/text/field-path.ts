/** One part of a field path: a field's name, an index, or the element of a list whose `key` has `value`. */
export type PathPart =
  { readonly field: string } | { readonly index: number } | { readonly key: string; readonly value: string };

const PART = /(?:^|\.)([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[([A-Za-z][\w-]*)=([^\]]*)\]|\["([^"]+)"\]/gy;

/** Paths that were parsed before: an expression over all pods of a cluster reads a few of them thousands of times. */
const parsedBefore = new Map<string, readonly PathPart[] | undefined>();
/** The paths are those of runbooks and probes; with names from a cluster in them there may be any number. */
const MOST_PARSED = 4096;

/**
 * Reads a field path such as `status.conditions[type=Ready].message` or `metadata.labels["app.kubernetes.io/name"]`.
 * Returns undefined for text that is not a path.
 */
export function parseFieldPath(path: string): readonly PathPart[] | undefined {
  const known = parsedBefore.get(path);
  if (known !== undefined || parsedBefore.has(path)) return known;
  const parts = parse(path);
  if (parsedBefore.size >= MOST_PARSED) parsedBefore.clear();
  parsedBefore.set(path, parts);
  return parts;
}

function parse(path: string): readonly PathPart[] | undefined {
  const parts: PathPart[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < path.length) {
    const match = PART.exec(path);
    if (match === null) return undefined;
    parts.push(toPart(match));
  }
  return parts.length === 0 ? undefined : parts;
}

function toPart(match: RegExpExecArray): PathPart {
  const [, field, index, key, value, quoted] = match;
  if (index !== undefined) return { index: Number(index) };
  if (key !== undefined) return { key, value: value ?? '' };
  return { field: field ?? quoted ?? '' };
}

/** The value at a path, undefined where any part of it is missing. */
export function readField(value: unknown, path: string): unknown {
  const parts = parseFieldPath(path);
  if (parts === undefined) return undefined;
  let reached = value;
  for (const part of parts) reached = step(reached, part);
  return reached;
}

function step(value: unknown, part: PathPart): unknown {
  if (value === null || typeof value !== 'object') return undefined;
  if ('index' in part) return Array.isArray(value) ? (value as unknown[])[part.index] : undefined;
  if ('key' in part) return Array.isArray(value) ? value.find((item) => hasValue(item, part)) : undefined;
  return Object.hasOwn(value, part.field) ? (value as Record<string, unknown>)[part.field] : undefined;
}

function hasValue(item: unknown, part: { key: string; value: string }): boolean {
  return item !== null && typeof item === 'object' && (item as Record<string, unknown>)[part.key] === part.value;
}

/**
 * The same path as kubectl's `-o jsonpath=` wants it (kubectl reference, JSONPath support); null for one that cannot be
 * written there, such as a key with a quote in it.
 */
export function toJsonPath(path: string): string | null {
  const parts = parseFieldPath(path);
  if (parts === undefined || parts.some((part) => !isPlainPart(part))) return null;
  return `{${parts.map(jsonPathPart).join('')}}`;
}

function isPlainPart(part: PathPart): boolean {
  if ('index' in part) return true;
  return 'key' in part ? !/["\\]/.test(part.value) : /^[\w./$-]+$/.test(part.field);
}

function jsonPathPart(part: PathPart): string {
  if ('index' in part) return `[${part.index}]`;
  if ('key' in part) return `[?(@.${part.key}=="${part.value}")]`;
  return `.${part.field.replaceAll('.', '\\.')}`;
}
