import { stepLines } from '../layout/step-lines.ts';
import type { PathStep } from '../model/report.ts';
import type { Page } from './page.ts';

/** The walked steps, as they go by while a person walks. */
export function pathLines(path: readonly PathStep[], { width, ink }: Page): readonly string[] {
  return path.flatMap((step) => stepLines(step, width, ink));
}
