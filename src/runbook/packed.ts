import { RUNBOOK_FORMAT, type Derived, type Runbook } from '../model/runbook.ts';
import type { PatternSet } from '../model/log-pattern.ts';
import type { CompiledRunbooks } from './compiled.ts';
import { give } from './give-patterns.ts';

/** What of a runbook is needed to choose among all of them; the rest is read when the runbook is entered. */
const LIGHT: readonly string[] = ['format', 'name', 'title', 'topic', 'check', 'programs', 'inputs'];

/** The first line of the file: what stands in the others, in bytes, one behind the other. */
interface Head {
  readonly format: typeof RUNBOOK_FORMAT;
  readonly runbooks: readonly { readonly keys: readonly string[]; readonly light: object; readonly bytes: number }[];
  readonly patterns: readonly { readonly name: string; readonly bytes: number }[];
}

/** The text of the compiled file: a line about all runbooks, then one with the rest of each, then one per file of patterns. */
export function packRunbooks({ format, runbooks, patterns }: CompiledRunbooks): string {
  const parts = runbooks.map((runbook) => {
    const entries = Object.entries(runbook);
    const isLight = ([key]: readonly [string, unknown]): boolean => LIGHT.includes(key);
    const rest = JSON.stringify(Object.fromEntries(entries.filter((entry) => !isLight(entry))));
    return { keys: entries.map(([key]) => key), light: Object.fromEntries(entries.filter(isLight)), rest };
  });
  const sets = patterns.map((set) => ({ name: set.patterns, text: JSON.stringify(set) }));
  const head: Head = {
    format,
    runbooks: parts.map(({ keys, light, rest }) => ({ keys, light, bytes: Buffer.byteLength(rest) })),
    patterns: sets.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text) })),
  };
  const lines = [JSON.stringify(head), ...parts.map(({ rest }) => rest), ...sets.map(({ text }) => text)];
  return lines.map((line) => `${line}\n`).join('');
}

/**
 * The runbooks of the compiled file, by name, in its order. They were checked when they were compiled, so only the frame is
 * looked at here; throws where it is not of this version. Of a runbook that nobody enters the line is never read.
 */
export function unpackRunbooks(file: Buffer): ReadonlyMap<string, Runbook> {
  const end = file.indexOf('\n');
  const head = headOf(file.toString('utf8', 0, Math.max(0, end)));
  let from = end + 1;
  const line = (bytes: number): (() => unknown) => {
    const start = from;
    from += bytes + 1;
    return () => JSON.parse(file.toString('utf8', start, start + bytes)) as unknown;
  };
  const lines = head.runbooks.map(({ bytes }) => line(bytes));
  const sets = head.patterns.map(({ bytes }) => once(line(bytes) as () => PatternSet));
  const named = new Map(head.patterns.map(({ name }, index) => [name, index]));
  const patterns = (name: string): PatternSet | undefined => sets[named.get(name) ?? -1]?.();
  const names = [...named.keys()];
  const runbooks = head.runbooks.map(({ keys, light }, index) =>
    opened(
      keys,
      light,
      once(() => equipped(lines[index]?.() as Rest, names, patterns)),
    ),
  );
  return new Map(runbooks.map((runbook) => [runbook.name, runbook]));
}

type Rest = Readonly<Record<string, unknown>> & Pick<Runbook, 'derive'>;

function headOf(text: string): Head {
  const refused = new Error('the compiled runbooks are not of this version: build again');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refused;
  }
  if (!isHead(json)) throw refused;
  return json;
}

function isHead(json: unknown): json is Head {
  if (typeof json !== 'object' || json === null || !('format' in json) || json.format !== RUNBOOK_FORMAT) return false;
  const lists = ['runbooks' in json ? json.runbooks : undefined, 'patterns' in json ? json.patterns : undefined];
  return lists.every((each) => Array.isArray(each));
}

/** A runbook whose greater part is read at the first look at any of it. */
function opened(keys: readonly string[], light: object, rest: () => Rest): Runbook {
  const runbook = {};
  for (const key of keys) {
    const value = Object.getOwnPropertyDescriptor(light, key);
    Object.defineProperty(runbook, key, value ?? { enumerable: true, configurable: true, get: () => rest()[key] });
  }
  return runbook as Runbook;
}

function equipped(rest: Rest, names: readonly string[], patterns: (name: string) => PatternSet | undefined): Rest {
  const derive = Object.entries(rest.derive).map(([name, derived]): readonly [string, Derived] => [
    name,
    give(derived, names, patterns),
  ]);
  return { ...rest, derive: Object.fromEntries(derive) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
