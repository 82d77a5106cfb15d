import { entry, list, record, text } from '../read.ts';

/**
 * Whether labels match a LabelSelector (API reference, `LabelSelector`). An absent or empty selector matches everything,
 * which is how admission webhooks and policies read theirs; a rule with an operator that is not known matches nothing.
 */
export function matchesLabels(selector: unknown, labels: unknown): boolean {
  const wanted = Object.entries(record(entry(selector, 'matchLabels')));
  if (!wanted.every(([key, value]) => entry(labels, key) === value)) return false;
  return list(entry(selector, 'matchExpressions')).every((rule) => satisfies(labels, rule));
}

/** A selector as kubectl writes one: `team=a,env notin (prod),gpu`; empty when it selects everything. */
export function selectorWords(selector: unknown): string {
  const plain = Object.entries(record(entry(selector, 'matchLabels'))).map(([key, value]) => `${key}=${text(value)}`);
  return [...plain, ...list(entry(selector, 'matchExpressions')).map(ruleWords)].join(',');
}

function satisfies(labels: unknown, rule: unknown): boolean {
  const value = entry(labels, text(entry(rule, 'key')));
  const values = list(entry(rule, 'values'));
  switch (entry(rule, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

function ruleWords(rule: unknown): string {
  const key = text(entry(rule, 'key'));
  const values = list(entry(rule, 'values')).map(text).join(',');
  switch (entry(rule, 'operator')) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}
