import { RE2JS } from 're2js';
import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { redactText } from '../text/redact.ts';
import { entry, list, text } from './read.ts';

/** The line of a stack trace that tells most, and the place in the program itself. What traces look like stands in the runbook. */
export const traceEnd: Probe = {
  name: 'trace-end',
  computes: 'Which error the last stack trace of a log ends with, and at which line of the program it came up.',
  params: {
    log: { is: 'text', means: 'The log.' },
    forms: {
      is: 'list',
      means:
        'How traces look, each as RE2: `starts` its first line, `error` with a group `error`, `frame` with the groups `file` and ' +
        '`line`, `outside` the frames of libraries, `goes` other lines of it; `innermost` is `last` where the last frame is.',
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

interface Form {
  readonly starts: RE2JS;
  readonly error: RE2JS;
  readonly frame: RE2JS;
  readonly outside: RE2JS;
  readonly goes: RE2JS;
  readonly innermost: string;
}

function findEnd({ log, forms }: ProbeArgs): ProbeResult | undefined {
  if (typeof log !== 'string') return undefined;
  const known = list(forms).map(toForm);
  const lines = log.split('\n');
  let found: ProbeResult = { error: '', place: '' };
  for (let at = 0; at < lines.length; at += 1) {
    const form = known.find(({ starts }) => starts.matcher(lines[at] ?? '').find());
    if (form === undefined) continue;
    const end = endOf(form, lines, at + 1);
    found = told(form, lines.slice(at, end));
    at = end - 1;
  }
  return found;
}

function toForm(form: unknown): Form {
  const pattern = (key: string): RE2JS => RE2JS.compile(text(entry(form, key)));
  return {
    starts: pattern('starts'),
    error: pattern('error'),
    frame: pattern('frame'),
    outside: pattern('outside'),
    goes: pattern('goes'),
    innermost: text(entry(form, 'innermost')),
  };
}

function endOf({ error, goes }: Form, lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && [error, goes].some((each) => each.matcher(lines[at] ?? '').find())) at += 1;
  return at;
}

function told({ error, frame, outside, innermost }: Form, lines: readonly string[]): ProbeResult {
  const errors = lines.map((line) => groupIn(error, line, 'error'));
  const deepest = errors.findLastIndex((each) => each !== '');
  const placed = lines.map((line, index) => ({
    index,
    place: outside.matcher(line).find() ? '' : placeIn(frame, line),
  }));
  const own = placed.filter(({ place }) => place !== '');
  const nearest = innermost === 'last' ? own.at(-1) : (own.find(({ index }) => index > deepest) ?? own[0]);
  return { error: cut(redactText(errors[deepest] ?? '')), place: nearest?.place ?? '' };
}

function placeIn(frame: RE2JS, line: string): string {
  const file = groupIn(frame, line, 'file');
  return file === '' ? '' : cut(redactText(`${file}:${groupIn(frame, line, 'line')}`));
}

function groupIn(pattern: RE2JS, line: string, name: string): string {
  const matcher = pattern.matcher(line);
  return matcher.find() ? (matcher.group(name) ?? '').trim() : '';
}

function cut(words: string): string {
  return words.length <= MOST_CHARACTERS ? words : `${words.slice(0, MOST_CHARACTERS)}…`;
}
