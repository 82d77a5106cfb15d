import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, list, text } from '../read.ts';
import { timeOf } from './time-of.ts';

/** What RDS tells of a database and of the instance that writes for it, as one story. */
export const databaseEvents: Probe = {
  name: 'database-events',
  computes: 'What describe-events told of a database, of several answers in the order in which it happened.',
  params: { answers: { is: 'list', means: 'The answers; what is none adds nothing.' } },
  returns: {
    rows: 'One row per event: `at` (RFC 3339), `of` (the name of the cluster or the instance) and `message`; oldest first.',
    last: 'Time and message of the last one, as one line; empty without one.',
  },
  run: readEvents,
};

interface Row {
  readonly at: string;
  readonly of: string;
  readonly message: string;
}

function readEvents({ answers }: ProbeArgs): ProbeResult {
  const events = list(answers).flatMap((each) => list(entry(each, 'Events')));
  const timed = events.flatMap((each): readonly (readonly [number, Row])[] => {
    const seconds = timeOf(entry(each, 'Date'));
    if (seconds === undefined) return [];
    const at = new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
    return [[seconds, { at, of: text(entry(each, 'SourceIdentifier')), message: text(entry(each, 'Message')) }]];
  });
  const rows = timed.toSorted(([a], [b]) => a - b).map(([, row]) => row);
  const last = rows.at(-1);
  return { rows, last: last === undefined ? '' : `${last.at} ${last.message}` };
}
