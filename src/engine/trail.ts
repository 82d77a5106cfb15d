import type { EvidenceSpec, RuledOutSpec } from '../model/runbook.ts';
import type { Draft, Read } from './draft.ts';
import type { Gap } from './settled.ts';

/** What one walk has gathered on its way. A runbook that is entered goes on with what the walk above it knows. */
export class Trail {
  readonly depth: number;
  readonly drafts: Draft[] = [];
  readonly #above: Trail | undefined;
  readonly #evidence: Read<EvidenceSpec>[] = [];
  readonly #ruledOut: Read<RuledOutSpec>[] = [];
  readonly #doubts: string[] = [];
  #progressing = false;
  #open = false;

  constructor(above: Trail | undefined) {
    this.#above = above;
    this.depth = above === undefined ? 0 : above.depth + 1;
  }

  /** Whether this walk, or one that it entered, has found a cause. */
  get found(): boolean {
    return this.drafts.length > 0;
  }

  /** Whether this walk, or one that it entered, came upon an action that is under way. */
  get progressing(): boolean {
    return this.#progressing;
  }

  /** Whether a question of this walk stayed open, or one of a walk that it entered, beside what that has found. */
  get doubtful(): boolean {
    return this.#open || this.#doubts.length > 0;
  }

  /** What was seen on the way here. Its fields are read when a finding needs them, so that no walk waits for them. */
  get evidence(): readonly Read<EvidenceSpec>[] {
    return [...(this.#above?.evidence ?? []), ...this.#evidence];
  }

  get ruledOut(): readonly Read<RuledOutSpec>[] {
    return [...(this.#above?.ruledOut ?? []), ...this.#ruledOut];
  }

  /** The questions on the way here that stayed open. */
  get doubts(): readonly string[] {
    return [...(this.#above?.doubts ?? []), ...this.#doubts];
  }

  saw(evidence: Read<EvidenceSpec>): void {
    this.#evidence.push(evidence);
  }

  ruleOut(ruledOut: Read<RuledOutSpec>): void {
    this.#ruledOut.push(ruledOut);
  }

  doubt(question: string, gaps: readonly Gap[]): void {
    const why = [...new Set(gaps.map((gap) => gap.need))].join('; ');
    this.#doubts.push(why === '' ? question : `${question} (${why})`);
  }

  /** A walk that was entered has found something, and left something open besides. It casts no doubt on the finding. */
  leaveOpen(): void {
    this.#open = true;
  }

  progress(): void {
    this.#progressing = true;
  }

  /** Takes a finding of this walk or of one that it entered; it is known above as well. */
  find(draft: Draft): void {
    this.drafts.push(draft);
    this.#above?.find(draft);
  }
}
