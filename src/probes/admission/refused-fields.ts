import { entry, field, isRecord, list, record, text } from '../read.ts';

/** One field that the API server does not change, as its refusal tells it. */
export interface RefusedField {
  readonly kind: string;
  readonly name: string;
  /** The path, such as `spec.selector`; `spec` where a StatefulSet's refusal does not say which. */
  readonly field: string;
  /** What was wanted; undefined where the refusal does not say. */
  readonly wanted: unknown;
  readonly why: string;
}

/**
 * Reads the refusals that Helm joins by ` && ` (`joinErrors` in helm's pkg/kube/client.go). Each names its object as the
 * API server does (`Deployment.apps "web" is invalid: …`) and has one field or several in brackets, such as
 * `spec.selector: Invalid value: {…}: field is immutable` (field.Error of apimachinery).
 */
export function refusedFields(said: string): readonly RefusedField[] {
  return said.split(' && ').flatMap((refusal) => {
    const [, kind, name, detail] = OBJECT.exec(refusal) ?? [];
    if (kind === undefined || name === undefined || detail === undefined) return [];
    return [...detail.matchAll(FIELD)].map(([, path = '', value, why = '']) => ({
      kind,
      name,
      field: path,
      wanted: valueOf(value),
      why: why.trim().replace(/\.$/, ''),
    }));
  });
}

const OBJECT = /([A-Z][A-Za-z]+)(?:\.[a-z0-9.-]+)? "([^"]+)" is invalid: ([\s\S]*)$/;

/** What validation says of fields that stay as they were created (k8s.io/kubernetes, pkg/apis/…/validation). */
const REASONS = [
  'field is immutable(?: when `immutable` is set)?',
  "updates to statefulset spec for fields other than [\\w', ]+ are forbidden",
  'updates to \\w+ are forbidden',
  'may not change once set',
  'cannot change roleRef',
  'primary clusterIP can not be unset',
  'field can not be less than [\\w. ]+',
  '\\w+ is immutable after creation[\\w ./]*',
].join('|');

const FIELD = new RegExp(
  String.raw`([a-z][\w.[\]]*): (?:Invalid value: ((?:(?!: (?:${REASONS}))[\s\S])*)|Forbidden): (${REASONS})`,
  'g',
);

/** The API server quotes objects as JSON, and very large ones as it holds them, which nobody can compare. */
function valueOf(quoted: string | undefined): unknown {
  if (quoted === undefined || quoted.length > LARGEST) return undefined;
  try {
    return JSON.parse(quoted) as unknown;
  } catch {
    return undefined;
  }
}

const LARGEST = 500;

/** Whether the object has the wanted value by now; false where either is not known. */
export function sameValue(refused: RefusedField, live: unknown): boolean {
  const is = liveAt(live, refused.field);
  return refused.wanted !== undefined && is !== undefined && canonical(is) === canonical(refused.wanted);
}

/** The field of an object, `[0]` in its path left out: the refusal of a list's element quotes the whole list. */
export function liveAt(object: unknown, path: string): unknown {
  return path === '' ? object : field(object, path.replace(/\[\d+\]$/, ''));
}

/** A refused field in one sentence or two, with what it is and what was wanted where both are known. */
export function fieldWords(refused: RefusedField, live: unknown): string {
  const { kind, name, field: path, wanted, why } = refused;
  const said = `${kind} ${name}, ${path}: ${why}`;
  if (kind === 'StatefulSet' && path === 'spec') return `${kind} ${name}: ${UNSAID}${claimsOf(live)}`;
  const is = liveAt(live, path);
  if (wanted === undefined || is === undefined) return said;
  return `${said} (it is ${short(is)}, wanted is ${short(wanted)})`;
}

const UNSAID =
  'most of its spec is forbidden to change, and the API server does not say which field it is. Of those that charts change, serviceName, selector, podManagementPolicy and volumeClaimTemplates are left.';

/** The claims that a StatefulSet makes: their size is what upgrades try to change most. */
function claimsOf(live: unknown): string {
  const claims = list(field(live, 'spec.volumeClaimTemplates')).map((each) => {
    const size = text(field(each, 'spec.resources.requests.storage'));
    const place = text(field(each, 'spec.storageClassName'));
    return `${text(field(each, 'metadata.name'))} of ${size || 'no size'}${place === '' ? '' : ` in ${place}`}`;
  });
  return claims.length === 0 ? '' : ` Its claims are ${claims.join(', ')}.`;
}

/** Labels as `key=value`, everything else as JSON, cut where it is long. */
function short(value: unknown): string {
  const labels = entry(value, 'matchLabels');
  const pairs = Object.entries(record(labels)).map(([key, one]) => `${key}=${text(one)}`);
  const words = pairs.length > 0 && Object.keys(record(value)).length === 1 ? pairs.join(',') : JSON.stringify(value);
  return words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words;
}

const SHOWN = 160;

/** JSON with sorted keys; the API server quotes some keys as its code spells them (`APIGroup`). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, one]) => `${key.toLowerCase()}:${canonical(one)}`);
  return `{${pairs.toSorted().join()}}`;
}
