/** The number that every file of `runbooks/programs` opens with. Another number is refused. */
export const KNOWN_PROGRAM_FORMAT = 1;

/** What is known of a program that is asked, as a checked file says it: the words and codes by which it fails. */
export interface KnownProgram {
  readonly format: typeof KNOWN_PROGRAM_FORMAT;
  /** Its name, which is that of the file. */
  readonly program: string;
  readonly title: string;
  /** Codes that say that whoever asks may not. */
  readonly denied?: readonly string[];
  /** Codes that say that there is no such thing. */
  readonly absent?: readonly string[];
  /** What else keeps it from an answer; the first that fits counts. */
  readonly failures: readonly ProgramFailure[];
  readonly regions?: RegionNames;
}

/** A kind of failure: how it is recognised, and what is said of it. Where codes and words stand both have to fit. */
export interface ProgramFailure {
  readonly name: string;
  /** RE2, of which one matches the whole code. */
  readonly codes?: readonly string[];
  /** RE2, of which one matches in the message, in capitals or not. */
  readonly words?: readonly string[];
  readonly reason: string;
  /** What a person can do about it. */
  readonly hint: string;
  /** The message is kept back: it holds what a program that deals in credentials has printed. */
  readonly quiet?: boolean;
  /** What the program says then. */
  readonly examples: readonly SaidByProgram[];
}

/** What a program said of a call that did not succeed: a code, where the service that it asked gave one, and one line. */
export interface SaidByProgram {
  readonly code?: string;
  readonly says: string;
}

/** The parts that names of regions are made of. */
export interface RegionNames {
  readonly areas: readonly string[];
  readonly directions: readonly string[];
}
