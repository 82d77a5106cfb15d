import type { Output } from './streams.ts';

/** The signals that end a run in good order. */
export type EndingSignal = 'SIGINT' | 'SIGTERM';

/** Where signals come from: the process, or a plain emitter in a test. */
export interface SignalSource {
  on(signal: EndingSignal, listener: () => void): unknown;
  off(signal: EndingSignal, listener: () => void): unknown;
}

/** What is known of signals to end. */
export interface Interrupts {
  /** Aborted by the first signal; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** Leaves signals to the system again. */
  release(): void;
}

/** Shows the cursor. A prompt and a spinner hide it, and a program that ends in between leaves it hidden. */
const SHOW_CURSOR = '\u001b[?25h';

/** Hides it. */
export const HIDE_CURSOR = '\u001b[?25l';

const SIGNALS: readonly EndingSignal[] = ['SIGINT', 'SIGTERM'];

/**
 * Turns the first SIGINT or SIGTERM into an abort, with the cursor shown again. A second one finds nobody listening and
 * ends the process at once, so that a run that does not stop by itself can still be stopped.
 */
export function listenForInterrupts(source: SignalSource, stderr: Output): Interrupts {
  const controller = new AbortController();
  const listeners = SIGNALS.map((name) => ({
    name,
    listener: () => {
      controller.abort(name);
      showCursor(stderr);
      // Not now: prompt and spinner listen, too, and kill the process if they find themselves alone.
      setImmediate(release);
    },
  }));
  const release = () => {
    for (const { name, listener } of listeners) source.off(name, listener);
  };
  for (const { name, listener } of listeners) source.on(name, listener);
  return { signal: controller.signal, release };
}

/** What a person or system that aborted wanted: a signal to terminate is told apart from an interruption. */
export function endingOf(signal: AbortSignal): 'interrupted' | 'terminated' {
  return signal.reason === 'SIGTERM' ? 'terminated' : 'interrupted';
}

/** Shows the cursor where the stream is a terminal. */
export function showCursor(stderr: Output): void {
  if (stderr.isTTY === true) stderr.write(SHOW_CURSOR);
}
