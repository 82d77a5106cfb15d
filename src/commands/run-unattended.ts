import { finish } from './finish.ts';
import type { InteractiveInput } from './interactive.ts';
import type { Io } from './io.ts';
import { createProgressFor } from './progress-for.ts';
import { nobody } from './world.ts';
import { IN_FULL } from './write-report.ts';

/**
 * Walks with nobody there: what was answered in advance counts, everything else stays open. Writes the report in the style
 * that is given, and gives the exit code.
 */
export async function runUnattended(
  { walk, lookUp, cluster, options }: InteractiveInput,
  io: Io,
  style = IN_FULL,
): Promise<number> {
  const progress = createProgressFor(io, options);
  try {
    const person = nobody({ ...cluster.answers, ...options.answers }, (event) => {
      progress.tell(event);
    });
    const report = await walk(lookUp, person);
    progress.stop();
    return await finish({ report, cluster, options }, io, style);
  } finally {
    progress.stop();
  }
}
