import { escapeLine, escapeText } from '../text/escape.ts';

/** What means something to Markdown (CommonMark, GitHub's tables, formulas and references) anywhere in a line. */
const SPECIAL = /[\\`*_[\]<>|~#$]|&(?=[#\w])/g;

/** What means something only where a line starts: bullets, underlines of headings, numbered lists. */
const LINE_START = /^(?:([-+=])|(\d{1,9})([.)])(?=\s|$))/;

/** Text from outside as one line of Markdown that shows exactly that text, wherever in a line or a table it is put. */
export function inline(text: string): string {
  return escapeLine(text).trim().replace(SPECIAL, '\\$&').replace(LINE_START, '$2\\$1$3');
}

/** Text from outside with its line ends: an empty line parts paragraphs, any other line end stays one. */
export function paragraphs(text: string): string {
  return text
    .split('\n')
    .map(inline)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** One line of code inside a sentence, behind as many backticks as it takes. Not for table cells. */
export function code(text: string): string {
  const safe = escapeLine(text);
  const ticks = '`'.repeat(longestRun(safe) + 1);
  const gap = safe === '' || /^[` ]|[` ]$/.test(safe) ? ' ' : '';
  return `${ticks}${gap}${safe}${gap}${ticks}`;
}

/**
 * A fenced block whose content stands as it is. The fence is longer than any run of backticks inside, so that nothing
 * in the content ends it. `indent` puts the block below an item of a list.
 */
export function fence(language: string, lines: readonly string[], indent = ''): string {
  const content = lines.flatMap((line) => escapeText(line).split('\n'));
  const ticks = '`'.repeat(Math.max(3, longestRun(content.join('\n')) + 1));
  return [`${ticks}${language}`, ...content, ticks].map((line) => (line === '' ? '' : indent + line)).join('\n');
}

/** A table; cells are Markdown already. A row that is too short is filled up. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const length = Math.max(columns.length, ...rows.map((row) => row.length));
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length }, (_, index) => cells[index] ?? '').join(' | ')} |`;
  return [line(columns), `|${' --- |'.repeat(length)}`, ...rows.map(line)].join('\n');
}

/** A list with bullets; items are Markdown already. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (match) => match[0].length));
}
