import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { canPrompt, heightOf, wantsColor, widthOf, writeOut } from '../../src/terminal/streams.ts';
import { brokenStream, fakeTerminal } from './fixtures/fake-stream.ts';

const tty = fakeTerminal({ isTTY: true }).stream;
const pipe = fakeTerminal().stream;
const keys = Object.assign(new PassThrough(), { isTTY: true });

describe('canPrompt', () => {
  test.each([
    ['three terminals', { stdin: keys, stdout: tty, stderr: tty }, {}, true],
    ['keys from a pipe', { stdin: new PassThrough(), stdout: tty, stderr: tty }, {}, false],
    ['data into a pipe', { stdin: keys, stdout: pipe, stderr: tty }, {}, false],
    ['chatter into a file', { stdin: keys, stdout: tty, stderr: pipe }, {}, false],
    ['a dumb terminal', { stdin: keys, stdout: tty, stderr: tty }, { TERM: 'dumb' }, false],
  ])('%s', (_, streams, env, expected) => {
    expect(canPrompt(streams, env)).toBe(expected);
  });
});

describe('wantsColor', () => {
  test.each([
    ['tty', {}, true],
    ['pipe', {}, false],
    ['tty', { NO_COLOR: '1' }, false],
    ['tty', { NO_COLOR: '' }, true],
    ['tty', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['pipe', { FORCE_COLOR: '1' }, true],
    ['tty', { FORCE_COLOR: '0' }, false],
    ['tty', { FORCE_COLOR: 'false' }, false],
    ['tty', { TERM: 'dumb' }, false],
    ['tty', { TERM: 'dumb', FORCE_COLOR: '2' }, true],
  ])('on a %s with %o: %s', (stream, env, expected) => {
    expect(wantsColor(stream === 'tty' ? tty : pipe, env)).toBe(expected);
  });
});

test('a terminal that does not say its size counts as 80 by 24', () => {
  expect([widthOf(pipe), heightOf(pipe)]).toEqual([80, 24]);
  expect(widthOf(fakeTerminal({ columns: 0 }).stream)).toBe(80);
  expect(widthOf(fakeTerminal({ columns: 132 }).stream)).toBe(132);
});

describe('writeOut', () => {
  test('waits until a slow reader has taken everything', async () => {
    const slow = new PassThrough({ highWaterMark: 1 });
    const all = writeOut(slow, 'x'.repeat(100));
    expect(await Promise.race([all, nextTurn()])).toBe('not yet');
    slow.resume();
    expect(await all).toBe('written');
  });

  test.each([
    ['EPIPE', 'closed'],
    ['ECONNRESET', 'closed'],
    ['ENOSPC', 'failed'],
    ['EIO', 'failed'],
  ] as const)('%s is %s, also for later writes', async (code, expected) => {
    const stream = brokenStream(code);
    expect(await writeOut(stream, 'a')).toBe(expected);
    expect(await writeOut(stream, 'b')).toBe(expected);
  });

  test('listens for errors once, however often it writes', async () => {
    const { stream } = fakeTerminal();
    for (let times = 0; times < 20; times += 1) await writeOut(stream, 'a');
    expect(stream.listenerCount('error')).toBe(1);
  });
});

function nextTurn(): Promise<string> {
  return new Promise((resolve) =>
    setImmediate(() =>
      setImmediate(() => {
        resolve('not yet');
      }),
    ),
  );
}
