import { inkFor, type Ink } from '../layout/ink.ts';
import type { Look } from './format.ts';

/** What the parts of the screen need to know about where they are printed. */
export interface Page {
  /** Columns that may be used: between 40 and 120, for longer lines are hard to read. */
  readonly width: number;
  /** Paints, or leaves the text as it is where no colour is wanted. */
  readonly ink: Ink;
  readonly full: boolean;
}

const MIN_WIDTH = 40;
const MAX_WIDTH = 120;
const DEFAULT_WIDTH = 80;

/** The page for a look. A width that is no positive number counts as 80. */
export function pageOf(look: Look): Page {
  const width = look.width > 0 ? Math.floor(look.width) : DEFAULT_WIDTH;
  return {
    width: Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH),
    ink: inkFor(look.color),
    full: look.mode === 'full',
  };
}

/** The line above a part of the report. */
export function heading(text: string, { ink }: Page): string {
  return `  ${ink.bold(text)}`;
}
