import type { PreflightReport } from '../model/preflight.ts';
import type { OutputFormat } from './format.ts';
import { renderPreflightJson } from './preflight-json.ts';
import { renderPreflightMarkdown } from './preflight-markdown.ts';
import { renderPreflightTable, type PreflightLook } from './preflight-table.ts';

/** Every output format of a preflight by name. */
export const preflightRenders: Readonly<
  Record<OutputFormat, (report: PreflightReport, look: PreflightLook) => string>
> = {
  table: renderPreflightTable,
  json: renderPreflightJson,
  markdown: renderPreflightMarkdown,
};
