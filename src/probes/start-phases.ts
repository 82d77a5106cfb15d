import type { Probe, ProbeResult } from '../model/probe.ts';
import { redactedStart } from '../text/redact.ts';
import { compilePattern } from './logs/compiled-pattern.ts';
import { joinedLines } from './logs/joined-lines.ts';
import { entry, list, text } from './read.ts';

/** How much of what a program said last is handed on, in characters. */
const MOST_TEXT = 2000;

/** How far a program came in its start, and with which words it ended. */
export const startPhases: Probe = {
  name: 'start-phases',
  computes: 'How far a program came in its start, by the last of its known lines, and the error that it ended with.',
  params: {
    log: { is: 'text', means: 'the log of one run' },
    phases: { is: 'list', means: 'in their order: `{phase, is}`, a name and an RE2 pattern for one line' },
    ends: {
      is: 'text',
      means:
        'an RE2 pattern for the line behind which the error stands; the group `error` is its beginning, if it is in that line',
    },
    retries: {
      is: 'text',
      means: 'an RE2 pattern for a line that tells of one more attempt; the group `error` is why it was needed',
    },
  },
  returns: {
    phase: 'the name of the last phase that was reached; empty for none',
    reached: 'the names of all that were reached (list)',
    error:
      'the error that it ended with, on one line, redacted; empty without one, and where the last phase was reached since',
    retry: 'why it tried again last, redacted; empty where it did not',
    retries: 'how many lines tell of another attempt (count)',
    last: 'its last line, redacted',
  },
  run({ log, phases, ends, retries }): ProbeResult | undefined {
    if (typeof log !== 'string') return undefined;
    const lines = joinedLines(log);
    const known = list(phases).map((each) => ({ name: text(entry(each, 'phase')), is: text(entry(each, 'is')) }));
    const reached = known.filter(({ is }) => lines.some((line) => compilePattern(is).match(line) !== undefined));
    const attempts = lines
      .map((line) => compilePattern(text(retries)).match(line))
      .filter((match) => match !== undefined);
    return {
      phase: reached.at(-1)?.name ?? '',
      reached: reached.map(({ name }) => name),
      error: told(errorOf(since(lines, known.at(-1)?.is), text(ends))),
      retry: told(attempts.at(-1)?.['error'] ?? ''),
      retries: attempts.length,
      last: told(lines.at(-1) ?? ''),
    };
  },
};

/** What was said since the last phase was reached; an error before that is over. */
function since(lines: readonly string[], goal: string | undefined): readonly string[] {
  if (goal === undefined) return lines;
  return lines.slice(lines.findLastIndex((line) => compilePattern(goal).match(line) !== undefined) + 1);
}

/** What stands behind the last line that ends a start: the rest of that line, or all that follows. */
function errorOf(lines: readonly string[], ends: string): string {
  const pattern = compilePattern(ends);
  const at = lines.findLastIndex((line) => pattern.match(line) !== undefined);
  if (at < 0) return '';
  const begun = pattern.match(lines[at] ?? '')?.['error'] ?? '';
  return [begun, ...lines.slice(at + 1)].filter((part) => part !== '').join(' ');
}

function told(said: string): string {
  return redactedStart(said, MOST_TEXT);
}
