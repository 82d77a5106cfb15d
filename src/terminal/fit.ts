import stringWidth from 'string-width';
import { cut } from '../layout/cut.ts';

/** Puts plain parts on as few lines of `width` columns as possible, with a separator between neighbours. */
export function flow(parts: readonly string[], separator: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const joined = `${lines.at(-1) ?? ''}${separator}${part}`;
    if (lines.length > 0 && stringWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(cut(part, width));
  }
  return lines;
}
