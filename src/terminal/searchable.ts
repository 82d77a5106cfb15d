import type { Question } from '../model/world.ts';

/** The key that turns a long menu into a search. */
export const SEARCH_KEY = '/';

/** A menu this long is worth searching. */
const SEARCH_FROM = 8;

/** Whether a question has so many options that typing beats arrow keys. */
export function isSearchable({ options }: Question): boolean {
  return options.length >= SEARCH_FROM;
}
