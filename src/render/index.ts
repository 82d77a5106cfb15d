import type { OutputFormat, Render } from './format.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { renderList } from './list-table.ts';
import { renderListMarkdown } from './list-markdown.ts';
import { renderTable } from './table.ts';

/** Every output format by name. */
export const renders = {
  table: renderTable,
  json: renderJson,
  markdown: renderMarkdown,
} satisfies Record<OutputFormat, Render>;

/** The same for a report about many releases at a glance. */
export const listRenders = {
  table: renderList,
  json: renderJson,
  markdown: renderListMarkdown,
} satisfies Record<OutputFormat, Render>;
