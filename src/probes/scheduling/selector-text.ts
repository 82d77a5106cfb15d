import { entry, field, list, record, text } from '../read.ts';
import { requiredAffinity } from './node-selector.ts';

/**
 * The pod's node selector and required node affinity as one line, such as
 * `disk=ssd; zone in (a, b) or metadata.name in (node-1)`; empty where the pod goes anywhere.
 */
export function selectorText(pod: unknown): string {
  const labels = Object.entries(record(field(pod, 'spec.nodeSelector'))).map(([key, value]) => `${key}=${text(value)}`);
  const terms = list(entry(requiredAffinity(pod), 'nodeSelectorTerms')).map(termText);
  return [...labels, terms.filter((term) => term !== '').join(' or ')].filter((part) => part !== '').join('; ');
}

function termText(term: unknown): string {
  const requirements = [...list(entry(term, 'matchExpressions')), ...list(entry(term, 'matchFields'))];
  return requirements.map(requirementText).join(' and ');
}

/** One requirement of a selector in words: `zone in (a, b)`. */
export function requirementText(requirement: unknown): string {
  const key = text(entry(requirement, 'key'));
  const values = list(entry(requirement, 'values')).map(text).join(', ');
  switch (entry(requirement, 'operator')) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} not in (${values})`;
    case 'Exists':
      return `${key} exists`;
    case 'DoesNotExist':
      return `${key} does not exist`;
    case 'Gt':
      return `${key} > ${values}`;
    case 'Lt':
      return `${key} < ${values}`;
    default:
      return key;
  }
}
