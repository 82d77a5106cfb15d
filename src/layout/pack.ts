import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** How parts are put on lines. */
export interface Packing {
  /** What stands between two parts of one line. */
  readonly separator: string;
  /** Columns before the first line, and before every other one. */
  readonly indent: number;
  readonly hanging: number;
  /** Columns of a line in all. */
  readonly width: number;
}

/**
 * Puts parts on as few lines as they fit on, in their order. Parts are safe and may be painted; one that is wider than a
 * line is broken, nothing is lost. No parts, no lines.
 */
export function pack(parts: readonly string[], packing: Packing): readonly string[] {
  const { separator, indent, hanging, width } = packing;
  const lines: string[] = [];
  for (const part of parts) {
    const joined = `${lines.at(-1) ?? ''}${separator}${part}`;
    if (lines.length > 0 && stringWidth(joined.trimEnd()) <= width) lines[lines.length - 1] = joined;
    else lines.push(`${' '.repeat(lines.length === 0 ? indent : hanging)}${part}`);
  }
  return lines.flatMap((line) => breakLine(line.trimEnd(), packing));
}

function breakLine(line: string, { hanging, width }: Packing): readonly string[] {
  if (stringWidth(line) <= width) return [line];
  const margin = ' '.repeat(hanging);
  const [first = '', ...rest] = wrapAnsi(line, width, { hard: true, trim: false }).split('\n');
  if (rest.length === 0) return [first];
  const rewrapped = wrapAnsi(rest.join(''), width - margin.length, { hard: true }).split('\n');
  return [first.trimEnd(), ...rewrapped.map((part) => `${margin}${part}`)];
}
