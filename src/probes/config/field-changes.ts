import { compareText, isRecord } from '../read.ts';

/** How deep two objects are compared; what differs further in is told by the path down to there. */
const DEEPEST = 4;

/**
 * The paths at which two plain values differ, in order: names only, never what stands there. Lists that differ are told
 * by their own path.
 */
export function changedFields(before: unknown, after: unknown, path = '', depth = 0): readonly string[] {
  if (!isRecord(before) || !isRecord(after) || depth === DEEPEST)
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(compareText);
  return keys.flatMap((key) => changedFields(before[key], after[key], path === '' ? key : `${path}.${key}`, depth + 1));
}
