/** Anything that JSON can hold. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/** Merges a change into an object: maps are merged key by key, everything else is replaced; undefined removes. */
export function deepMerge(
  base: Readonly<Record<string, Json>>,
  change: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(change)) {
    const before = merged.get(key);
    if (value === undefined) merged.delete(key);
    else merged.set(key, isMap(before) && isMap(value) ? deepMerge(before, value) : value);
  }
  return Object.fromEntries(merged);
}

function isMap(value: Json): value is Readonly<Record<string, Json>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
