import { Chalk, type ChalkInstance } from 'chalk';

/** Paints text, or leaves it as it is. */
export type Ink = ChalkInstance;

/** The paint for a stream; chalk's own guess knows nothing of NO_COLOR, so the caller decides. */
export function inkFor(color: boolean): Ink {
  return new Chalk({ level: color ? 1 : 0 });
}
