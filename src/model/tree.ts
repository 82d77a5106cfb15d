/** A runbook as a tree to be drawn: all of it, or as far as one walk got. */
export interface Tree {
  readonly runbook: string;
  readonly title: string;
  /** What the walk was about, such as `HelmRelease coder/coder`; empty for a tree that nobody walked. */
  readonly subject: string;
  readonly walked: boolean;
  readonly steps: readonly TreeStep[];
  /** Names of the steps that the walk did not come to; none for a tree that nobody walked. */
  readonly notReached: readonly string[];
}

/** One question of a tree. */
export interface TreeStep {
  readonly step: string;
  readonly question: string;
  /** As the walk answered it; empty for a tree that nobody walked. */
  readonly answer: string;
  readonly detail: string;
  /** The runbook that it enters; empty where it enters none. */
  readonly enters: string;
  readonly branches: readonly TreeBranch[];
  /** The trees that the walk went through from here, in its order. */
  readonly entered: readonly Tree[];
}

/** One answer and where it leads. */
export interface TreeBranch {
  readonly label: string;
  /** Whether the walk took it; null for a tree that nobody walked, and where what was recorded does not tell. */
  readonly taken: boolean | null;
  /** The name of a step of the same runbook; null where it ends. */
  readonly to: string | null;
  /** What it comes to, in words: finding, note, advice, and where it goes. */
  readonly leadsTo: string;
}
