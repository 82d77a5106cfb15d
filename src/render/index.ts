import type { OutputFormat, Render } from './format.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTable } from './table.ts';

/** Every output format by name. */
export const renders = {
  table: renderTable,
  json: renderJson,
  markdown: renderMarkdown,
} satisfies Record<OutputFormat, Render>;
