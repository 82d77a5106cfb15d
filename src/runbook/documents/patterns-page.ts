import type { LineFormat, LogPattern, PatternSet } from '../../model/log-pattern.ts';
import { cell, code, GENERATED, inline, page, table } from './markdown.ts';

/** Every log pattern by the program that writes it, for those who write runbooks and those who wonder what is known. */
export function patternsPage(sets: readonly PatternSet[]): string {
  const sorted = [...sets].sort((a, b) => (a.patterns < b.patterns ? -1 : 1));
  const count = sorted.reduce((sum, { lines }) => sum + lines.length, 0);
  return page([
    '# Log patterns',
    '',
    GENERATED,
    '',
    `${String(count)} messages. [How they are written and used](../log-patterns.md).`,
    '',
    ...sorted.flatMap(section),
  ]);
}

function section({ patterns, title, formats, lines }: PatternSet): readonly string[] {
  return [
    `## ${patterns}`,
    '',
    `${inline(title)}.${formats.length === 0 ? '' : ` Formats: ${formats.map(formatOf).join(', ')}.`}`,
    '',
    ...table(['Pattern', 'Points to', 'Means', 'From', 'Words seen in'], lines.map(rowOf)),
  ];
}

function formatOf({ name, json }: LineFormat): string {
  return json === undefined ? name : `${name} (message in ${code(json.message)})`;
}

function rowOf({ name, kind, suggests, generic, means, source, seen, since }: LogPattern): readonly string[] {
  const points = suggests === undefined ? kind : `${suggests}${generic === true ? ', generic' : ''}`;
  return [
    code(name),
    points,
    cell(inline(means)),
    cell(inline(since === undefined ? source : `${source}, since ${since}`)),
    cell(inline(seen)),
  ];
}
