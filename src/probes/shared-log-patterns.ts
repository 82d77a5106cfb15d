import { PATTERN_GROUPS, type PatternSet } from '../model/log-pattern.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { decisive, type FoundPattern } from './logs/find-patterns.ts';
import { foundIn } from './logs/found-in.ts';
import { compareText, entry, list, text } from './read.ts';

/**
 * What several pods of one workload say: the same message in all of their logs points at what they share, one that a single
 * pod writes points at that pod. Each log is read as `log-patterns` reads one.
 */
export const sharedLogPatterns: Probe = {
  name: 'shared-log-patterns',
  computes: 'In how many of several logs a known message stands, how often and when.',
  params: {
    logs: { is: 'list', means: 'the logs: rows of pod (its name) and log' },
    pattern: {
      is: 'text',
      means: 'the name of the pattern; the one that most of the logs end with where it is left out',
      optional: true,
    },
    patterns: { is: 'list', means: 'the files of patterns; the key patterns of the call names them' },
  },
  returns: {
    known: 'whether the message stands in one of them, with nothing after it that settles it',
    pattern: 'its name',
    suggests: 'what it points to',
    says: 'what it means, in words',
    sample: 'its last line in the first of these logs, redacted',
    pods: 'the names of the pods whose logs hold it',
    inPods: 'how many they are (count)',
    ofPods: 'how many logs there are (count)',
    times: 'how often it was said in all of them (count)',
    first: 'when it was said first (time, empty where no line has one)',
    last: 'when it was said last (time, empty where no line has one)',
    ...Object.fromEntries(PATTERN_GROUPS.map((name) => [name, `the ${name} that it names`])),
  },
  run({ logs, pattern, patterns }) {
    const sets = list(patterns) as readonly PatternSet[];
    const read = list(logs).map((each) => ({
      pod: text(entry(each, 'pod')),
      found: foundIn(text(entry(each, 'log')), sets),
    }));
    const wanted = text(pattern) || commonest(read);
    return told(wanted, read);
  },
};

interface ReadLog {
  readonly pod: string;
  readonly found: readonly FoundPattern[];
}

/** The pattern by which most of the logs are best explained; of several the first. */
function commonest(read: readonly ReadLog[]): string {
  const names = read.flatMap(({ found }) => decisive(found)?.pattern ?? []);
  const times = (name: string): number => names.filter((each) => each === name).length;
  return names.toSorted((a, b) => times(b) - times(a))[0] ?? '';
}

interface Saying {
  readonly pod: string;
  readonly row: FoundPattern;
}

function told(wanted: string, read: readonly ReadLog[]): ProbeResult {
  const saying = read.flatMap(({ pod, found }) => {
    const row = found.find((each) => each.pattern === wanted && !each.over);
    return row === undefined ? [] : [{ pod, row }];
  });
  const row = saying[0]?.row;
  return {
    known: row !== undefined,
    pattern: row?.pattern ?? '',
    suggests: row?.suggests ?? '',
    says: row?.says ?? '',
    sample: row?.sample ?? '',
    pods: saying.map(({ pod }) => pod),
    inPods: saying.length,
    ofPods: read.length,
    times: saying.reduce((sum, each) => sum + each.row.count, 0),
    first: timesOf(saying, 'first')[0] ?? '',
    last: timesOf(saying, 'last').at(-1) ?? '',
    ...Object.fromEntries(PATTERN_GROUPS.map((name) => [name, row?.groups[name] ?? ''])),
  };
}

/** In order of time: they are RFC 3339 in UTC, or whatever the program wrote. */
function timesOf(saying: readonly Saying[], which: 'first' | 'last'): readonly string[] {
  return saying
    .map(({ row }) => row[which])
    .filter((time) => time !== '')
    .toSorted(compareText);
}
