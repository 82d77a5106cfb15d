import type { JsonFormat, LineFormat } from '../../model/log-pattern.ts';
import { parseTime } from '../../text/time.ts';
import { field, isRecord, num, text } from '../read.ts';
import { compilePattern } from './compiled-pattern.ts';

/** One line of a log, as far as a format knows it. */
export interface LogLine {
  /** What patterns are held against: the message with its error and its stack trace, or the whole line. */
  readonly texts: readonly string[];
  /** RFC 3339 in UTC where the line says so, else as it stands there; empty where the line has no time. */
  readonly at: string;
  /** Whether a format knows the line: then an event of its own begins with it. */
  readonly begins: boolean;
}

/** Lines longer than this are cut: what a message says stands at its beginning. */
const LONGEST_LINE = 8192;

/** Colours and other escape sequences of terminals, which many programs write whether or not there is one. */
const ESCAPES = new RegExp(String.raw`\u001b\[[0-9;]*[A-Za-z]`, 'gu');

/** Reads one line with the first format that fits it. */
export function readLine(line: string, formats: readonly LineFormat[]): LogLine {
  const cut = line.slice(0, LONGEST_LINE).replace(ESCAPES, '').trimEnd();
  return (cut.startsWith('{') ? readJson(cut, formats) : readText(cut, formats)) ?? plain(cut);
}

function plain(line: string): LogLine {
  return { texts: [line], at: '', begins: false };
}

/** Several programs name the message alike; a time at its place tells them apart, and what they add is read for all that fit. */
function readJson(line: string, formats: readonly LineFormat[]): LogLine | undefined {
  const object = parseObject(line);
  if (object === undefined) return undefined;
  const worded = formats.flatMap(({ json }) =>
    json !== undefined && text(field(object, json.message)) !== '' ? [json] : [],
  );
  const timed = worded.filter((json) => writtenAt(object, json) !== '');
  const [first] = [...timed, ...worded];
  if (first === undefined) return { texts: [line], at: '', begins: true };
  const alike = (timed.length > 0 ? timed : worded).filter(({ message }) => message === first.message);
  const paths = new Set([first.message, ...alike.flatMap(({ more = [] }) => more)]);
  return { texts: [...paths].flatMap((path) => textsAt(object, path)), at: writtenAt(object, first), begins: true };
}

function writtenAt(object: unknown, { time }: JsonFormat): string {
  return time === undefined ? '' : timeOf(field(object, time));
}

function parseObject(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    // A line that was cut, or that only looks like JSON.
    return undefined;
  }
}

function textsAt(object: unknown, path: string): readonly string[] {
  const written = text(field(object, path)).slice(0, LONGEST_LINE);
  return written.split('\n').filter((each) => each.trim() !== '');
}

function readText(line: string, formats: readonly LineFormat[]): LogLine | undefined {
  for (const format of formats) {
    if (format.line === undefined) continue;
    const groups = compilePattern(format.line).match(line);
    if (groups !== undefined)
      return { texts: [groups['message'] ?? line], at: timeOf(groups['time'] ?? ''), begins: true };
  }
  return undefined;
}

/** Seconds, milliseconds or nanoseconds since 1970 (zap, pino, zerolog), or a text. */
function timeOf(value: unknown): string {
  const number = num(value);
  if (number === undefined) return inUtc(text(value));
  const milliseconds = number > 1e17 ? number / 1e6 : number > 1e11 ? number : number * 1000;
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** `2025-11-15 18:15:03,120` and the like, which say no zone, are in UTC in nearly every container. */
function inUtc(written: string): string {
  const shaped = written
    .trim()
    .replace(/^(\d{4})\/(\d{2})\/(\d{2})/, '$1-$2-$3')
    .replace(/^(\d{4}-\d{2}-\d{2})[ T]/, '$1T')
    .replace(/,(\d+)/, '.$1')
    .replace(/ ?(?:UTC|GMT)$/, 'Z')
    .replace(/ ?([+-]\d{2}):?(\d{2})$/, '$1:$2');
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(shaped) ? shaped : `${shaped}Z`;
  const seconds = parseTime(zoned);
  return seconds === undefined ? written : new Date(seconds * 1000).toISOString();
}
