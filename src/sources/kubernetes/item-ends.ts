import { JSON_BYTE } from './json-bytes.ts';

const { quote: QUOTE, backslash: BACKSLASH, comma: COMMA } = JSON_BYTE;
const { open: OPEN, close: CLOSE, openList: OPEN_LIST, closeList: CLOSE_LIST } = JSON_BYTE;

/**
 * Finds where the elements of a list of JSON end, in pieces that need not end with them. Brackets are only counted: whether
 * an element is JSON is for whoever parses it.
 */
export class ItemEnds {
  #depth = 0;
  /** Whether the piece before ended within a text, and how many bytes of the next one its last backslash takes. */
  #quoted = false;
  #skipped = 0;

  /** Where, from a place on, the next comma between elements stands, or the list's closing bracket; the end of the piece where there is none. */
  find(piece: Buffer, from: number): number {
    let depth = this.#depth;
    let at = this.#quoted ? this.#endOfText(piece, from + this.#skipped) : from;
    while (at < piece.length) {
      const byte = piece[at];
      if (depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) break;
      at += 1;
      if (byte === QUOTE) at = this.#endOfText(piece, at);
      else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1;
    }
    this.#depth = depth;
    return at;
  }

  /** The place behind a text that goes on here; the end of the piece where it does not end in it. */
  #endOfText(piece: Buffer, from: number): number {
    let at = from;
    while (at < piece.length) {
      const byte = piece[at];
      at += byte === BACKSLASH ? 2 : 1;
      if (byte !== QUOTE) continue;
      this.#quoted = false;
      return at;
    }
    this.#quoted = true;
    this.#skipped = at - piece.length;
    return piece.length;
  }
}
