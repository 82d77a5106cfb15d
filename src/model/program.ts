import type { ProgramFlags } from './query.ts';

/** A program of the machine: how its version is asked, and what stands in its place where it cannot be used. */
export interface ProgramSpec {
  /** The words that make it say its version; they ask neither a cluster nor the network. */
  readonly version: readonly string[];
  /** Where in its output the version stands (RE2, the group `version`). */
  readonly reads: string;
  /** Said where it is not installed; in these words and those below, `item` is {name, version, why}. */
  readonly absent: string;
  /** Said where it is installed and does not tell its version. */
  readonly silent: string;
  /** Versions that are of no use here; the first that holds. */
  readonly unfit?: readonly { readonly when: string; readonly words: string }[];
  /** Commands by other programs that do the same. */
  readonly instead?: readonly Equivalent[];
  /** How it is told which cluster to ask, and as whom. */
  readonly cluster?: ProgramFlags;
}

/** A command of a program, and the one that does the same without it. `<name>` stands for one word, or a part of it. */
export interface Equivalent {
  readonly of: string;
  readonly use: string;
  /** The versions that know the command (a semver range); all of them where it is left out. */
  readonly since?: string;
}
