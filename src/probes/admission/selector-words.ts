import { entry, list, record, text } from '../read.ts';

/** A selector as kubectl writes one: `team=a,env notin (prod),gpu`; empty when it selects everything. */
export function selectorWords(selector: unknown): string {
  const plain = Object.entries(record(entry(selector, 'matchLabels'))).map(([key, value]) => `${key}=${text(value)}`);
  return [...plain, ...list(entry(selector, 'matchExpressions')).map(ruleWords)].join(',');
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
