import { stepLines } from '../layout/step-lines.ts';
import { hang } from '../layout/wrap.ts';
import type { PathStep } from '../model/report.ts';
import type { Page } from './page.ts';

/** A path of no more steps is shown whole. */
const LONG = 40;

/**
 * The walked steps, as they go by while a person walks. Of a long path those are left out that stand below the first level
 * and lead to nothing: what is wrong or unknown stays, and the steps under which it was found.
 */
export function pathLines(path: readonly PathStep[], { width, ink }: Page): readonly string[] {
  const shown = path.length <= LONG ? path : leading(path);
  const left = path.length - shown.length;
  const more = `… ${String(left)} more steps found nothing wrong; --verbose tells every step, and -o json holds them all`;
  return [
    ...shown.flatMap((step) => stepLines(step, width, ink)),
    ...(left === 0 ? [] : hang('  ', more, width).map((line) => ink.dim(line))),
  ];
}

/** Backwards, so that of each step it is known whether something below it is kept. */
function leading(path: readonly PathStep[]): readonly PathStep[] {
  const kept: PathStep[] = [];
  let wanted = 0;
  for (const step of path.toReversed()) {
    const above = step.depth < wanted;
    if (step.depth > 0 && !above && !isTelling(step)) continue;
    kept.push(step);
    wanted = step.depth;
  }
  return kept.toReversed();
}

function isTelling({ good, answer }: PathStep): boolean {
  return good === false || answer === 'unknown';
}
