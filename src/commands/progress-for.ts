import type { CommonOptions } from '../cli/common-options.ts';
import { createProgress, type ProgressSink } from '../terminal/progress.ts';
import { wantsColor } from '../terminal/streams.ts';
import type { Io } from './io.ts';

/** Progress on stderr, as the options and the terminal want it. */
export function createProgressFor(io: Io, options: CommonOptions): ProgressSink {
  return createProgress(io, { color: wantsColor(io.stderr, io.env), verbose: options.verbose });
}
