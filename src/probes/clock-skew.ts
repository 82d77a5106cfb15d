import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { compareText, entry, list, text } from './read.ts';

/** How far the clocks of several API servers are apart, each seen beside one machine's clock at the time it was asked. */
export const clockSkew: Probe = {
  name: 'clock-skew',
  computes: 'How far the clocks of several contexts are apart, by what each said and the clock of this machine then.',
  params: {
    clocks: { is: 'list', means: '`{context, value: {server, here}}`; value is null where it is not known' },
  },
  returns: {
    rows: 'one row per context whose clock was seen, by name: context, skew (seconds ahead of this machine, negative behind it)',
    apart: 'how far the two that differ most are apart, in seconds; 0 where fewer than two were seen',
    ahead: 'the context whose clock is furthest ahead; empty without any',
    behind: 'the one whose clock is furthest behind; empty without any',
    stray:
      'of these two the one that differs more from this machine, as an object of the kind Context; null without any',
    seen: 'how many clocks were seen (a count)',
    recorded: 'how many contexts are recordings, so that this machine was not there (a count)',
    missing: 'the contexts whose clock is not known (list)',
  },
  run({ clocks }): ProbeResult | undefined {
    if (!Array.isArray(clocks)) return undefined;
    const all = list(clocks).map(readingOf);
    const rows = all
      .flatMap(({ context, skew }) => (typeof skew === 'number' ? [{ context, skew }] : []))
      .toSorted((a, b) => compareText(a.context, b.context));
    const sorted = rows.toSorted((a, b) => a.skew - b.skew);
    const [behind, ahead] = [sorted[0], sorted.at(-1)];
    return {
      rows,
      apart: (ahead?.skew ?? 0) - (behind?.skew ?? 0),
      ahead: ahead?.context ?? '',
      behind: behind?.context ?? '',
      stray: contextObject(strayOf(behind, ahead)),
      seen: rows.length,
      recorded: all.filter(({ skew }) => skew === 'recorded').length,
      missing: all.flatMap(({ context, skew }) => (skew === 'unknown' ? [context] : [])).toSorted(compareText),
    };
  },
};

interface Seen {
  readonly context: string;
  readonly skew: number;
}

interface Reading {
  readonly context: string;
  readonly skew: number | 'recorded' | 'unknown';
}

function readingOf(row: unknown): Reading {
  const context = text(entry(row, 'context'));
  const value = entry(row, 'value');
  const [server, here] = [text(entry(value, 'server')), text(entry(value, 'here'))];
  if (entry(value, 'here') === '') return { context, skew: 'recorded' };
  const [there, then] = [parseTime(server), parseTime(here)];
  return { context, skew: there === undefined || then === undefined ? 'unknown' : Math.round(there - then) };
}

function strayOf(behind: Seen | undefined, ahead: Seen | undefined): Seen | undefined {
  if (behind === undefined || ahead === undefined) return undefined;
  return Math.abs(behind.skew) > Math.abs(ahead.skew) ? behind : ahead;
}

function contextObject(seen: Seen | undefined): unknown {
  return seen === undefined ? null : { apiVersion: 'v1', kind: 'Context', metadata: { name: seen.context } };
}
