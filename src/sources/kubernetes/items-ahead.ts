import { JSON_BYTE } from './json-bytes.ts';

const { quote: QUOTE, backslash: BACKSLASH, comma: COMMA, colon: COLON } = JSON_BYTE;
const { open: OPEN, close: CLOSE, openList: OPEN_LIST, closeList: CLOSE_LIST } = JSON_BYTE;

/** Finds where the elements of `items` begin in an object of JSON that comes in pieces. */
export class ItemsAhead {
  /** Whether they have begun. */
  found = false;
  #depth = 0;
  #quoted = false;
  #escaped = false;
  /** The last text at the top of the object, as it is written; longer ones are cut. */
  #text = '';
  #key = '';

  /** Goes on through the next piece, and gives where in it they begin; its end where they do not. */
  find(piece: Buffer): number {
    for (let at = 0; at < piece.length; at += 1) {
      this.#see(piece[at] ?? 0);
      if (this.found) return at + 1;
    }
    return piece.length;
  }

  #see(byte: number): void {
    if (this.#quoted) this.#seeInText(byte);
    else if (byte === QUOTE) this.#beginText();
    else if (byte === OPEN || byte === OPEN_LIST) this.#enter(byte);
    else if (byte === CLOSE || byte === CLOSE_LIST) this.#depth -= 1;
    else if (this.#depth === 1 && byte === COLON) this.#key = this.#text;
    else if (this.#depth === 1 && byte === COMMA) this.#key = '';
  }

  #enter(byte: number): void {
    this.found = this.#depth === 1 && byte === OPEN_LIST && this.#key === 'items';
    this.#depth += 1;
  }

  #beginText(): void {
    this.#quoted = true;
    if (this.#depth === 1) this.#text = '';
  }

  #seeInText(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#quoted = false;
    if (this.#quoted && this.#depth === 1 && this.#text.length < LONGEST_KEY) this.#text += String.fromCharCode(byte);
  }
}

/** Longer than the one that is looked for. */
const LONGEST_KEY = 8;
