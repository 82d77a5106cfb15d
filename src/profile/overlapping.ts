import { windowSpan } from '../text/window.ts';
import type { KnownWorkshop } from './read-workshops.ts';

/** The first two workshops that are held in one place at one time; undefined where there are none. `zone` is for times without one. */
export function overlapping(
  workshops: readonly KnownWorkshop[],
  zone: string,
): readonly [KnownWorkshop, KnownWorkshop] | undefined {
  for (const [index, one] of workshops.entries()) {
    const other = workshops.slice(index + 1).find((later) => sharePlace(one, later) && shareTime(one, later, zone));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

function sharePlace(one: KnownWorkshop, other: KnownWorkshop): boolean {
  const everywhere = one.contexts.length === 0 || other.contexts.length === 0;
  return everywhere || one.contexts.some((context) => other.contexts.includes(context));
}

function shareTime(one: KnownWorkshop, other: KnownWorkshop, zone: string): boolean {
  const [first, second] = [one, other].map((workshop) => spanOf(workshop, zone));
  if (first === undefined || second === undefined) return false;
  return first.start < second.end && second.start < first.end;
}

function spanOf({ start, duration, zone }: KnownWorkshop, fallback: string): ReturnType<typeof windowSpan> {
  if (start === undefined || duration === undefined) return undefined;
  return windowSpan({ start, duration, zone: zone ?? fallback });
}
