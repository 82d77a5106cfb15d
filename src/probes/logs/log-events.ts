import type { LineFormat, TraceSpec } from '../../model/log-pattern.ts';
import { compilePattern } from './compiled-pattern.ts';
import { timedLines } from './kubelet-times.ts';
import { readLine, type LogLine } from './log-line.ts';

/** What a program said at once: one line, or a stack trace of many. */
export interface LogEvent {
  /** Its texts in order; the message first. */
  readonly texts: readonly string[];
  /** When its first line was written: by the kubelet where it says so, else by the program; empty where neither does. */
  readonly at: string;
}

/** An event that is still growing; `own` is the time that the program wrote. */
interface Growing {
  readonly texts: string[];
  readonly at: string;
  readonly own: string;
}

/**
 * Splits a log into events. A line that no format knows and that stands inside a stack trace belongs to the event before
 * it; so does an indented one. Everything else is an event of its own.
 */
export function logEvents(
  log: string,
  formats: readonly LineFormat[],
  traces: readonly TraceSpec[],
): readonly LogEvent[] {
  const timed = timedLines(log);
  const lines = timed.map(({ text }) => readLine(text, formats));
  const events: Growing[] = [];
  let at = 0;
  while (at < lines.length) {
    const end = endOfTrace(lines, at, traces);
    const texts = lines.slice(at, end).flatMap((each) => each.texts);
    const last = events.at(-1);
    const own = lines[at]?.at ?? '';
    if (last !== undefined && belongs(lines[at], end - at, last.own)) last.texts.push(...texts);
    else if (texts.some((each) => each.trim() !== '')) events.push({ texts, at: timed[at]?.at || own, own });
    at = end;
  }
  return events;
}

/** A trace tells more of the line before it, unless that one has no time, by which a format would have known it. */
function belongs(line: LogLine | undefined, length: number, before: string): boolean {
  if (line === undefined || line.begins) return false;
  return /^\s/.test(line.texts[0] ?? '') || (length > 1 && before !== '');
}

/** Where the trace that begins with a line ends; the next line where none begins there. */
function endOfTrace(lines: readonly LogLine[], at: number, traces: readonly TraceSpec[]): number {
  const trace = traces.find(({ starts }) => matches(starts, lines[at]));
  return trace === undefined ? at + 1 : followTrace(lines, at + 1, trace);
}

function followTrace(lines: readonly LogLine[], from: number, trace: TraceSpec): number {
  let at = from;
  while (at < lines.length && lines[at]?.begins === false && matches(trace['goes-on'], lines[at])) at += 1;
  if (trace.closes === true && lines[at]?.begins === false) at += 1;
  const next = chained(lines, at, trace);
  return next === undefined ? at : followTrace(lines, next, trace);
}

/** The line after the one that hangs another trace on. */
function chained(lines: readonly LogLine[], from: number, { chains, starts }: TraceSpec): number | undefined {
  if (chains === undefined) return undefined;
  const link = afterFill(lines, from);
  if (!matches(chains, lines[link])) return undefined;
  const next = afterFill(lines, link + 1);
  return matches(starts, lines[next]) ? next + 1 : next;
}

/** Past empty lines, and the indented ones that belong to what stands above them. */
function afterFill(lines: readonly LogLine[], from: number): number {
  let at = from;
  while (/^(?:\s|$)/.test(lines[at]?.texts[0] ?? 'end')) at += 1;
  return at;
}

function matches(pattern: string, line: LogLine | undefined): boolean {
  return line !== undefined && compilePattern(pattern).match(line.texts[0] ?? '') !== undefined;
}
