import type { KubeObject } from '../model/object.ts';
import { asText, at, isMapping } from './narrow.ts';
import type { Selection, Selects } from './selection.ts';

/**
 * A field selector (`status.phase!=Running,spec.nodeName=a`) over any dotted path. A field that an object lacks is the
 * empty text, `false` or 0, as in the server's own field sets. What `fields.ParseSelector` of k8s.io/apimachinery 1.34
 * refuses is refused in its words.
 */
export function parseFieldSelector(text: string): Selection {
  const terms = fieldTerms(text).map((term) => parseTerm(term, text));
  const wrong = terms.find((term) => 'wrong' in term);
  if (wrong !== undefined) return wrong;
  const known = terms.flatMap((term) => ('selects' in term ? [term.selects] : []));
  return { selects: (object) => known.every((selects) => selects(object)) };
}

/** The paths that a field selector names. */
export function selectedFields(text: string): readonly string[] {
  return fieldTerms(text).map((term) => FIELD_TERM.exec(term)?.[1] ?? '');
}

/** In the order in which the server looks at them. */
function fieldTerms(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .filter((term) => term !== '')
    .sort();
}

const FIELD_TERM = /^(.*?)(!=|==|=)(.*)$/s;

function parseTerm(term: string, all: string): Selection {
  const match = FIELD_TERM.exec(term);
  if (match === null) return { wrong: `invalid selector: '${all}'; can't understand '${term}'` };
  const [, path = '', operator, escaped = ''] = match;
  const [foreign] = /\\(?![,=\\]).?/.exec(escaped.replaceAll('\\\\', '')) ?? [];
  if (foreign !== undefined) return { wrong: `invalid field selector: invalid escape sequence: ${foreign}` };
  return { selects: holds(path, escaped.replace(/\\([,=\\])/g, '$1'), operator !== '!=') };
}

function holds(path: string, wanted: string, isEqual: boolean): Selects {
  return (object) => (valueOf(object, path) === wanted) === isEqual;
}

/** Labels of fields that are no path into the object as it is served. */
const OTHER_PATHS: Readonly<Record<string, string>> = {
  'spec.host': 'spec.nodeName',
  'status.successful': 'status.succeeded',
};

/** What a field without a value is, where it is no text. */
const EMPTY: Readonly<Record<string, string>> = {
  'status.replicas': '0',
  'status.successful': '0',
  'spec.unschedulable': 'false',
  'spec.hostNetwork': 'false',
};

function valueOf(object: KubeObject, path: string): string {
  const value = at(object, ...(OTHER_PATHS[path] ?? path).split('.'));
  if (value === undefined || value === null) return EMPTY[path] ?? '';
  // The field label `source` of an Event stands for the component that reports it.
  return asText(isMapping(value) ? asText(value['component']) || object['reportingComponent'] : value);
}
