import ora from 'ora';
import type { Output } from './streams.ts';

/** Something that turns on the last line and says what is being waited for. */
export interface Spinner {
  /** Changes the words: safe, one line, narrower than the terminal by four columns. */
  say(text: string): void;
  /** Wipes it off the screen and shows the cursor. */
  stop(): void;
}

/** Starts a spinner; the stream must be a terminal. */
export type StartSpinner = (stream: Output, text: string, color: boolean) => Spinner;

/**
 * Starts ora's spinner. This file is loaded only when something has been waited for a while: ora costs more to load
 * than most answers take. Two of ora's options are traps: with `discardStdin` the terminal is in raw mode, and while
 * nobody has read stdin yet Ctrl-C goes unheard; with `indent` it leaves the cursor indented when it stops.
 */
export const startSpinner: StartSpinner = (stream, text, color) => {
  const look = { prefixText: ' ', color: color ? 'cyan' : false } as const;
  const spinner = ora({ stream, text, isEnabled: true, discardStdin: false, ...look }).start();
  return {
    say(words) {
      spinner.text = words;
    },
    stop() {
      spinner.stop();
    },
  };
};
