import type { SchemaFault } from './schema-fault.ts';

/**
 * What a value has to become so that a fault of the schema is gone, where that needs no guess: null, which takes a key
 * out, or the same value in the type that is wanted. Undefined where somebody has to say it.
 */
export function mendValue({ kind, wants }: SchemaFault, value: unknown): { readonly value: unknown } | undefined {
  if (kind === 'unknown key') return { value: null };
  if (kind === 'type') return asType(value, wants);
  if (kind !== 'choice' || typeof value !== 'string') return undefined;
  const same = wants.find((each) => each.toLowerCase() === value.toLowerCase());
  return same === undefined ? undefined : { value: same };
}

function asType(value: unknown, wants: readonly string[]): { readonly value: unknown } | undefined {
  if (wants.includes('string'))
    return typeof value === 'number' || typeof value === 'boolean' ? { value: String(value) } : undefined;
  if (typeof value !== 'string') return undefined;
  if (wants.includes('integer') || wants.includes('number')) {
    const whole = wants.includes('number') ? /^-?\d+(?:\.\d+)?$/ : /^-?\d+$/;
    if (whole.test(value)) return { value: Number(value) };
  }
  if (wants.includes('boolean') && /^(?:true|false)$/i.test(value)) return { value: value.toLowerCase() === 'true' };
  return undefined;
}
