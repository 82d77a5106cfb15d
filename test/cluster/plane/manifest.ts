/** An object to be applied, as it would stand in Git. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** What names one object. */
export interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The name of an applied object. */
export function nameOf({ apiVersion, kind, metadata }: Manifest): Named {
  const { name, namespace } = metadata;
  return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}

/** `Kind namespace/name`, as the report writes it. */
export function describe({ kind, namespace, name }: Named): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** A value read from outside as a table; what is none is empty. */
export function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** What lies at `a.b.c` of an object, undefined where a part of the way is missing. Numbers are places in lists. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((here, key) => {
    if (Array.isArray(here)) return (here as readonly unknown[])[Number(key)];
    return tableOf(here)[key];
  }, value);
}

/** The text that lies there, empty where none does. */
export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
}

/** A condition of `status.conditions`, empty where the object has none of that type. */
export function conditionOf(object: unknown, type: string): Readonly<Record<string, unknown>> {
  const conditions = at(object, 'status.conditions');
  const list: readonly unknown[] = Array.isArray(conditions) ? conditions : [];
  return tableOf(list.find((each) => at(each, 'type') === type));
}

/**
 * Lays a patch over a manifest as a person pastes it into the file: tables are joined, key by key, everything else,
 * lists too, is what the patch says, and null takes a key out.
 */
export function mergeInto(base: unknown, patch: unknown): unknown {
  if (!isTable(base) || !isTable(patch)) return patch;
  const merged = { ...base, ...patch };
  const kept = Object.entries(merged).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([key, value]) => [key, key in base ? mergedAt(base[key], patch, key) : value]));
}

function mergedAt(value: unknown, patch: Readonly<Record<string, unknown>>, key: string): unknown {
  return key in patch ? mergeInto(value, patch[key]) : value;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
