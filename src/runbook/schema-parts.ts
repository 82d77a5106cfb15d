import * as z from 'zod';

/** A schema for every key of a model type, so that the compiler finds a key that is missing or that is too many. */
export type ShapeOf<T> = { readonly [K in keyof Required<T>]: z.ZodType };

/** One line of CEL. That it parses, and stays on one line, is checked after the shape. */
export const expression = z.string().min(1).describe('One line of CEL.');

/** Words with placeholders. */
export const words = z.string().describe('Words with placeholders: {name.field} or {name.field:unit}.');

/** Text without placeholders that must say something. */
export const text = z.string().min(1);

/** The name of an input, a look-up or a derived value: expressions use it as an identifier. */
export const identifier = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'begins with a small letter and has letters and digits only, such as "newPods"');

/** A code, an id or a step's name. */
export const kebab = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'has small letters, digits and single hyphens, such as "image-not-found"');

/** A map that may be left out. */
export function mapOf<V extends z.ZodType>(key: z.ZodString, value: V, says: string) {
  return z
    .record(key, value)
    .default(() => ({}))
    .describe(says);
}

/** A list that may be left out. */
export function listOf<V extends z.ZodType>(value: V, says: string) {
  return z
    .array(value)
    .default(() => [])
    .describe(says);
}
