import { LineCounter, parseAllDocuments, type Document } from 'yaml';
import { UsageError } from '../model/errors.ts';
import { jsonFault } from './json-fault.ts';

/** One document of a file, with the means to say where in the file a part of it stands. */
export interface ParsedDocument {
  readonly value: unknown;
  /** `file:line:column` of the value at the path, or of the nearest thing around it that exists. */
  place(...path: readonly (string | number)[]): string;
}

/**
 * Reads all documents of a YAML or JSON text. `file` is how the file is called in messages. An empty text has none; a
 * text that cannot be read is a `UsageError` saying `file:line:column: message`.
 */
export function parseDocuments(file: string, text: string): readonly ParsedDocument[] {
  const source = text.replace(/^\uFEFF/, '');
  return file.endsWith('.json') ? parseJson(file, source) : parseYaml(file, source);
}

function parseYaml(file: string, text: string): readonly ParsedDocument[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false });
  if ('empty' in documents) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) throw new UsageError(`${positioned(file, lineCounter, error.pos[0])}: ${oneLine(error.message)}`);
    return {
      value: toValue(file, document),
      place: (...path) => positioned(file, lineCounter, offsetOf(document, path)),
    };
  });
}

/** An alias without its anchor, or too many of them, shows only when the value is built. */
function toValue(file: string, document: Document): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    throw new UsageError(`${file}:1:1: ${error instanceof Error ? oneLine(error.message) : 'cannot be read'}`);
  }
}

function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return document.contents?.range?.[0] ?? 0;
}

function positioned(file: string, lineCounter: LineCounter, offset: number): string {
  const { line, col } = lineCounter.linePos(offset);
  return `${file}:${line}:${col}`;
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}

/** Several JSON values may follow each other, as when kubectl's output was appended to a file. */
function parseJson(file: string, text: string): readonly ParsedDocument[] {
  const documents: ParsedDocument[] = [];
  let start = 0;
  while (text.slice(start).trim() !== '') {
    const { value, end } = firstJson(file, text, start);
    const begin = start;
    documents.push({ value, place: () => `${file}:${lineAndColumn(text, begin)}` });
    start = end;
  }
  return documents;
}

function firstJson(file: string, text: string, start: number): { value: unknown; end: number } {
  const rest = text.slice(start);
  try {
    return { value: JSON.parse(rest), end: text.length };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const offset = jsonFault(text, start);
    const first = parseOrUndefined(text.slice(start, offset));
    if (first !== undefined && offset < text.length) return { value: first, end: offset };
    throw new UsageError(`${file}:${lineAndColumn(text, offset)}: ${plainReason(message)}`);
  }
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** V8 quotes the text around the fault and names the offset; the position is already said in lines and columns. */
function plainReason(message: string): string {
  return oneLine(message)
    .replace(/,? (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/, '')
    .replace(/ (?:in|after) JSON at position.*$/, '');
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
