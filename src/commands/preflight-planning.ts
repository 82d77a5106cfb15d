import type { CommonOptions } from '../cli/common-options.ts';
import type { Place } from '../model/workshop.ts';
import type { AskLine } from '../terminal/ask-line.ts';
import type { Io } from './io.ts';

/** What planning a preflight needs beside what was typed and the profile. */
export interface Planning {
  /** Seconds since 1970 on this machine. For folders alone the time at which they were captured counts. */
  readonly now: number;
  /** Asks the person for a line; undefined where nobody is there. */
  readonly ask: AskLine | undefined;
  readonly io: Io;
}

/** A cluster by its name, and how it is opened. */
export interface Opened {
  readonly context: string;
  readonly options: CommonOptions;
}

/** One place of the preflight, and how it is opened. */
export interface PlannedPlace {
  readonly place: Place;
  /** With its context or folder, for `openCluster`. */
  readonly options: CommonOptions;
}
