/** A piece of words: literal text, or a placeholder naming a value and its unit. */
export type WordsPart = string | Placeholder;

/** A value that is filled in. */
export interface Placeholder {
  /** Dotted path; its first part is the name of an input, look-up or derived value. */
  readonly path: string;
  /** How to write the value, or a dotted path to the text that says how; empty for as it is. */
  readonly unit: string;
}

const PLACEHOLDER = /\{([a-z]\w*(?:\.\w+|\[[^\]{}]+\])*)(?::([A-Za-z][\w.]*))?\}/g;

/** Splits words into literal text and placeholders. Braces that are no placeholder (a YAML flow map) stay literal. */
export function parseWords(words: string): readonly WordsPart[] {
  const parts: WordsPart[] = [];
  let end = 0;
  for (const match of words.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push(words.slice(end, match.index));
    parts.push({ path: match[1] ?? '', unit: match[2] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < words.length) parts.push(words.slice(end));
  return parts;
}

/** The names that words refer to: the first part of every placeholder's path, and of its unit where that is a path. */
export function namesInWords(words: string): readonly string[] {
  const placeholders = parseWords(words).filter((part) => typeof part !== 'string');
  return placeholders.flatMap(({ path, unit }) => [headOf(path), ...(unit.includes('.') ? [headOf(unit)] : [])]);
}

/** The name before the first dot or bracket of a path. */
export function headOf(path: string): string {
  return /^\w+/.exec(path)?.[0] ?? '';
}
