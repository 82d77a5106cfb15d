import { parse } from 'yaml';
import { at, tableOf } from '../plane/manifest.ts';

/** One verb on one kind. */
export interface Grant {
  readonly verb: string;
  readonly group: string;
  /** `pods`, `pods/log`. */
  readonly resource: string;
}

/** A rule of a ClusterRole. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The rules of a ClusterRole in YAML. Throws where it has none. */
export function rulesIn(manifest: string): readonly Rule[] {
  const rules = at(parse(manifest), 'rules');
  if (!Array.isArray(rules) || rules.length === 0) throw new Error('the printed role has no rules');
  const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
  return rules.map((rule) => {
    const { apiGroups, resources, verbs } = tableOf(rule);
    return { apiGroups: texts(apiGroups), resources: texts(resources), verbs: texts(verbs) };
  });
}

/** Every verb on every kind that rules allow. */
export function grantsOf(rules: readonly Rule[]): readonly Grant[] {
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource })))),
  );
}

/** Rules that allow all of these but some. */
export function rulesWithout(all: readonly Grant[], gone: readonly Grant[]): readonly Rule[] {
  const left = all.filter((grant) => !gone.some((each) => isSame(each, grant)));
  return left.map(({ verb, group, resource }) => ({ apiGroups: [group], resources: [resource], verbs: [verb] }));
}

/** Whether a request needs this grant. */
export function isSame(one: Grant, other: Grant): boolean {
  return one.verb === other.verb && one.group === other.group && one.resource === other.resource;
}

const MOST_NAMED = 3;

/** Grants that a rule has together, in short: `list pods`, `get,list deployments,statefulsets.apps`. */
export function describeGrants(grants: readonly Grant[]): string {
  const each = (pick: (grant: Grant) => string): readonly string[] => [...new Set(grants.map(pick))];
  const resources = each(({ resource }) => resource);
  const more = resources.length > MOST_NAMED ? ` and ${resources.length - MOST_NAMED} more` : '';
  const group = each((grant) => grant.group).join(',');
  const kinds = `${resources.slice(0, MOST_NAMED).join(',')}${group === '' ? '' : `.${group}`}`;
  return `${each(({ verb }) => verb).join(',')} ${kinds}${more}`;
}
