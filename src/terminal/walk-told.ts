import type { Progress } from '../model/world.ts';
import type { ProgressSink } from './progress.ts';
import { Seen } from './seen.ts';

/** A walk's events. After going back, the steps above the question that is open again are not told twice. */
export class WalkTold {
  readonly seen = new Seen();
  readonly #progress: ProgressSink;
  #quiet: boolean;
  #asked: string | undefined;
  #ended = false;

  constructor(quiet: boolean, progress: ProgressSink) {
    this.#quiet = quiet;
    this.#progress = progress;
  }

  tell(event: Progress): void {
    if (this.#ended) return;
    this.seen.add(event);
    if (this.#isOnScreen(event)) return;
    if (!this.#quiet || event.event === 'waiting' || event.event === 'arrived') this.#progress.tell(event);
  }

  /** A person is asked: from now on every step is news again, but for the one that only repeats the answer. */
  speak(question: string): void {
    this.#quiet = false;
    this.#asked = question;
  }

  /** The question and its answer stay on the screen when a person has answered. */
  #isOnScreen(event: Progress): boolean {
    return event.event === 'step' && event.step.question === this.#asked && event.step.detail === '';
  }

  /** A walk that was left may still get answers to what it had looked up; nobody wants to hear of them. */
  end(): void {
    this.#ended = true;
  }
}
