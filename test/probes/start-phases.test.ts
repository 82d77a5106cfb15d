import { describe, expect, it } from 'vitest';
import { startPhases } from '../../src/probes/start-phases.ts';
import { fc } from '../support/random.ts';

const given = {
  phases: [
    { phase: 'listening', is: 'Started listener' },
    { phase: 'serving', is: 'ready to serve' },
  ],
  ends: '^error: (?P<error>.+)',
  retries: 'retrying  error="(?P<error>[^"]*)"',
};
const run = (...lines: readonly string[]) => startPhases.run({ ...given, log: lines.join('\n') });

describe('start-phases', () => {
  it('says how far it came, and with which words it ended', () => {
    expect(
      run('Started listener', 'retrying  error="a"', 'retrying  error="b"', 'error: no database', 'at all'),
    ).toEqual({
      phase: 'listening',
      reached: ['listening'],
      error: 'no database at all',
      retry: 'b',
      retries: 2,
      last: 'at all',
    });
  });

  it('takes indented lines for a part of the line before them', () => {
    expect(run('error: first', '    second')).toMatchObject({ error: 'first second' });
  });

  it('calls an error over when the last phase was reached since', () => {
    expect(run('error: no database', 'Started listener', 'ready to serve')).toMatchObject({
      error: '',
      phase: 'serving',
    });
    expect(run('ready to serve', 'error: away')).toMatchObject({ error: 'away' });
  });

  it('hands on no password', () => {
    const told = JSON.stringify(run('error: parse "postgres://coder:hunter2@db/coder"'));
    expect(told).not.toContain('hunter2');
  });

  it('knows nothing without a log, and says nothing of an empty one', () => {
    expect(startPhases.run({ ...given, log: null })).toBeUndefined();
    expect(run('')).toMatchObject({ phase: '', error: '', retries: 0, last: '' });
  });

  it('takes any log', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (log) => {
        const told = startPhases.run({ ...given, log });
        expect(told?.['reached']).toBeInstanceOf(Array);
      }),
    );
  });
});
