import { entry, isRecord, list, record } from './read.ts';
import { requirementHolds, valueFor } from './requirement.ts';

/**
 * Whether a LabelSelector holds for these labels (`LabelSelectorAsSelector`, apimachinery/pkg/apis/meta/v1/helpers.go):
 * none at all selects nothing, an empty one everything, and everything in it must hold.
 */
export function selects(selector: unknown, labels: unknown): boolean {
  if (!isRecord(selector)) return false;
  const wanted = Object.entries(record(entry(selector, 'matchLabels')));
  return (
    wanted.every(([key, value]) => entry(labels, key) === value) &&
    list(entry(selector, 'matchExpressions')).every((each) => requirementHolds(each, valueFor(each, labels)))
  );
}
