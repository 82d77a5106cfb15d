import { stepLines } from '../layout/step-lines.ts';
import { hang } from '../layout/wrap.ts';
import type { PathStep } from '../model/report.ts';
import type { Page } from './page.ts';

/** A path of no more steps is shown whole. */
const LONG = 60;

/**
 * The walked steps, as they go by while a person walks. Of a long path those are left out that stand below the first level
 * and lead to nothing: what is wrong or unknown stays, the steps under which it was found, and the step that decided.
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
  const deciding = decidingSteps(path);
  const kept: PathStep[] = [];
  let wanted = 0;
  for (const step of path.toReversed()) {
    const above = step.depth < wanted;
    if (step.depth > 0 && !above && !isTelling(step) && !deciding.has(step)) continue;
    kept.push(step);
    wanted = step.depth;
  }
  return kept.toReversed();
}

/** Of each walk through a runbook that met something, the last step: it decided what came of it. */
function decidingSteps(path: readonly PathStep[]): ReadonlySet<PathStep> {
  const walks: { readonly depth: number; readonly steps: PathStep[] }[] = [];
  const done: (readonly PathStep[])[] = [];
  for (const step of path) {
    while ((walks.at(-1)?.depth ?? -1) > step.depth) done.push(walks.pop()?.steps ?? []);
    const walk = walks.at(-1);
    if (walk?.depth === step.depth) walk.steps.push(step);
    else walks.push({ depth: step.depth, steps: [step] });
  }
  const all = [...done, ...walks.map(({ steps }) => steps)];
  return new Set(all.flatMap((steps) => (steps.some(isTelling) ? steps.slice(-1) : [])));
}

function isTelling({ good, answer }: PathStep): boolean {
  return good === false || answer === 'unknown';
}
