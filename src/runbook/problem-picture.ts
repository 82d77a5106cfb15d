import stringWidth from 'string-width';
import { escapeLine } from '../text/escape.ts';
import { graphemesOf } from '../text/graphemes.ts';

/** What of a line is meant: the offset (UTF-16 code units) and how much of it. */
export interface Mark {
  readonly start: number;
  readonly length: number;
}

const CUT = '…';

/**
 * One line of a file with a caret below what is meant, no wider than `width` columns: of a long line the part around
 * the caret is shown. Wide characters take two columns; what would drive a terminal is escaped.
 */
export function picture(lineNumber: number, line: string, mark: Mark, width: number): string {
  const gutter = `${lineNumber} | `;
  const { before, marked, after } = cutAround(partsOf(line, mark), width - gutter.length);
  const indent = ' '.repeat(gutter.length + stringWidth(before));
  return `${gutter}${before}${marked}${after}\n${indent}${'^'.padEnd(Math.max(1, stringWidth(marked)), '~')}`;
}

interface Parts {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

function partsOf(line: string, { start, length }: Mark): Parts {
  return {
    before: visible(line.slice(0, start)),
    marked: visible(line.slice(start, start + length)),
    after: visible(line.slice(start + length)),
  };
}

/** A tab is one column of the position but not of the screen. */
function visible(text: string): string {
  return escapeLine(text.replaceAll('\t', ' '));
}

/** What is meant comes first; two thirds of what is left over go to what stands before it, the rest to what follows. */
function cutAround(parts: Parts, width: number): Parts {
  const marked = head(parts.marked, width - 2 * stringWidth(CUT));
  const left = width - stringWidth(marked);
  const after = stringWidth(parts.after);
  const before = tail(parts.before, Math.max(Math.floor((left * 2) / 3), left - after));
  return { before, marked, after: head(parts.after, left - stringWidth(before)) };
}

function head(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of graphemesOf(text)) {
    if (stringWidth(kept + character + CUT) > width) break;
    kept += character;
  }
  return width < stringWidth(CUT) ? '' : kept + CUT;
}

function tail(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of [...graphemesOf(text)].reverse()) {
    if (stringWidth(CUT + character + kept) > width) break;
    kept = character + kept;
  }
  return width < stringWidth(CUT) ? '' : CUT + kept;
}
