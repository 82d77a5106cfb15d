import type { KubeObject } from '../../model/object.ts';
import { formatDuration } from '../../text/duration.ts';
import { ageSeconds } from '../../text/time.ts';
import { asList, asMapping, asText, at } from '../narrow.ts';

/** One cell of a `Table`. */
export type Cell = string | number | boolean | null;

/** One column of a `Table`. */
export interface Column {
  readonly name: string;
  /** OpenAPI type; `string` where it is missing. */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** `name` marks the column that identifies the object. */
  readonly format?: string;
  readonly description?: string;
  /** Shown by `-o wide` only. */
  readonly wide?: boolean;
  /** `now` in seconds since 1970. */
  cell(object: KubeObject, now: number): Cell;
}

/** The first column of every kind. */
export const nameColumn: Column = { name: 'Name', format: 'name', cell: (object) => object.metadata.name };

/** The age since `metadata.creationTimestamp`. */
export const ageColumn: Column = {
  name: 'Age',
  cell: (object, now) => ageOf(object.metadata['creationTimestamp'], now),
};

/** A column of text at a path of field names. */
export function textColumn(name: string, ...path: readonly string[]): Column {
  return { name, cell: (object) => asText(at(object, ...path)) };
}

/** A column of a whole number at a path of field names, zero where it is missing. */
export function countColumn(name: string, ...path: readonly string[]): Column {
  return { name, type: 'integer', cell: (object) => Number(at(object, ...path) ?? 0) };
}

/** A count that the server calls a text in the head of its table, though its cells are numbers. */
export function looseCountColumn(name: string, ...path: readonly string[]): Column {
  return { ...countColumn(name, ...path), type: 'string' };
}

/** The same column, shown by `-o wide` only. */
export function wide(column: Column): Column {
  return { ...column, wide: true };
}

/** Age of an RFC 3339 time as kubectl writes it; `<unknown>` where there is none. */
export function ageOf(time: unknown, now: number): string {
  const seconds = ageSeconds(asText(time), now);
  return seconds === undefined ? '<unknown>' : formatDuration(seconds);
}

/** Text, or `<none>`. */
export function orNone(text: string): string {
  return text === '' ? '<none>' : text;
}

/** Labels as a selector prints them (`a=b,c=d`), or `<none>`. */
export function labelsText(labels: unknown): string {
  const pairs = Object.entries(asMapping(labels)).map(([key, value]) => `${key}=${asText(value)}`);
  return orNone(pairs.sort().join(','));
}

/** `spec.selector` of a workload: its labels, then its expressions in the words of a selector. */
export function selectorText(selector: unknown): string {
  const labels = Object.entries(asMapping(at(selector, 'matchLabels'))).map(
    ([key, value]) => `${key}=${asText(value)}`,
  );
  const expressions = asList(at(selector, 'matchExpressions')).map(expressionText);
  return orNone([...labels.sort(), ...expressions].join(','));
}

function expressionText(expression: unknown): string {
  const key = asText(at(expression, 'key'));
  const operator = asText(at(expression, 'operator'));
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  const values = asList(at(expression, 'values')).map(asText).sort();
  return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
}

/** The wide columns with the containers of a pod template: their names and their images. */
export function containerColumns(...podSpec: readonly string[]): readonly Column[] {
  const column = (name: string, field: string): Column => ({
    name,
    wide: true,
    cell: (object) =>
      asList(at(object, ...podSpec, 'containers'))
        .map((container) => asText(at(container, field)))
        .join(','),
  });
  return [column('Containers', 'name'), column('Images', 'image')];
}
