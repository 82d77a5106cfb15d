import { describe, expect, it } from 'vitest';
import { knownMessages } from '../../src/probes/known-messages.ts';
import { catalogue } from '../support/shipped.ts';

const patterns = catalogue.patterns;
const read = (logs: unknown) => knownMessages.run({ logs, patterns })?.['rows'] as readonly Record<string, unknown>[];
const timed = (second: number, text: string): string => `2025-11-15T18:12:0${String(second)}.000000000Z ${text}\n`;
const LOST = '2025-11-15 18:12:01.120 [erro]  pubsub: pubsub disconnected from postgres  error=EOF';
const BACK = '2025-11-15 18:12:05.120 [info]  pubsub: pubsub reconnected to postgres';

describe('known-messages', () => {
  it('tells each of each log by itself: what settles it in one settles it in no other', () => {
    const rows = read([
      { pod: 'a', log: timed(1, LOST) + timed(2, LOST) + timed(5, BACK) },
      { pod: 'b', log: timed(3, LOST) },
    ]).filter(({ pattern }) => pattern === 'coder-pubsub-lost');
    expect(rows.map(({ pod, count, first, last, over }) => [pod, count, first, last, over])).toEqual([
      ['a', 2, '2025-11-15T18:12:01.000Z', '2025-11-15T18:12:02.000Z', true],
      ['b', 1, '2025-11-15T18:12:03.000Z', '2025-11-15T18:12:03.000Z', false],
    ]);
  });

  it('tells what went well too', () => {
    expect(read([{ pod: 'a', log: timed(5, BACK) }])[0]).toMatchObject({ kind: 'success', count: 1 });
  });

  it('tells nothing of a log that says nothing, and does not know what is no list', () => {
    expect(read([{ pod: 'a', log: '' }])).toEqual([]);
    expect(knownMessages.run({ logs: null, patterns })).toBeUndefined();
  });

  it('hands on no secret', () => {
    const log = 'dial error: postgres://app:hunter2-Secret@db:5432/shop lookup db: no such host';
    expect(JSON.stringify(read([{ pod: 'a', log }]))).not.toContain('hunter2');
  });
});
