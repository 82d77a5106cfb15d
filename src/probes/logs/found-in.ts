import type { PatternSet } from '../../model/log-pattern.ts';
import { findPatterns, type FoundPattern } from './find-patterns.ts';
import { logEvents } from './log-events.ts';

/** The newest part of a log that is read, in characters and lines. */
const MOST_CHARACTERS = 512 * 1024;
const MOST_LINES = 4000;

/** Which patterns of some files stand in the newest part of a log. */
export function foundIn(log: string, sets: readonly PatternSet[]): readonly FoundPattern[] {
  const formats = sets.flatMap((set) => set.formats);
  const traces = sets.flatMap((set) => set.traces);
  const known = sets.flatMap((set) => set.lines.map((pattern) => ({ pattern, runtime: set.patterns })));
  return findPatterns(logEvents(newest(log), formats, traces), known);
}

/** Without the rest of a line that the limit cuts in two. */
function newest(log: string): string {
  const cut = log.slice(-MOST_CHARACTERS);
  const whole = cut.length < log.length && cut.includes('\n') ? cut.slice(cut.indexOf('\n') + 1) : cut;
  return whole.split('\n').slice(-MOST_LINES).join('\n');
}
