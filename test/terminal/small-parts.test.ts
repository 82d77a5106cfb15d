import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { print, say, warn } from '../../src/terminal/chatter.ts';
import { copyToClipboard } from '../../src/terminal/copy.ts';
import { endingOf, listenForInterrupts } from '../../src/terminal/interrupts.ts';
import { brokenStream, fakeTerminal } from './fixtures/fake-stream.ts';

describe('chatter', () => {
  test('is one safe line', () => {
    const { stream, text } = fakeTerminal();
    say(stream, 'a\nb\u001b[2J');
    warn(stream, 'c');
    print(stream, []);
    expect(text()).toBe('a b\\u{1b}[2J\nwarning: c\n');
  });

  test('a reader that has gone is no error', async () => {
    const stream = brokenStream('EPIPE');
    say(stream, 'a');
    await new Promise((resolve) => stream.on('close', resolve));
    say(stream, 'b');
    expect(stream.destroyed).toBe(true);
  });
});

describe('copyToClipboard', () => {
  test('sends safe text to a terminal', () => {
    const { stream, text } = fakeTerminal({ isTTY: true });
    expect(copyToClipboard(stream, 'é \u001b')).toBe(true);
    expect(text()).toBe(`\u001b]52;c;${Buffer.from('é \\u{1b}').toString('base64')}\u0007`);
  });

  test('sends nothing elsewhere, and nothing that a terminal would drop', () => {
    const file = fakeTerminal();
    const terminal = fakeTerminal({ isTTY: true });
    expect(copyToClipboard(file.stream, 'a')).toBe(false);
    expect(copyToClipboard(terminal.stream, 'x'.repeat(60_000))).toBe(false);
    expect(file.text() + terminal.text()).toBe('');
  });
});

describe('listenForInterrupts', () => {
  test.each([
    ['SIGINT', 'interrupted'],
    ['SIGTERM', 'terminated'],
  ] as const)('%s aborts, shows the cursor, and the next one finds nobody', async (name, ending) => {
    const source = new EventEmitter();
    const { stream, text } = fakeTerminal({ isTTY: true });
    const { signal } = listenForInterrupts(source, stream);
    source.emit(name);
    expect(signal.aborted).toBe(true);
    expect(endingOf(signal)).toBe(ending);
    expect(text()).toBe('\u001b[?25h');
    expect(source.listenerCount(name)).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM')).toBe(0);
  });

  test('released, it hears nothing and writes nothing', () => {
    const source = new EventEmitter();
    const { stream, text } = fakeTerminal({ isTTY: true });
    const interrupts = listenForInterrupts(source, stream);
    interrupts.release();
    source.emit('SIGINT');
    expect(interrupts.signal.aborted).toBe(false);
    expect(text()).toBe('');
  });
});
