/** Where a YAML scalar stands in its file, and in which style it is written (`yaml`, Scalar.type). */
export interface ScalarPlace {
  readonly style: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The places in the file of a scalar's characters, white space left out: folding, indentation and line breaks change
 * nothing but white space, so the n-th visible character of the value is the n-th of the source, in every style.
 */
export function visibleOffsets(source: string, place: ScalarPlace): readonly number[] {
  const { style, start, end } = place;
  if (style === 'QUOTE_SINGLE') return singleQuoted(source, start + 1, end - 1);
  if (style === 'QUOTE_DOUBLE') return doubleQuoted(source, start + 1, end - 1);
  return plain(source, contentStart(source, place), end);
}

/** Whether the content of a scalar stands on one line of the file; the header of a block does not count. */
export function isOneLine(source: string, place: ScalarPlace): boolean {
  const content = source.slice(contentStart(source, place), place.end);
  return content.split('\n').filter((line) => line.trim() !== '').length <= 1;
}

/** Behind the header of a block (`|`, `>-`, and a comment), else the beginning. */
function contentStart(source: string, { style, start, end }: ScalarPlace): number {
  if (!style.startsWith('BLOCK')) return start;
  const newline = source.indexOf('\n', start);
  return newline === -1 || newline > end ? end : newline + 1;
}

function plain(source: string, start: number, end: number): readonly number[] {
  const offsets: number[] = [];
  for (let at = start; at < end; at += 1) if (isVisible(source.charAt(at))) offsets.push(at);
  return offsets;
}

/** Two single quotes stand for one. */
function singleQuoted(source: string, start: number, end: number): readonly number[] {
  const offsets: number[] = [];
  for (let at = start; at < end; at += 1) {
    if (!isVisible(source.charAt(at))) continue;
    offsets.push(at);
    if (source.charAt(at) === "'") at += 1;
  }
  return offsets;
}

function doubleQuoted(source: string, start: number, end: number): readonly number[] {
  const offsets: number[] = [];
  for (let at = start; at < end;) {
    const [decoded, length] = source.charAt(at) === '\\' ? decode(source, at) : [source.charAt(at), 1];
    for (const unit of decoded.split('')) if (isVisible(unit)) offsets.push(at);
    at += length;
  }
  return offsets;
}

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Escapes that stand for white space, an escaped line break among them (YAML 1.2, 5.7). */
const BLANK_ESCAPES = 'tnrvf _LP\t\n\r';

function decode(source: string, at: number): readonly [decoded: string, length: number] {
  const letter = source.charAt(at + 1);
  const digits = HEX_DIGITS[letter];
  if (digits === undefined) return [BLANK_ESCAPES.includes(letter) ? ' ' : 'x', 2];
  const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
  return [code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : 'x', 2 + digits];
}

/** Whether a character is no white space. */
export function isVisible(character: string): boolean {
  return /\S/.test(character);
}
