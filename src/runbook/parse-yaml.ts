import { LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Problem } from './problem.ts';
import { createSource, spanOf, type RunbookSource } from './source.ts';

/** A parsed file: its plain value, and where everything stands. With a problem the value means nothing. */
export interface ParsedYaml {
  readonly value: unknown;
  readonly source: RunbookSource;
  readonly problems: readonly Problem[];
}

/** Parses one YAML document (1.2). Never throws: what is wrong with the syntax comes back with its place. */
export function parseYaml(text: string, file: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const source = createSource(file, text, document, lines);
  const found = [...tellingErrors(document.errors), ...loneAliases(document)];
  const problems = found.map(({ message, pos }): Problem => {
    const [start, end] = pos;
    return { file, ...spanOf(text, lines, start, end), message: sentence(message), rule: 'yaml' };
  });
  if (problems.length > 0) return { value: undefined, source, problems };
  return { source, ...valueOf(document, source) };
}

interface Found {
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** One broken line makes the parser stumble over all that follow; only the first stumble tells something. */
function tellingErrors(errors: readonly (Found & { readonly code: string })[]): readonly Found[] {
  const telling = errors.filter(({ code }) => code !== 'UNEXPECTED_TOKEN');
  return (telling.length > 0 ? telling : errors.slice(0, 1)).map(({ message, pos }) => ({
    message: /^(?:Missing , or :|Flow )/.test(message)
      ? `${message} (a text with , [ ] { or } needs quotes here)`
      : message,
    pos,
  }));
}

/** An alias means an anchor that stands before it. */
function loneAliases(document: Document): readonly Found[] {
  const anchors = new Set<string>();
  const found: Found[] = [];
  visit(document, {
    Value(_key, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_key, { source, range }) {
      const [start, end] = range ?? [0, 0];
      if (!anchors.has(source)) found.push({ message: `no anchor &${source}`, pos: [start, end] });
    },
  });
  return found;
}

/** The value as plain data; aliases that would grow without bounds are refused by the parser with an error. */
function valueOf(document: Document, source: RunbookSource): { value: unknown; problems: readonly Problem[] } {
  try {
    return { value: document.toJS(), problems: [] };
  } catch (error) {
    const message = sentence(error instanceof Error ? error.message : String(error));
    return { value: undefined, problems: [{ file: source.file, ...source.spanOf([]), message, rule: 'yaml' }] };
  }
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
