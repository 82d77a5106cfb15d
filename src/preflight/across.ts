import type { CheckRunbook } from './walked-check.ts';

/** The values that the checks of one context gave. */
export interface Given {
  readonly context: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The inputs of a check across contexts: per name a list of `context` and `value`, null where it is not known. */
export function acrossInputs({ inputs }: CheckRunbook, given: readonly Given[]): Readonly<Record<string, unknown>> {
  const names = Object.keys(inputs).filter((name) => inputs[name]?.kind === 'list');
  return Object.fromEntries(
    names.map((name) => [name, given.map(({ context, values }) => ({ context, value: values[name] ?? null }))]),
  );
}
