/** The notice at the head of every generated page. */
export const GENERATED = '<!-- Written by scripts/generate.mjs from the runbooks and the code. -->';

/** Text that stands in Markdown as it is: what would be markup is escaped, line breaks become spaces. */
export function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_<>[\]]/g, '\\$&');
}

/** Text as code. A backtick inside makes the fence longer (CommonMark, code spans). */
export function code(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.includes('`') ? `\`\` ${plain} \`\`` : `\`${plain}\``;
}

/** The same inside the cell of a table, where a bar would end the cell. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** A table; the cells are Markdown already. Nothing for no rows. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line), ''];
}

/** A page from its lines, with one line break at the end. */
export function page(lines: readonly string[]): string {
  return `${lines.join('\n').trimEnd()}\n`;
}
