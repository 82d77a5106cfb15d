import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createProgress } from '../../src/terminal/progress.ts';
import { fakeTerminal } from './fixtures/fake-stream.ts';
import { step } from './fixtures/report.ts';

/** A progress on a fake terminal with a timer that is fired by hand and a spinner that only notes what happens. */
function onTerminal() {
  const { stream, text } = fakeTerminal({ isTTY: true, columns: 80 });
  const timers: { run: () => void; milliseconds: number; off: boolean }[] = [];
  const spinner: string[] = [];
  const progress = createProgress(
    { stdin: new PassThrough(), stdout: stream, stderr: stream },
    { color: false, verbose: false },
    {
      setTimer(run, milliseconds) {
        const timer = { run, milliseconds, off: false };
        timers.push(timer);
        return () => {
          timer.off = true;
        };
      },
      loadSpinner: async () => (_, words) => {
        spinner.push(`start ${words}`);
        return {
          say: (next) => spinner.push(`say ${next}`),
          stop: () => spinner.push(`stop with ${text().length > 0 ? 'text' : 'nothing'}`),
        };
      },
    },
  );
  const fire = async () => {
    for (const timer of timers.splice(0)) if (!timer.off) timer.run();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const wait = (lookup: string) => {
    progress.tell({ event: 'waiting', lookup });
  };
  const arrive = (lookup: string) => {
    progress.tell({ event: 'arrived', lookup });
  };
  return { progress, text, timers, spinner, fire, wait, arrive };
}

describe('on a terminal', () => {
  test('a step goes by', () => {
    const { progress, text } = onTerminal();
    progress.tell({ event: 'step', step: step('Is it?', 'yes', true) });
    expect(text()).toBe('  ✔ Is it?  yes\n');
  });

  test('the spinner comes within a second, and names what is awaited', async () => {
    const { spinner, timers, fire, wait, arrive } = onTerminal();
    wait('list pods');
    expect(timers[0]?.milliseconds).toBeLessThan(1000);
    expect(spinner).toEqual([]);
    await fire();
    wait('list nodes\u001b[2J');
    arrive('list pods');
    arrive('list nodes\u001b[2J');
    expect(spinner).toEqual([
      'start waiting for: list pods',
      'say waiting for: list pods and 1 more',
      'say waiting for: list nodes\\u{1b}[2J',
      'stop with nothing',
    ]);
  });

  test('an answer in time calls the spinner off', async () => {
    const { spinner, fire, wait, arrive } = onTerminal();
    wait('list pods');
    arrive('list pods');
    await fire();
    expect(spinner).toEqual([]);
  });

  test('an answer while the spinner is being loaded calls it off, too', async () => {
    const { spinner, timers, arrive, wait, fire } = onTerminal();
    wait('list pods');
    timers[0]?.run();
    arrive('list pods');
    await fire();
    expect(spinner).toEqual([]);
  });

  test('the spinner is gone before a step is written, and comes back', async () => {
    const { progress, spinner, fire, wait } = onTerminal();
    wait('list pods');
    await fire();
    progress.tell({ event: 'step', step: step('Is it?', 'yes', true) });
    await fire();
    expect(spinner).toEqual(['start waiting for: list pods', 'stop with nothing', 'start waiting for: list pods']);
  });

  test('while paused nothing spins; afterwards what is still awaited does', async () => {
    const { progress, spinner, fire, wait } = onTerminal();
    wait('list pods');
    await fire();
    progress.pause();
    wait('list nodes');
    await fire();
    expect(spinner).toEqual(['start waiting for: list pods', 'stop with nothing']);
    progress.resume();
    await fire();
    expect(spinner.at(-1)).toBe('start waiting for: list pods and 1 more');
  });

  test('a restart forgets what was awaited and the pause', async () => {
    const { progress, spinner, fire, wait } = onTerminal();
    wait('list pods');
    progress.pause();
    progress.restart();
    await fire();
    expect(spinner).toEqual([]);
    wait('list nodes');
    await fire();
    expect(spinner).toEqual(['start waiting for: list nodes']);
  });

  test('when stopped it shows the cursor and hears nothing more', async () => {
    const { progress, text, spinner, fire, wait } = onTerminal();
    wait('list pods');
    progress.stop();
    wait('list nodes');
    progress.resume();
    progress.tell({ event: 'step', step: step('Is it?', 'yes', true) });
    await fire();
    expect(spinner).toEqual([]);
    expect(text()).toBe('\u001b[?25h');
  });
});

describe('without a terminal', () => {
  test.each([
    [false, ''],
    [true, '✔ Is it?  yes · because\n'],
  ])('verbose %s', (verbose, expected) => {
    const { stream, text } = fakeTerminal();
    const progress = createProgress(
      { stdin: new PassThrough(), stdout: stream, stderr: stream },
      { color: false, verbose },
    );
    progress.tell({ event: 'waiting', lookup: 'list pods' });
    progress.tell({ event: 'step', step: step('Is it?', 'yes', true, 'because') });
    progress.pause();
    progress.resume();
    progress.stop();
    expect(text()).toBe(expected);
  });

  test.each([
    [false, ''],
    [true, '  aws 111122223333 · eu-central-1 · reading only, as\n      arn:aws:iam::1:user/a\\u{1b}[2J\n'],
  ])('says as whom AWS is asked where verbose is %s, and escapes it', (verbose, expected) => {
    const { stream, text } = fakeTerminal();
    const streams = { stdin: new PassThrough(), stdout: stream, stderr: stream };
    const progress = createProgress(streams, { color: false, verbose });
    const arn = 'arn:aws:iam::1:user/a\u001b[2J';
    progress.tell({ event: 'signed-in', account: '111122223333', region: 'eu-central-1', arn });
    expect(text()).toBe(expected);
  });
});
