import { describe, expect, it } from 'vitest';
import { sharedLogPatterns } from '../../src/probes/shared-log-patterns.ts';
import { catalogue } from '../support/shipped.ts';

const read = (logs: unknown, pattern?: string) =>
  sharedLogPatterns.run({ logs, patterns: catalogue.patterns, ...(pattern === undefined ? {} : { pattern }) });
const timed = (second: number, text: string): string => `2025-11-15T18:12:0${String(second)}.000000000Z ${text}\n`;

const REFUSED = 'Error: connect ECONNREFUSED 10.96.40.7:5432';
const HEAP = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
const WORKS = '[Nest] 1  - 11/15/2025, 6:15:00 PM     LOG [NestApplication] Nest application successfully started +2ms';

describe('shared-log-patterns', () => {
  const logs = [
    { pod: 'web-1', log: timed(3, REFUSED) + timed(5, REFUSED) },
    { pod: 'web-2', log: timed(1, REFUSED) },
    { pod: 'web-3', log: timed(2, HEAP) },
  ];

  it('tells what most of the logs end with, in how many, how often and when', () => {
    expect(read(logs)).toMatchObject({
      known: true,
      suggests: 'refused',
      sample: REFUSED,
      pods: ['web-1', 'web-2'],
      inPods: 2,
      ofPods: 3,
      times: 3,
      first: '2025-11-15T18:12:01.000Z',
      last: '2025-11-15T18:12:05.000Z',
    });
  });

  it('tells the same of one pattern, be it that a single pod says it', () => {
    const name = String(read([logs[2]])?.['pattern']);
    expect(read(logs, name)).toMatchObject({ pattern: name, inPods: 1, ofPods: 3, pods: ['web-3'], times: 1 });
  });

  it('does not count a log in which it is settled', () => {
    const settled = { pod: 'web-1', log: timed(3, REFUSED) + timed(4, WORKS) };
    expect(read([settled, logs[1]])).toMatchObject({ inPods: 1, ofPods: 2, pods: ['web-2'] });
  });

  it('tells nothing of logs that say nothing', () => {
    expect(read([])).toMatchObject({ known: false, inPods: 0, ofPods: 0, first: '' });
    expect(read([{ pod: 'web-1', log: '' }, null])).toMatchObject({ known: false, ofPods: 2, sample: '' });
  });

  it('hands on no secret', () => {
    const log = 'dial error: postgres://app:hunter2-Secret@db:5432/shop lookup db: no such host';
    expect(JSON.stringify(read([{ pod: 'web-1', log }]))).not.toContain('hunter2');
  });
});
