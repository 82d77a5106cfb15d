import { entry, isRecord, list, record, text } from '../read.ts';
import { requirementText } from './selector-text.ts';

/**
 * Whether a LabelSelector holds for these labels (`LabelSelectorAsSelector`, apimachinery/pkg/apis/meta/v1/helpers.go):
 * none at all selects nothing, an empty one everything, and everything in it must hold.
 */
export function selects(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  if (!isRecord(selector)) return false;
  const wanted = Object.entries(record(entry(selector, 'matchLabels')));
  return (
    wanted.every(([key, value]) => entry(labels, key) === value) &&
    list(entry(selector, 'matchExpressions')).every((each) => holds(each, labels))
  );
}

/** The selector as one line, such as `app=web and tier in (a, b)`. */
export function labelSelectorText(selector: unknown): string {
  const labels = Object.entries(record(entry(selector, 'matchLabels'))).map(([key, value]) => `${key}=${text(value)}`);
  const parts = [...labels, ...list(entry(selector, 'matchExpressions')).map(requirementText)];
  if (parts.length > 0) return parts.join(' and ');
  return isRecord(selector) ? 'any labels' : 'no labels';
}

/** An operator that does not exist selects nothing: the API server would have refused it. */
function holds(requirement: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  const value = entry(labels, text(entry(requirement, 'key')));
  const values = list(entry(requirement, 'values'));
  switch (entry(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
