import type { Probe, ProbeResult } from '../model/probe.ts';
import { field, nameOf, namespaceOf, record, text } from './read.ts';

/** How many lines are kept; the newest tell most. */
const MOST_LINES = 10;

/**
 * What a Flux controller logged about one object. Its log is JSON, one object per line, in which the reconciled object
 * stands under its kind as `{name, namespace}` (controller-runtime's log fields); searching for `namespace/name` finds nothing.
 */
export const controllerLines: Probe = {
  name: 'controller-lines',
  computes: "The newest lines of a Flux controller's log that are about one object.",
  params: {
    log: { is: 'text', means: "the controller's log" },
    object: { is: 'object', means: 'the object, such as a HelmRelease' },
  },
  returns: {
    lines: 'oldest first: {at, level, message}, the message with its error behind it',
    count: 'how many lines the log holds about it (count)',
    error:
      'the newest of level error: {at, message, said}, `said` without what the controller puts in front; empty texts where there is none',
  },
  run({ log, object }) {
    const kind = text(field(object, 'kind'));
    if (typeof log !== 'string' || kind === '') return undefined;
    const about = log
      .split('\n')
      .map(parseLine)
      .filter((line) => line !== undefined && isAbout(line, kind, object));
    const newest = about.findLast((line) => text(record(line)['level']) === 'error');
    return {
      lines: about.slice(-MOST_LINES).map((line) => toRow(record(line))),
      count: about.length,
      error: newest === undefined ? NO_ERROR : toError(record(newest)),
    };
  },
};

const NO_ERROR = { at: '', message: '', said: '' };

/** How much of an error is kept: what Helm logged may follow it. */
const MOST_CHARACTERS = 1000;

function toError(line: Readonly<Record<string, unknown>>): ProbeResult {
  const { at, message } = toRow(line);
  const said = text(line['error']) || text(line['msg']);
  return { at, message: text(message).slice(0, MOST_CHARACTERS), said };
}

function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return record(JSON.parse(line));
  } catch {
    // A line that was cut at the start of the tail is no line.
    return undefined;
  }
}

function isAbout(line: Readonly<Record<string, unknown>>, kind: string, object: unknown): boolean {
  const subject = line[kind];
  return text(field(subject, 'name')) === nameOf(object) && text(field(subject, 'namespace')) === namespaceOf(object);
}

function toRow(line: Readonly<Record<string, unknown>>): ProbeResult {
  const error = text(line['error']);
  const message = text(line['msg']);
  return { at: text(line['ts']), level: text(line['level']), message: error === '' ? message : `${message}: ${error}` };
}
