import type { LeadsSpec } from '../model/leads-spec.ts';
import type { ObservationSpec, TableSpec, TimelineSpec } from '../model/runbook.ts';
import type { World } from '../model/world.ts';

import type { Graph } from './graph.ts';
import type { Programs } from './programs.ts';
import type { Settled } from './settled.ts';

/** Values bound for one evaluation only, such as `item`. */
export type Extra = Readonly<Record<string, unknown>>;

/** What a runbook says beside its findings. */
export interface DetailSpecs {
  readonly tables: Readonly<Record<string, TableSpec>>;
  readonly timeline: readonly TimelineSpec[];
  readonly observations: readonly ObservationSpec[];
  readonly leads?: LeadsSpec;
}

/** How look-ups and derived values read the names of one entered runbook. */
export interface Values {
  readonly world: World;
  readonly graph: Graph;
  /** The programs that commands begin with. */
  readonly programs: Programs;
  /** Evaluates one expression over whatever it names. */
  evaluate(text: string, extra?: Extra): Promise<Settled>;
  /** Settles all that an expression names, so that it can be evaluated for many items at once. */
  prepare(text: string): Promise<(extra: Extra) => Settled>;
  /** The value at a placeholder's path; null for a field that is missing. */
  valueAt(path: string, extra?: Extra): Promise<Settled>;
}

/** How a walk and its findings read them: what gave no answer on the way gets its row in the report. */
export interface Reader extends Values {
  /** The name of its runbook. */
  readonly name: string;
  /** The API server's time, RFC 3339; null while it is not known. */
  readonly now: string | null;
  /** The context that suggested commands name; null while it is not known. */
  readonly context: string | null;
  /** The runbooks that led here, outermost first, with this one at the end. */
  readonly line: readonly Reader[];
  /** Tables, timeline and observations of its runbook. */
  readonly details: DetailSpecs;
  /** Fills the placeholders of words; what is not known reads `unknown`. */
  fill(words: string, extra?: Extra): Promise<string>;
}

/** Whether a condition is known to hold; a missing condition holds. */
export async function holds(reader: Reader, condition: string | undefined, extra?: Extra): Promise<boolean> {
  if (condition === undefined) return true;
  const settled = await reader.evaluate(condition, extra);
  return settled.known && settled.value === true;
}
