import type { Lookup } from '../model/runbook.ts';
import type { Path } from './source.ts';
import { wantedAt, type Wanted } from './wanted.ts';

/** One text of a runbook that names values: where it stands, and how it is read. */
export interface RunbookText {
  readonly path: Path;
  readonly text: string;
  readonly is: 'expression' | 'words';
  /** Where `item` exists. */
  readonly item?: ItemSource;
  /** What an expression has to give there; left out where it may give anything. */
  readonly wants?: Wanted;
}

/** What `item` is: an element of what an expression gives, an object of a look-up, a program, or what was found. */
export type ItemSource = { readonly each: string } | { readonly of: Lookup } | { readonly program: string } | 'finding';

/** An expression at a path. */
export function expression(text: string, at: Path, ...keys: Path): RunbookText {
  const path = [...at, ...keys];
  const wants = wantedAt(path);
  return { path, text, is: 'expression', ...(wants === undefined ? {} : { wants }) };
}

/** An expression under a name that the author chose, which tells nothing. */
export function anything(text: string, path: Path): RunbookText {
  return { path, text, is: 'expression' };
}

/** Words at a path. */
export function words(text: string, at: Path, ...keys: Path): RunbookText {
  return { path: [...at, ...keys], text, is: 'words' };
}

/** An expression that may be left out. */
export function optional(text: string | undefined, at: Path, ...keys: Path): readonly RunbookText[] {
  return text === undefined ? [] : [expression(text, at, ...keys)];
}

/** Words that may be left out. */
export function optionalWords(text: string | undefined, at: Path, ...keys: Path): readonly RunbookText[] {
  return text === undefined ? [] : [words(text, at, ...keys)];
}

/** Texts in which `item` exists. */
export function withItem(item: ItemSource, texts: readonly RunbookText[]): readonly RunbookText[] {
  return texts.map((text) => ({ ...text, item }));
}

/** The texts of one part of a runbook. */
export type TextsOf<T> = (value: T, at: Path) => readonly RunbookText[];

/** The texts of every entry of a map. */
export function entries<T>(map: Readonly<Record<string, T>>, at: Path, texts: TextsOf<T>): readonly RunbookText[] {
  return Object.entries(map).flatMap(([key, value]) => texts(value, [...at, key]));
}

/** The texts of every element of a list. */
export function items<T>(list: readonly T[] | undefined, at: Path, texts: TextsOf<T>): readonly RunbookText[] {
  return (list ?? []).flatMap((value, index) => texts(value, [...at, index]));
}
