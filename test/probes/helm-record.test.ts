import { expect, test } from 'vitest';
import { helmRecord } from '../../src/probes/helm-record.ts';

function revision(number: number, status: string, description: string, more: object = {}): object {
  const updated = '2025-11-15T18:00:00.123456789Z';
  return { revision: number, updated, status, chart: `web-1.${number}.0`, app_version: '1', description, ...more };
}

function read(output: string): Readonly<Record<string, unknown>> | undefined {
  return helmRecord.run({ output });
}

const FAILED = 'Upgrade "web" failed: context deadline exceeded';

test('newest first, and what the failed one says without the sentence around it', () => {
  const record = read(JSON.stringify([revision(1, 'deployed', 'Install complete'), revision(2, 'failed', FAILED)]));
  expect(record).toMatchObject({ readable: true, failedRevision: 2, failedText: 'context deadline exceeded' });
  expect(record?.['entries']).toMatchObject([{ revision: 2, description: FAILED }, { revision: 1 }]);
});

test.each([
  ['Upgrade "web" failed: timed out waiting for the condition', 'timed out waiting for the condition'],
  ['Release "web" failed: pre-install hooks failed', 'pre-install hooks failed'],
  ['Rollback "web" failed: no such revision', 'no such revision'],
  ['something else', 'something else'],
])('%s', (description, said) => {
  expect(read(JSON.stringify([revision(1, 'failed', description)]))?.['failedText']).toBe(said);
});

test('a failure that another revision has followed is history', () => {
  const record = read(JSON.stringify([revision(1, 'failed', FAILED), revision(2, 'deployed', 'Rollback to 0')]));
  expect(record).toMatchObject({ failedRevision: null, failedText: '' });
});

test('nothing printed is nothing asked', () => {
  expect(read('')).toEqual({ readable: true, entries: [], failedRevision: null, failedText: '' });
});

test.each(['{}', 'null', 'Error: x', '[1]', '[{"revision":"1"}]', '[{"status":"failed"}]', '[{"revision":1},'])(
  'what is no history is not taken for one: %s',
  (output) => {
    expect(read(output)).toEqual({ readable: false, entries: [], failedRevision: null, failedText: '' });
  },
);

test('no more than the known fields, a thousand characters and twenty revisions are kept', () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    revision(index + 1, 'failed', 'x'.repeat(5000), { config: { password: 'hunter2' } }),
  );
  const record = read(JSON.stringify(many));
  expect(record?.['entries']).toHaveLength(20);
  expect(JSON.stringify(record)).not.toContain('hunter2');
  expect(String(record?.['failedText'])).toHaveLength(1000);
});
