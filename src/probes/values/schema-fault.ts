import type { ValuesPath } from './values-tree.ts';

/** What a schema has against a value. */
export type FaultKind = 'unknown key' | 'missing' | 'type' | 'choice' | 'other';

/** One complaint of a chart's schema, in the words of any version of Helm. */
export interface SchemaFault {
  /** The chart whose schema it is. */
  readonly chart: string;
  /** Where, in the values of that chart; of the key itself where it is unknown or missing. */
  readonly path: ValuesPath;
  readonly kind: FaultKind;
  /** Types or values that the schema takes, where it says so. */
  readonly wants: readonly string[];
  readonly says: string;
}

/**
 * Reads what Helm says of values that do not fit a schema: a line with the name of a chart, and a line per fault below.
 * Helm 3.18 and later write `- at '/a/b': got string, want integer` (santhosh-tekuri/jsonschema v6, kind/kind.go), before
 * it was `- a.b: Invalid type. Expected: integer, given: string` (xeipuuv/gojsonschema, locales.go).
 */
export function readSchemaFaults(text: string): readonly SchemaFault[] {
  const faults: SchemaFault[] = [];
  let chart = '';
  for (const line of text.split('\n')) {
    const named = /^([^\s:][^:]*):$/.exec(line);
    if (named !== null) chart = named[1] ?? '';
    else if (chart !== '') faults.push(...readLine(chart, line));
  }
  return faults;
}

function readLine(chart: string, line: string): readonly SchemaFault[] {
  const pointed = /^\s*- at '([^']*)': (.+)$/.exec(line);
  if (pointed !== null) return faultsOf(chart, fromPointer(pointed[1] ?? ''), pointed[2] ?? '');
  const dotted = /^- ([^:]+): (.+)$/.exec(line);
  return dotted === null ? [] : faultsOf(chart, fromDots(dotted[1] ?? ''), dotted[2] ?? '');
}

/** RFC 6901. */
function fromPointer(pointer: string): ValuesPath {
  if (pointer === '') return [];
  const keys = pointer.split('/').slice(1);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function fromDots(dotted: string): ValuesPath {
  return dotted === '(root)' ? [] : dotted.split('.');
}

/** What a line says, the words of Helm 3.18 and later before those of older ones, and what follows from it. */
const READINGS: readonly {
  readonly is: RegExp;
  readonly read: (words: string, path: ValuesPath) => readonly Partial<SchemaFault>[];
}[] = [
  { is: /^additional propert(?:y|ies) (.+) not allowed$/, read: keysOf('unknown key') },
  { is: /^(Additional property) (\S+) is not allowed$/, read: keyOf('unknown key') },
  { is: /^missing propert(?:y|ies) (.+)$/, read: keysOf('missing') },
  { is: /^()(\S+) is required$/, read: keyOf('missing') },
  { is: /^got \w+, want (.+)$/, read: typesOf },
  { is: /^Invalid type\. Expected: (.+), given: \w+$/, read: typesOf },
  { is: /^(?:value must be one of|\S+ must be one of the following:) (.+)$/, read: choicesOf },
];

/** The heading over the faults of one object says nothing by itself. */
function faultsOf(chart: string, path: ValuesPath, says: string): readonly SchemaFault[] {
  if (says === 'validation failed') return [];
  const other: SchemaFault = { chart, path, kind: 'other', wants: [], says };
  for (const { is, read } of READINGS) {
    const match = is.exec(says);
    if (match !== null) return read(match.at(-1) ?? '', path).map((more) => ({ ...other, ...more }));
  }
  return [other];
}

function keysOf(kind: FaultKind) {
  return (words: string, path: ValuesPath) => quoted(words).map((key) => ({ kind, path: [...path, key] }));
}

function keyOf(kind: FaultKind) {
  return (key: string, path: ValuesPath) => [{ kind, path: [...path, key] }];
}

function typesOf(words: string): readonly Partial<SchemaFault>[] {
  const wants = words.split(/, | or |,/).map((each) => each.replace(/[[\]']/g, ''));
  return [{ kind: 'type', wants }];
}

function choicesOf(words: string): readonly Partial<SchemaFault>[] {
  return [{ kind: 'choice', wants: quoted(words) }];
}

/** The words between quotes of either kind. */
function quoted(text: string): readonly string[] {
  return Array.from(text.matchAll(/'([^']*)'|"([^"]*)"/g), ([, single, double]) => single ?? double ?? '');
}
