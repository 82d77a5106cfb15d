import { entry, isRecord, list, record, text } from '../read.ts';
import { requirementText } from './selector-text.ts';

/** The selector as one line, such as `app=web and tier in (a, b)`. */
export function labelSelectorText(selector: unknown): string {
  const labels = Object.entries(record(entry(selector, 'matchLabels'))).map(([key, value]) => `${key}=${text(value)}`);
  const parts = [...labels, ...list(entry(selector, 'matchExpressions')).map(requirementText)];
  if (parts.length > 0) return parts.join(' and ');
  return isRecord(selector) ? 'any labels' : 'no labels';
}
