import type { Capacity } from '../model/preflight.ts';
import type { WalkedCheck } from './walked-check.ts';

/** The room for workspaces of each context where a check gave it. */
export function capacitiesOf(walked: readonly WalkedCheck[]): readonly Capacity[] {
  return walked.flatMap(({ context, report }) => {
    const given = report?.gives?.['capacity'];
    return context === null || !isCapacity(given) ? [] : [{ context, ...given }];
  });
}

function isCapacity(value: unknown): value is Omit<Capacity, 'context'> {
  if (typeof value !== 'object' || value === null) return false;
  const { running, room, possible, needed } = value as Record<string, unknown>;
  const counts = [running, room, needed].every((count) => typeof count === 'number');
  return counts && (possible === null || typeof possible === 'number');
}
