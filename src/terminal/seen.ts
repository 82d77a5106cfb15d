import type { PathStep } from '../model/report.ts';
import type { Progress } from '../model/world.ts';
import { hang } from '../layout/wrap.ts';
import type { Ink } from '../layout/ink.ts';
import { stepLines } from '../layout/step-lines.ts';

/** What a walk has told so far. */
export class Seen {
  readonly #steps: PathStep[] = [];
  readonly #findings: string[] = [];
  readonly #waiting = new Set<string>();
  readonly #arrived = new Set<string>();

  add(event: Progress): void {
    if (event.event === 'step') this.#steps.push(event.step);
    if (event.event === 'finding') this.#findings.push(`${event.title} (${event.code})`);
    if (event.event === 'waiting') this.#waiting.add(event.lookup);
    if (event.event !== 'arrived') return;
    this.#waiting.delete(event.lookup);
    this.#arrived.add(event.lookup);
  }

  /** The evidence so far as painted lines: the steps, what was found, what was looked at and what is still awaited. */
  lines(width: number, ink: Ink): readonly string[] {
    const steps = this.#steps.flatMap((step) => stepLines(step, width, ink));
    return [
      `  ${ink.bold('evidence so far')}`,
      ...(steps.length === 0 ? ['  no step was answered yet'] : steps),
      ...this.#findings.flatMap((finding) => hang(`  ${ink.red('found')}       `, finding, width)),
      ...[...this.#arrived].flatMap((lookup) => hang(`  ${ink.dim('looked at')}   `, lookup, width)),
      ...[...this.#waiting].flatMap((lookup) => hang(`  ${ink.dim('waiting for')} `, lookup, width)),
    ];
  }
}
