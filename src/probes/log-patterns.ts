import { PATTERN_GROUPS, type PatternSet } from '../model/log-pattern.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { redactText } from '../text/redact.ts';
import { list } from './read.ts';
import { decisive, type FoundPattern } from './logs/find-patterns.ts';
import { foundIn } from './logs/found-in.ts';
import { timedLines } from './logs/kubelet-times.ts';

/** How many of the last lines are handed on as they are. */
const TAIL_LINES = 20;
const TAIL_CHARACTERS = 2000;

/**
 * What a program said in its log, by patterns that are data: the build hands them in. A stack trace counts once; what was
 * said before a success is over; only redacted samples leave it.
 */
export const logPatterns: Probe = {
  name: 'log-patterns',
  computes: 'Which known messages stand in a log, how often and when, and which of them tells most of how it ended.',
  params: {
    log: { is: 'text', means: "the last lines of the log, with or without the kubelet's times" },
    patterns: { is: 'list', means: 'the files of patterns; the key patterns of the call names them' },
  },
  returns: {
    found:
      'one row per pattern that matched, in the order of its first match: pattern, runtime, kind, suggests, generic, ending, says, count, ' +
      'first and last (times, empty where the lines have none), sample, over (a success came later), and its groups',
    known: 'whether an error stands there that nothing has settled since',
    suggests: 'what the error that tells most points to; empty without one',
    pattern: 'its name',
    says: 'what it means, in words',
    sample: 'its last line, redacted',
    times: 'how often it was said (count)',
    first: 'when it was said first (time, empty where the lines have none)',
    last: 'when it was said last (time, empty where the lines have none)',
    host: 'the host that it names',
    port: 'the port that it names',
    name: 'the thing that it names: a variable, a module, a table',
    user: 'the user that it names',
    file: 'the file that it names',
    detail: 'what else it names',
    succeeded: 'whether the program said that it works, after the last error',
    lines: 'the last lines, redacted',
  },
  run({ log, patterns }) {
    if (typeof log !== 'string') return undefined;
    const found = foundIn(log, list(patterns) as readonly PatternSet[]);
    const main = decisive(found);
    return {
      found: found.map((each) => ({ ...each, at: undefined })),
      known: main !== undefined,
      ...toldOf(main),
      succeeded: found.some(({ kind }) => kind === 'success') && main === undefined,
      lines: tailOf(log),
    };
  },
};

const SILENT = { suggests: '', pattern: '', says: '', sample: '', count: 0, first: '', last: '', groups: {} };

function toldOf(main: FoundPattern | undefined): ProbeResult {
  const { suggests, pattern, says, sample, count, first, last, groups } = main ?? SILENT;
  return { suggests, pattern, says, sample, times: count, first, last, ...groupsOf(groups) };
}

function groupsOf(groups: FoundPattern['groups']): ProbeResult {
  return Object.fromEntries(PATTERN_GROUPS.map((name) => [name, groups[name] ?? '']));
}

function tailOf(log: string): string {
  const text = timedLines(log)
    .map((line) => line.text)
    .join('\n');
  const lines = text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  const redacted = redactText(lines);
  return redacted.length <= TAIL_CHARACTERS ? redacted : `…${redacted.slice(-TAIL_CHARACTERS)}`;
}
