import type { UnknownRow } from '../model/report.ts';

/** What was not seen, what became of it, and what it needs where that says more: `list nodes: denied`. */
export function unseenText({ lookup, state, need }: UnknownRow): string {
  return `${lookup}: ${state}${need === '' || need === lookup ? '' : ` · ${need}`}`;
}
