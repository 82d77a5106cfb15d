import type { BodyTaker } from './body.ts';
import { ByteStore } from './byte-store.ts';
import { ItemEnds } from './item-ends.ts';
import { ItemsAhead } from './items-ahead.ts';
import { JSON_BYTE } from './json-bytes.ts';
import { continueToken } from './paging.ts';

/** What has been read when all bytes have come. */
export interface ReadList {
  /** All but the elements of `items`, as JSON. It breaks off where the list does. */
  readonly text: string;
  /** The elements of `items`; undefined where there is no such list, so that the text is all there is. */
  readonly items: readonly unknown[] | undefined;
}

type Place = 'before' | 'items' | 'behind' | 'broken';

/**
 * Reads a list in JSON while it arrives: each object as soon as its last byte is there, so that neither the page nor what is
 * not wanted of it is ever held. Everything is parsed as it would be in one piece, and what is wrong is seen in the end.
 */
export class JsonListStream implements BodyTaker {
  readonly #read: (item: unknown) => unknown;
  readonly #seeToken: (token: string) => void;
  readonly #around = new ByteStore();
  readonly #held = new ByteStore();
  readonly #items: unknown[] = [];
  readonly #ahead = new ItemsAhead();
  readonly #ends = new ItemEnds();
  #place: Place = 'before';

  /** `read` takes each element and gives what is kept of it. `seeToken` is told the token of the next page, if it comes before them. */
  constructor(read: (item: unknown) => unknown, seeToken: (token: string) => void = () => undefined) {
    this.#read = read;
    this.#seeToken = seeToken;
  }

  /** Takes the next bytes. Never throws: what is wrong with them is said in the end. */
  write(chunk: Buffer): void {
    let at = 0;
    if (this.#place === 'before') {
      at = this.#ahead.find(chunk);
      this.#around.add(chunk, 0, at);
      if (this.#ahead.found) this.#begin();
    }
    if (this.#place === 'items') at = this.#takeItems(chunk, at);
    if (this.#place === 'behind') this.#around.add(chunk, at);
  }

  /** All that came. One that breaks off among its items has a text that breaks off there. */
  end(): ReadList {
    return { text: this.#around.text(), items: this.#ahead.found ? this.#items : undefined };
  }

  #begin(): void {
    this.#place = 'items';
    const token = continueToken(this.#around.bytes());
    if (token !== undefined) this.#seeToken(token);
  }

  /** Reads the items that are complete, keeps the beginning of the one that is not, and gives where the list has ended. */
  #takeItems(chunk: Buffer, from: number): number {
    let start = from;
    let end = this.#ends.find(chunk, start);
    while (end < chunk.length) {
      this.#place = this.#takeItem(this.#textOf(chunk, start, end), chunk[end] === JSON_BYTE.closeList);
      if (this.#place !== 'items') return end;
      start = end + 1;
      end = this.#ends.find(chunk, start);
    }
    this.#held.add(chunk, start);
    return chunk.length;
  }

  /** Gives where in the list the next byte stands. */
  #takeItem(text: string, isLast: boolean): Place {
    const rest = isLast ? 'behind' : 'items';
    // Between the brackets of an empty list is no element.
    if (isLast && this.#items.length === 0 && text.trim() === '') return rest;
    const item = parsed(text);
    if (item === undefined) return 'broken';
    this.#items.push(this.#read(item.value));
    return rest;
  }

  #textOf(chunk: Buffer, start: number, end: number): string {
    if (this.#held.size === 0) return chunk.toString('utf8', start, end);
    this.#held.add(chunk, start, end);
    const text = this.#held.text();
    this.#held.clear();
    return text;
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
