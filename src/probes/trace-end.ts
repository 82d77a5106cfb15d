import type { PatternSet, TraceSpec, TraceTelling } from '../model/log-pattern.ts';
import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { redactText } from '../text/redact.ts';
import { compilePattern } from './logs/compiled-pattern.ts';
import { list } from './read.ts';

/** The line of a stack trace that tells most, and the place in the program itself, by forms that are data. */
export const traceEnd: Probe = {
  name: 'trace-end',
  computes: 'Which error the last stack trace of a log ends with, and at which line of the program it came up.',
  params: {
    log: { is: 'text', means: 'The log.' },
    patterns: {
      is: 'list',
      means: 'The files of patterns, whose traces are known; the key patterns of the call names them.',
    },
  },
  returns: {
    error: 'The last line of the trace that names an error, redacted; empty without a trace.',
    place: 'FILE:LINE of the frame of the program that is nearest to it; empty where none is known.',
  },
  run: findEnd,
};

/** What a terminal shows in three lines. */
const MOST_CHARACTERS = 300;

/** A trace that says which of its lines tell what it was. */
type Form = TraceSpec & { readonly tells: TraceTelling };

function findEnd({ log, patterns }: ProbeArgs): ProbeResult | undefined {
  if (typeof log !== 'string') return undefined;
  const forms = (list(patterns) as readonly PatternSet[]).flatMap(({ traces }) => traces).filter(isForm);
  const lines = log.split('\n');
  let found: ProbeResult = { error: '', place: '' };
  for (let at = 0; at < lines.length; at += 1) {
    const form = forms.find(({ starts }) => matches(starts, lines[at]));
    if (form === undefined) continue;
    const end = endOf(form, lines, at + 1);
    found = told(form.tells, lines.slice(at, end)) ?? found;
    at = end - 1;
  }
  return found;
}

function isForm(trace: TraceSpec): trace is Form {
  return trace.tells !== undefined;
}

/** What hangs another trace on, and the beginning of that one, belong to it too. */
function endOf({ starts, chains, tells, 'goes-on': goesOn }: Form, lines: readonly string[], from: number): number {
  const ways = [goesOn, tells.error, starts, ...(chains === undefined ? [] : [chains])];
  let at = from;
  while (at < lines.length && ways.some((way) => matches(way, lines[at]))) at += 1;
  return at;
}

/** Undefined where no line of it names an error. */
function told({ error, frame, outside, innermost }: TraceTelling, lines: readonly string[]): ProbeResult | undefined {
  const errors = lines.map((line) => compilePattern(error).match(line)?.['error']?.trim() ?? '');
  const deepest = errors.findLastIndex((each) => each !== '');
  if (deepest < 0) return undefined;
  const own = lines
    .map((line, index) => ({ index, place: matches(outside, line) ? '' : placeIn(frame, line) }))
    .filter(({ place }) => place !== '');
  const nearest = innermost === 'last' ? own.at(-1) : (own.find(({ index }) => index > deepest) ?? own[0]);
  return { error: cut(redactText(errors[deepest] ?? '')), place: nearest?.place ?? '' };
}

function placeIn(frame: string, line: string): string {
  const { file = '', line: number = '' } = compilePattern(frame).match(line) ?? {};
  return file === '' ? '' : cut(redactText(`${file}:${number}`));
}

function matches(pattern: string, line: string | undefined): boolean {
  return compilePattern(pattern).match(line ?? '') !== undefined;
}

function cut(words: string): string {
  return words.length <= MOST_CHARACTERS ? words : `${words.slice(0, MOST_CHARACTERS)}…`;
}
