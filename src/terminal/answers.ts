import type { Question } from '../model/world.ts';

/** An answer that a person gave. */
export interface Given {
  /** The question's id and its words as they were: the same question about another object has other words. */
  readonly id: string;
  readonly text: string;
  /** `unknown` where the person did not know. */
  readonly value: string;
}

/**
 * The answers that a person gave, in the order of the questions, so that a walk can be walked again. Presets answer by
 * the question's id; nobody was asked for them, so nothing goes back to them.
 */
export class Answers {
  readonly #presets: Readonly<Record<string, string>>;
  #given: Given[] = [];
  #next = 0;

  constructor(presets: Readonly<Record<string, string>>) {
    this.#presets = presets;
  }

  get given(): readonly Given[] {
    return this.#given;
  }

  /** Another walk begins: the answers will be wanted again from the first on. */
  restart(): void {
    this.#next = 0;
  }

  /**
   * The preset or earlier answer to a question; undefined where a person must be asked. When the walk now asks
   * something else than it did, or no longer offers the answer, then this answer and all later ones are dropped.
   */
  recall(question: Question): string | undefined {
    if (Object.hasOwn(this.#presets, question.id)) return this.#presets[question.id];
    const earlier = this.#given[this.#next];
    if (earlier !== undefined && stillAnswers(earlier, question)) {
      this.#next += 1;
      return earlier.value;
    }
    this.#given = this.#given.slice(0, this.#next);
    return undefined;
  }

  /** Keeps what a person answered just now. */
  add({ id, text }: Question, value: string): void {
    this.#given = [...this.#given.slice(0, this.#next), { id, text, value }];
    this.#next += 1;
  }

  /** Drops the last answer. */
  dropLast(): void {
    this.#given = this.#given.slice(0, -1);
  }
}

function stillAnswers({ id, text, value }: Given, question: Question): boolean {
  if (id !== question.id || text !== question.text) return false;
  return value === 'unknown' || question.options.some((option) => option.value === value);
}
