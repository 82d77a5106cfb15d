import type { PatternSet } from '../model/log-pattern.ts';
import type { Probe } from '../model/probe.ts';
import { foundIn } from './logs/found-in.ts';
import { entry, list, text } from './read.ts';

/** Each known message of several logs by itself, be it of trouble or of work: what a person reads beside the findings. */
export const knownMessages: Probe = {
  name: 'known-messages',
  computes: 'Which known messages stand in each of several logs, how often and when.',
  params: {
    logs: { is: 'list', means: 'the logs: rows of pod (its name) and log' },
    patterns: { is: 'list', means: 'the files of patterns; the key patterns of the call names them' },
  },
  returns: {
    rows:
      'one row per pod and pattern: pod, pattern, kind, says, count, first and last (times, empty where the lines have none), ' +
      'sample (redacted), over (a success came later)',
  },
  run({ logs, patterns }) {
    if (!Array.isArray(logs)) return undefined;
    const sets = list(patterns) as readonly PatternSet[];
    return { rows: logs.flatMap((each) => rowsOf(text(entry(each, 'pod')), text(entry(each, 'log')), sets)) };
  },
};

function rowsOf(pod: string, log: string, sets: readonly PatternSet[]) {
  return foundIn(log, sets).map(({ pattern, kind, says, count, first, last, sample, over }) => {
    return { pod, pattern, kind, says, count, first, last, sample, over };
  });
}
