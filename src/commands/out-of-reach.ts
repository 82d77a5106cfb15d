import { say } from '../terminal/chatter.ts';
import { EXIT, type OutOfReach } from './exit.ts';
import type { Io } from './io.ts';

/** Says why nothing could be seen, and gives the exit code for it. */
export function tellOutOfReach({ line, hint }: OutOfReach, io: Io): number {
  say(io.stderr, `kubedoc: ${line}${hint === '' ? '' : `; ${hint}`}`);
  return EXIT.unreachable;
}
