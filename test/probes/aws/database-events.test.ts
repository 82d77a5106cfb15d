import { describe, expect, it } from 'vitest';
import { databaseEvents } from '../../../src/probes/aws/database-events.ts';

const event = (Date: unknown, Message: string): object => ({ SourceIdentifier: 'coder', Date, Message });

describe('database-events', () => {
  it('puts the events of several answers in order, whichever way their times are written', () => {
    const answers = [
      { Events: [event('2025-11-15T17:58:11.204Z', 'first'), event('2025-11-15T18:02:00+00:00', 'third')] },
      { Events: [event(1_763_229_600, 'second')] },
    ];
    expect(databaseEvents.run({ answers })).toEqual({
      rows: [
        { at: '2025-11-15T17:58:11Z', of: 'coder', message: 'first' },
        { at: '2025-11-15T18:00:00Z', of: 'coder', message: 'second' },
        { at: '2025-11-15T18:02:00Z', of: 'coder', message: 'third' },
      ],
      last: '2025-11-15T18:02:00Z third',
    });
  });

  it('leaves out what has no time, and what is no list', () => {
    const answers = [null, { Events: 'none' }, { Events: [event('soon', 'x'), event(null, 'y'), 7] }];
    expect(databaseEvents.run({ answers })).toEqual({ rows: [], last: '' });
  });
});
