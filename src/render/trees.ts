import { unknownLines } from './table-beside.ts';
import { pageOf } from './page.ts';
import type { UnknownRow } from '../model/report.ts';
import type { Tree } from '../model/tree.ts';
import { mermaidComment } from '../text/mermaid.ts';
import type { Look } from './format.ts';
import { renderTreeMermaid } from './tree-mermaid.ts';
import { renderTreeText } from './tree-text.ts';

/** Trees, and what could not be looked at on the way through them. */
export interface Walked {
  readonly trees: readonly Tree[];
  readonly unknown: readonly UnknownRow[];
}

/** Every way to draw trees, by the name of its format. What could not be looked at stands below them. */
export const treeRenders = {
  text: asText,
  mermaid: asMermaid,
} satisfies Record<string, (walked: Walked, look: Look) => string>;

function asText({ trees, unknown }: Walked, look: Look): string {
  const lines = unknownLines(unknown, pageOf(look));
  return `${renderTreeText(trees, look)}${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}`;
}

/** A diagram has no place for it, so it stands in comments. */
function asMermaid({ trees, unknown }: Walked): string {
  const rows = unknown.map(({ lookup, state, need }) => `not looked at: ${lookup} (${state}): ${need}`);
  return `${renderTreeMermaid(trees)}${rows.map((row) => `${mermaidComment(row)}\n`).join('')}`;
}
