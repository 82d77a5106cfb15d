import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type LineCounter,
  type Node,
  type Scalar,
} from 'yaml';
import { isOneLine, isVisible, visibleOffsets, type ScalarPlace } from './scalar-offsets.ts';

/** The way to a value: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[];

/** A place in a file; see Problem for the units. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** The text of a runbook and the way back from its values to their places. */
export interface RunbookSource {
  readonly file: string;
  readonly text: string;
  /** The value at a path, or the nearest thing around it that stands in the file. */
  spanOf(path: Path): Span;
  /** The last key of a path. */
  spanOfKey(path: Path): Span;
  /** A part of the text at a path, given by offsets within the text's value. */
  spanWithin(path: Path, start: number, end: number): Span;
  /** Whether the text at a path is written on one line. */
  isOneLine(path: Path): boolean;
}

/** The places of a parsed YAML document. */
export function createSource(file: string, text: string, document: Document, lines: LineCounter): RunbookSource {
  const span = (start: number, end: number): Span => spanOf(text, lines, start, end);
  const whole = (node: Node | undefined): Span => span(startOf(node), node?.range?.[1] ?? 0);
  return {
    file,
    text,
    spanOf: (path) => whole(nodeAt(document, path)),
    spanOfKey: (path) => whole(keyAt(document, path) ?? nodeAt(document, path)),
    spanWithin(path, start, end) {
      const node = nodeAt(document, path);
      if (!isScalar(node) || typeof node.value !== 'string') return whole(node);
      return span(...rangeWithin(text, placeOf(node), node.value, [start, end]));
    },
    isOneLine(path) {
      const node = nodeAt(document, path);
      return !isScalar(node) || isOneLine(text, placeOf(node));
    },
  };
}

/** A place in a text from offsets; the length ends with the line. */
export function spanOf(text: string, lines: LineCounter, start: number, end: number): Span {
  const { line, col } = lines.linePos(start);
  const newline = text.indexOf('\n', start);
  const last = Math.min(end, newline === -1 ? text.length : newline);
  return { line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, last - start) };
}

/** The node at a path; where the path ends early, the last node on it. */
function nodeAt(document: Document, path: Path): Node | undefined {
  let node: Node | undefined = resolved(document, document.contents);
  for (const part of path) {
    const next = childOf(document, node, part);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function childOf(document: Document, node: Node | undefined, part: string | number): Node | undefined {
  if (isSeq(node)) return resolved(document, node.items[Number(part)]);
  const pair = isMap(node) ? node.items.find(({ key }) => nameOf(key) === String(part)) : undefined;
  return pair === undefined ? undefined : (resolved(document, pair.value) ?? resolved(document, pair.key));
}

function keyAt(document: Document, path: Path): Node | undefined {
  const owner = nodeAt(document, path.slice(0, -1));
  const name = String(path.at(-1));
  const key = isMap(owner) ? owner.items.find((pair) => nameOf(pair.key) === name)?.key : undefined;
  return isNode(key) ? key : undefined;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

/** What aliases stand for: to resolve one goes through the whole document, and every path through it is asked for again. */
const RESOLVED = new WeakMap<Alias, Node | undefined>();

function resolved(document: Document, node: unknown): Node | undefined {
  if (!isAlias(node)) return isNode(node) ? node : undefined;
  if (!RESOLVED.has(node)) RESOLVED.set(node, node.resolve(document));
  return RESOLVED.get(node);
}

function startOf(node: Node | undefined): number {
  return node?.range?.[0] ?? 0;
}

function placeOf(node: Scalar): ScalarPlace {
  const [start, end] = node.range ?? [0, 0];
  return { style: node.type ?? 'PLAIN', start, end };
}

function rangeWithin(
  source: string,
  place: ScalarPlace,
  value: string,
  [start, end]: readonly [number, number],
): [start: number, end: number] {
  const offsets = visibleOffsets(source, place);
  const first = countVisible(value.slice(0, start));
  const last = offsets[countVisible(value.slice(0, Math.max(start, end))) - 1];
  const before = offsets[first - 1];
  const behind = before === undefined ? place.start : before + 1;
  const from = isVisible(value.charAt(start)) ? (offsets[first] ?? behind) : behind;
  return [from, last === undefined ? from + 1 : Math.max(from, last) + 1];
}

function countVisible(text: string): number {
  return text.replace(/\s+/g, '').length;
}
