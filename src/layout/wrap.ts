import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { escapeText } from '../text/escape.ts';

/**
 * Text from outside as lines of at most `width` columns, made safe to print. Words longer than a line (digests, field
 * paths, host names) are broken, at a sign inside them where there is one, and never shortened. Newlines in the text
 * stay line ends. Paint the lines afterwards, never before.
 */
export function wrap(text: string, width: number): readonly string[] {
  const room = Math.max(width, 1);
  const broken = escapeText(text).replaceAll(/\S+/g, (word) => breakWord(word, room));
  return wrapAnsi(broken, room, { hard: true }).split('\n');
}

/**
 * Text behind a lead such as `  - ` or a label, wrapped to `width` columns in all; later lines start below the text.
 * The lead is our own or already safe, and may be painted.
 */
export function hang(lead: string, text: string, width: number): readonly string[] {
  const column = stringWidth(lead);
  const [first = '', ...rest] = wrap(text, width - column);
  return [`${lead}${first}`.trimEnd(), ...rest.map((line) => `${' '.repeat(column)}${line}`.trimEnd())];
}

/** Fills up with spaces to `width` columns; longer text stays as it is. May be painted. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** The widest of some one-line texts, in columns. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

/** Where a long word may be parted: behind a sign that joins names, and before a bracket. */
const JOINTS = /(?<=[./:,;=&?@-])(?=["'{\w])|(?=\[)/;

/** A word that is longer than a line, with line ends where it is parted; a piece that is still too long stays. */
function breakWord(word: string, width: number): string {
  if (stringWidth(word) <= width) return word;
  const lines: string[] = [];
  for (const piece of word.split(JOINTS)) {
    const joined = `${lines.at(-1) ?? ''}${piece}`;
    if (lines.length > 0 && stringWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(piece);
  }
  return lines.join('\n');
}
