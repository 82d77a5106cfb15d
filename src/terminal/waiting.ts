import { escapeLine } from '../text/escape.ts';
import { cut } from '../layout/cut.ts';
import type { Spinner, StartSpinner } from './spinner.ts';
import { widthOf, type Output } from './streams.ts';

/** Runs a function once after some milliseconds and gives what calls it off. */
export type SetTimer = (run: () => void, milliseconds: number) => () => void;

/** How waits are shown. */
export interface WaitingInput {
  readonly stderr: Output;
  readonly color: boolean;
  readonly setTimer: SetTimer;
  /** Loads the spinner when it is needed first. */
  readonly loadSpinner: () => Promise<StartSpinner>;
}

/** Shorter waits are not shown; a person takes up to a second for "at once". */
const DELAY_MS = 300;

/** Columns that the spinner needs beside the words: its indent, sign, a space, and the last column. */
const BESIDE_WORDS = 5;

/** Names what is being waited for, on one line that comes after a short delay and goes when nothing is left. */
export class Waiting {
  readonly #input: WaitingInput;
  readonly #lookups = new Set<string>();
  #callOff: (() => void) | undefined;
  #start: StartSpinner | undefined;
  #spinner: Spinner | undefined;
  #paused = false;

  constructor(input: WaitingInput) {
    this.#input = input;
  }

  /** A look-up was sent. */
  add(lookup: string): void {
    this.#lookups.add(lookup);
    this.#refresh();
  }

  /** Its answer came. */
  remove(lookup: string): void {
    this.#lookups.delete(lookup);
    this.#refresh();
  }

  /** Forgets every look-up and every pause, as before another walk. */
  restart(): void {
    this.#lookups.clear();
    this.resume();
  }

  /** Clears the line for something else to be written; after `resume` it comes back with the usual delay. */
  pause(): void {
    this.#paused = true;
    this.#hide();
  }

  resume(): void {
    this.#paused = false;
    this.#refresh();
  }

  #refresh(): void {
    if (this.#paused) return;
    if (this.#lookups.size === 0) this.#hide();
    else if (this.#spinner !== undefined) this.#spinner.say(this.#words());
    else this.#callOff ??= this.#input.setTimer(() => void this.#show(), DELAY_MS);
  }

  #hide(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    this.#spinner?.stop();
    this.#spinner = undefined;
  }

  /** Between asking for the spinner and having it, the wait may have ended, or a question may have been asked. */
  async #show(): Promise<void> {
    const { stderr, color, loadSpinner } = this.#input;
    this.#start ??= await loadSpinner();
    this.#callOff = undefined;
    if (this.#paused || this.#lookups.size === 0 || this.#spinner !== undefined) return;
    this.#spinner = this.#start(stderr, this.#words(), color);
  }

  #words(): string {
    const [first = '', ...others] = this.#lookups;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const room = widthOf(this.#input.stderr) - BESIDE_WORDS - more.length;
    return cut(escapeLine(`waiting for: ${first}`), room) + more;
  }
}
