import type { KubeObject } from '../model/object.ts';
import { asText, at, isMapping } from './narrow.ts';

/** Decides whether an object is selected. */
export type Selects = (object: KubeObject) => boolean;

/**
 * A label selector, equality and set based (`a=b,c!=d,e in (f,g),!h`); undefined when it cannot be read. Source: the
 * Kubernetes docs, "Labels and Selectors".
 */
export function parseLabelSelector(text: string): Selects | undefined {
  const requirements = splitOutsideParentheses(text).map(parseRequirement);
  return all(requirements);
}

/**
 * A field selector (`status.phase!=Running,spec.nodeName=a`) over any dotted path; undefined when it cannot be read. A
 * field that an object lacks is the empty text, or `false`, as in the server's own field sets.
 */
export function parseFieldSelector(text: string): Selects | undefined {
  return all(fieldTerms(text).map(parseFieldTerm));
}

/** The paths that a field selector names. */
export function selectedFields(text: string): readonly string[] {
  return fieldTerms(text).map((term) => FIELD_TERM.exec(term)?.[1] ?? '');
}

function fieldTerms(text: string): string[] {
  return text.split(/(?<!\\),/).filter((term) => term.trim() !== '');
}

function all(requirements: readonly (Selects | undefined)[]): Selects | undefined {
  const known = requirements.filter((requirement) => requirement !== undefined);
  if (known.length < requirements.length) return undefined;
  return (object) => known.every((selects) => selects(object));
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== '');
}

const KEY = '([\\w./-]+)';
const EQUALITY = new RegExp(`^${KEY}\\s*(=|==|!=)\\s*([\\w.-]*)$`);
const SET = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EXISTS = new RegExp(`^(!?)\\s*${KEY}$`);

function parseRequirement(term: string): Selects | undefined {
  const equality = EQUALITY.exec(term);
  if (equality !== null) return oneOf(equality[1], [equality[3] ?? ''], equality[2] === '!=');
  const set = SET.exec(term);
  if (set !== null)
    return oneOf(
      set[1],
      (set[3] ?? '').split(',').map((value) => value.trim()),
      set[2] === 'notin',
    );
  const exists = EXISTS.exec(term);
  if (exists === null) return undefined;
  const wanted = exists[1] === '';
  return (object) => (labelOf(object, exists[2]) !== undefined) === wanted;
}

/** `!=` and `notin` also select objects without the label. */
function oneOf(key: string | undefined, values: readonly string[], negated: boolean): Selects {
  return (object) => {
    const value = labelOf(object, key);
    return value === undefined ? negated : values.includes(value) !== negated;
  };
}

function labelOf(object: KubeObject, key = ''): string | undefined {
  const labels = object.metadata.labels;
  return labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

const FIELD_TERM = /^\s*([\w.[\]-]+)\s*(==|!=|=)\s*(.*?)\s*$/;

function parseFieldTerm(term: string): Selects | undefined {
  const match = FIELD_TERM.exec(term);
  if (match === null) return undefined;
  const [, path = '', operator, escaped = ''] = match;
  const wanted = escaped.replace(/\\([,=\\])/g, '$1');
  return (object) => hasField(object, path, wanted) === (operator !== '!=');
}

/** Labels of fields that are no path into the object as it is served. */
const OTHER_PATHS: Readonly<Record<string, string>> = {
  'spec.host': 'spec.nodeName',
  'status.successful': 'status.succeeded',
};

function isCount(path: string): boolean {
  return ['status.replicas', 'status.successful'].includes(path);
}

function hasField(object: KubeObject, path: string, wanted: string): boolean {
  const value = at(object, ...(OTHER_PATHS[path] ?? path).split('.'));
  if (value === undefined || value === null)
    return wanted === '' || wanted === 'false' || (wanted === '0' && isCount(path));
  // The field label `source` of an Event stands for the component that reports it.
  return asText(isMapping(value) ? asText(value['component']) || object['reportingComponent'] : value) === wanted;
}
