import { describe, expect, it } from 'vitest';
import { findPatterns } from '../../src/probes/logs/find-patterns.ts';
import { logEvents } from '../../src/probes/logs/log-events.ts';
import { catalogue } from '../support/shipped.ts';
import { HARMLESS } from './harmless-lines.ts';

const sets = catalogue.patterns;
const known = sets.flatMap(({ lines, patterns }) => lines.map((pattern) => ({ pattern, runtime: patterns })));
const formats = sets.flatMap((set) => set.formats);
const traces = sets.flatMap((set) => set.traces);
const troubleIn = (line: string) =>
  findPatterns(logEvents(line, formats, traces), known).flatMap(({ kind, pattern }) =>
    kind === 'error' ? [pattern] : [],
  );

const cases = Object.entries(HARMLESS).flatMap(([writer, lines]) => lines.map((line) => ({ writer, line })));

describe('a line of a program that is well', () => {
  it.each(cases)('$writer: $line', ({ line }) => {
    expect(troubleIn(line)).toEqual([]);
  });

  it('is not passed over by everything: trouble in the same words is trouble', () => {
    expect(troubleIn('FATAL:  could not bind IPv4 address "0.0.0.0": Address already in use')).toContain(
      'postgres-bind',
    );
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });
});
