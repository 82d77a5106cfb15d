import type { Page } from './page.ts';
import { hang, pad } from '../layout/wrap.ts';

/** Columns of a label with the space behind it. */
const LABEL_WIDTH = 14;

/** Texts from outside behind one label of our own, each starting a line of its own; no texts, no lines. */
export function labelled(label: string, texts: readonly string[], { width, ink }: Page): readonly string[] {
  return texts
    .filter((text) => text !== '')
    .flatMap((text, index) => hang(`  ${pad(index === 0 ? ink.bold(label) : '', LABEL_WIDTH)}`, text, width));
}
