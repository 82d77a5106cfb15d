/** How a walk ended: nothing wrong, a cause found, an action under way, or not to be told. */
export type Ending = 'healthy' | 'found' | 'progressing' | 'unclear';

/** What a walk came to. */
export interface Outcome {
  readonly ending: Ending;
  /** What it would have come to without what it found: a finding does not tell what else could not be seen. */
  readonly besides: Exclude<Ending, 'found'>;
}
