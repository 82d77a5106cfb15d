import type { Probe } from '../model/probe.ts';
import { redactText } from '../text/redact.ts';
import { compilePattern, type CompiledPattern } from './logs/compiled-pattern.ts';
import { joinedLines } from './logs/joined-lines.ts';
import { entry, isRecord, list, record, text } from './read.ts';

/** Which of its parts a program calls unwell: in the answer to a probe where that was kept, or in its log. */
export const unhealthyParts: Probe = {
  name: 'unhealthy-parts',
  computes:
    'The parts that a program itself says are down (a database, a queue), from the JSON of its health endpoint or from lines of its log.',
  params: {
    answer: { is: 'text', means: 'what the probe was told; empty where the kubelet does not keep it' },
    log: { is: 'text', means: 'the last lines of its log' },
    down: { is: 'list', means: 'how a part is called that is not well, in small letters' },
    lines: {
      is: 'list',
      means: 'RE2 patterns of lines that name such a part in the group name, or hold its JSON in the group body',
    },
  },
  returns: {
    names: 'the names of the parts, each once',
    text: 'the same as one line',
    sample: 'the line or the answer that says so, redacted and cut; empty without one',
    reasons: 'what it says of why, one reason per line',
  },
  run({ answer, log, down, lines }) {
    const words = new Set(list(down).map((each) => text(each)));
    const told = text(answer).trim();
    const inAnswer = bodyIn(told).flatMap((body) => partsOf(body, words));
    const patterns = list(lines).map((each) => compilePattern(text(each)));
    const inLines = [...told.split('\n'), ...joinedLines(text(log))].flatMap((line) =>
      partsInLine(line, patterns, words),
    );
    const found = inAnswer.length > 0 ? inAnswer.map((each) => ({ ...each, line: told })) : inLines;
    const names = [...new Set(found.map(({ name }) => name))];
    return {
      names,
      text: names.join(', '),
      sample: redactText(found.at(-1)?.line ?? '').slice(0, SAMPLE),
      reasons: redactText([...new Set(found.map(({ reason }) => reason).filter((each) => each !== ''))].join('\n')),
    };
  },
};

const SAMPLE = 300;

/** What a line says by its words, or by the JSON that it holds where a pattern says so (group body). */
function partsInLine(line: string, patterns: readonly CompiledPattern[], down: ReadonlySet<string>) {
  const match = patterns.map((pattern) => pattern.match(line)).find((each) => each !== undefined);
  const { name = '', body = '' } = match ?? {};
  const parts = name === '' ? bodyIn(body).flatMap((each) => partsOf(each, down)) : [{ name, reason: line }];
  return parts.map((part) => ({ ...part, line }));
}

interface Part {
  readonly name: string;
  readonly reason: string;
}

/** The JSON that stands in a text, whatever a tool writes before it. */
function bodyIn(told: string): readonly unknown[] {
  const [from, to] = [told.indexOf('{'), told.lastIndexOf('}')];
  if (from < 0 || to < from) return [];
  try {
    return [JSON.parse(told.slice(from, to + 1)) as unknown];
  } catch {
    return [];
  }
}

/** How deep parts stand in parts: Spring Boot nests them (`components.db.components.primary`). */
const DEEPEST = 5;

/**
 * Every part with a status of its own, however it is hung in: under a name (Spring Boot, Terminus, ASP.NET Core), in a list
 * with names (MicroProfile), or as a name with the error alone (`failures`). Of a part with parts the inner ones tell.
 */
function partsOf(body: unknown, down: ReadonlySet<string>, depth = DEEPEST): readonly Part[] {
  if (depth === 0) return [];
  const named = Object.entries(record(body)).flatMap(([key, value]) => [
    ...list(value).map((each) => [text(entry(each, 'name')), each] as const),
    ...(isRecord(value) ? [[key, value] as const] : []),
    ...(isRecord(value) && key === 'failures' ? Object.entries(value) : []),
  ]);
  return named.flatMap(([name, part]): readonly Part[] => {
    if (typeof part === 'string') return [{ name, reason: part }];
    const inner = partsOf(part, down, depth - 1);
    if (inner.length > 0) return inner;
    return name !== '' && down.has(text(entry(part, 'status')).toLowerCase()) ? [{ name, reason: reasonOf(part) }] : [];
  });
}

/** The first text in it that is a sentence and not a word of its state. */
function reasonOf(part: unknown): string {
  const texts = (value: unknown): readonly string[] =>
    typeof value === 'string'
      ? [value]
      : Object.entries(record(value)).flatMap(([key, each]) => (key === 'name' ? [] : texts(each)));
  return texts(part).find((each) => each.includes(' ')) ?? '';
}
