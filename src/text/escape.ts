/**
 * What may not reach a terminal or a report as it is: control characters other than newline and tab, lone surrogates,
 * line and paragraph separators, and everything that Unicode calls format (bidi controls, tags, soft hyphens) or says
 * a renderer may leave invisible (zero-width, variation selectors, fillers).
 */
const DANGEROUS = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text from outside, made safe to print: every dangerous character becomes a visible `\u{1b}`. Newlines and tabs stay.
 * A backslash stays too, so escaping twice changes nothing.
 */
export function escapeText(text: string): string {
  return text.replace(DANGEROUS, (character) => `\\u{${codePoint(character).toString(16)}}`);
}

/** The same for one line, such as a table cell or a message: a newline (also CR LF) and a tab become one space each. */
export function escapeLine(text: string): string {
  return escapeText(text.replace(/\r\n|[\n\t]/g, ' '));
}

/**
 * JSON text with every dangerous character as a `\uXXXX` escape, so that it parses to the same data. Inside a string
 * valid JSON has no raw control character; a carriage return between tokens becomes a space.
 */
export function escapeJson(json: string): string {
  return json.replace(/\r/g, ' ').replace(DANGEROUS, jsonEscape);
}

/** Whether the text is free of everything that `escapeText` would replace, newlines and tabs included. */
export function isPlainLine(text: string): boolean {
  return escapeLine(text) === text;
}

function jsonEscape(character: string): string {
  let escaped = '';
  for (let index = 0; index < character.length; index += 1) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
