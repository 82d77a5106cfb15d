import { PATTERN_GROUPS, type LogPattern, type PatternGroup, type PatternKind } from '../../model/log-pattern.ts';
import { redactedStart } from '../../text/redact.ts';
import { compilePattern } from './compiled-pattern.ts';
import type { LogEvent } from './log-events.ts';

/** A pattern and the file that it is from. */
export interface KnownPattern {
  readonly pattern: LogPattern;
  readonly runtime: string;
}

/** What was found of one pattern. */
export interface FoundPattern {
  readonly pattern: string;
  readonly runtime: string;
  readonly kind: PatternKind;
  readonly suggests: string;
  readonly generic: boolean;
  readonly ending: boolean;
  /** What its last match means, in words. */
  readonly says: string;
  readonly count: number;
  /** Times of the first and the last event; empty where the log has none. */
  readonly first: string;
  readonly last: string;
  /** The line of the last match, redacted and cut. */
  readonly sample: string;
  readonly groups: Readonly<Partial<Record<PatternGroup, string>>>;
  /** Something that works was said later. */
  readonly over: boolean;
  /** Where the last match stands: the event, and the text within it. */
  readonly at: readonly [event: number, text: number];
}

/** A sample is a line of a terminal or three. */
const SAMPLE_CHARACTERS = 300;

interface Match {
  readonly text: string;
  readonly groups: Readonly<Record<string, string>>;
  readonly at: FoundPattern['at'];
}

/** Kinds that say what a line is about, so that no error is read out of the same line. */
const SETTLING: readonly PatternKind[] = ['noise', 'refusal'];

/** Holds every pattern against every event; an event counts once for a pattern. In the order of the first matches. */
export function findPatterns(events: readonly LogEvent[], known: readonly KnownPattern[]): readonly FoundPattern[] {
  const found = new Map<string, FoundPattern>();
  const settling = known.filter(({ pattern }) => SETTLING.includes(pattern.kind));
  for (const [index, event] of events.entries()) {
    const quiet = new Set(event.texts.filter((text) => settling.some(({ pattern }) => holds(pattern, text))));
    const texts = event.texts.filter((text) => !quiet.has(text));
    for (const each of known) {
      const match = lastMatch(each.pattern, SETTLING.includes(each.pattern.kind) ? [...quiet] : texts, index);
      if (match === undefined) continue;
      found.set(each.pattern.name, joined(found.get(each.pattern.name), each, event, match));
    }
  }
  return settle([...found.values()]);
}

/**
 * The error that tells most: not a generic one if there is another; the last that was said; of one event what says more
 * than that it was the end, and of that the deepest of its trace.
 */
export function decisive(found: readonly FoundPattern[]): FoundPattern | undefined {
  const errors = found.filter(({ kind, over }) => kind === 'error' && !over);
  return errors.toSorted(
    (a, b) =>
      Number(a.generic) - Number(b.generic) ||
      b.at[0] - a.at[0] ||
      Number(a.ending) - Number(b.ending) ||
      b.at[1] - a.at[1],
  )[0];
}

function holds({ is }: LogPattern, text: string): boolean {
  return compilePattern(is).match(text) !== undefined;
}

function lastMatch({ is }: LogPattern, texts: readonly string[], event: number): Match | undefined {
  const pattern = compilePattern(is);
  for (let index = texts.length - 1; index >= 0; index -= 1) {
    const text = texts[index] ?? '';
    const groups = pattern.match(text);
    if (groups !== undefined) return { text, groups, at: [event, index] };
  }
  return undefined;
}

function joined(
  before: FoundPattern | undefined,
  { pattern, runtime }: KnownPattern,
  event: LogEvent,
  match: Match,
): FoundPattern {
  const groups = groupsOf(match.groups);
  return {
    pattern: pattern.name,
    runtime,
    kind: pattern.kind,
    suggests: pattern.suggests ?? '',
    generic: pattern.generic === true,
    ending: pattern.ending === true,
    says: fill(pattern.means, groups),
    count: (before?.count ?? 0) + 1,
    first: before?.first ?? event.at,
    last: event.at === '' ? (before?.last ?? '') : event.at,
    sample: redactedStart(match.text.trim(), SAMPLE_CHARACTERS),
    groups,
    over: false,
    at: match.at,
  };
}

function groupsOf(groups: Readonly<Record<string, string>>): FoundPattern['groups'] {
  const named = PATTERN_GROUPS.filter((name) => (groups[name] ?? '') !== '');
  return Object.fromEntries(named.map((name) => [name, redactedStart(groups[name] ?? '', SAMPLE_CHARACTERS)]));
}

function fill(words: string, groups: FoundPattern['groups']): string {
  return words.replace(/\{([a-z]+)\}/g, (_whole, name: string) => {
    const group = PATTERN_GROUPS.find((each) => each === name);
    return (group === undefined ? undefined : groups[group]) ?? '–';
  });
}

function settle(found: readonly FoundPattern[]): readonly FoundPattern[] {
  const works = Math.max(-1, ...found.filter(({ kind }) => kind === 'success').map(({ at }) => at[0]));
  return found.map((each) => ({ ...each, over: each.kind === 'error' && each.at[0] < works }));
}
