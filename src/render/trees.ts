import type { Tree } from '../model/tree.ts';
import type { Look } from './format.ts';
import { renderTreeMermaid } from './tree-mermaid.ts';
import { renderTreeText } from './tree-text.ts';

/** Every way to draw trees, by the name of its format. */
export const treeRenders = {
  text: renderTreeText,
  mermaid: renderTreeMermaid,
} satisfies Record<string, (trees: readonly Tree[], look: Look) => string>;
