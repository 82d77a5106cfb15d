import type { Probe, ProbeResult } from '../model/probe.ts';
import { redactText } from '../text/redact.ts';
import { compilePattern } from './logs/compiled-pattern.ts';
import { joinedLines } from './logs/joined-lines.ts';
import { entry, list, text } from './read.ts';

/** How much of what was said is handed on, in characters. */
const MOST_TEXT = 500;

/** Which pods complain of something and have not said since that it is over. */
export const openComplaints: Probe = {
  name: 'open-complaints',
  computes:
    'Which of several logs complain of something without saying later on that it is over, and how often it was.',
  params: {
    logs: { is: 'list', means: 'the logs of several pods: `{pod, log}`' },
    complains: {
      is: 'text',
      means: 'an RE2 pattern for a line that complains; the group `error` or `word` is why',
    },
    settles: { is: 'text', means: 'an RE2 pattern for a line after which all is well again' },
  },
  returns: {
    open: 'one row per log whose last complaint is not over: pod, error (why, redacted; empty where it does not say), line (redacted), count (lines that complain since)',
    over: 'one row per log whose complaints are all over: pod, count',
  },
  run({ logs, complains, settles }): ProbeResult | undefined {
    if (!Array.isArray(logs)) return undefined;
    const patterns = { complaint: compilePattern(text(complains)), end: compilePattern(text(settles)) };
    const read = list(logs).map((each) => ({
      pod: text(entry(each, 'pod')),
      ...complaintsOf(text(entry(each, 'log')), patterns),
    }));
    return {
      open: read.flatMap(({ pod, open }) => rowOf(pod, open)),
      over: read
        .filter(({ open, before }) => open.length === 0 && before > 0)
        .map(({ pod, before }) => ({ pod, count: before })),
    };
  },
};

type Pattern = ReturnType<typeof compilePattern>;

interface Complaint {
  readonly line: string;
  readonly error: string;
}

function complaintsOf(
  log: string,
  { complaint, end }: { complaint: Pattern; end: Pattern },
): { open: readonly Complaint[]; before: number } {
  const lines = joinedLines(log);
  const over = lines.findLastIndex((line) => end.match(line) !== undefined);
  const complaints = lines.flatMap((line, at) => {
    const groups = complaint.match(line);
    return groups === undefined
      ? []
      : [{ at, line, error: groups['error'] === '' ? (groups['word'] ?? '') : (groups['error'] ?? '') }];
  });
  return {
    open: complaints.filter(({ at }) => at > over),
    before: complaints.filter(({ at }) => at < over).length,
  };
}

function rowOf(pod: string, open: readonly Complaint[]) {
  const last = open.at(-1);
  if (last === undefined) return [];
  return [{ pod, error: told(last.error), line: told(last.line), count: open.length }];
}

function told(said: string): string {
  return redactText(said).slice(0, MOST_TEXT);
}
