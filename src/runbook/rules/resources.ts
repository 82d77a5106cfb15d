import { nearest } from '../../text/similar.ts';
import { wellKnownKind, wellKnownResources } from '../../text/well-known-kinds.ts';
import type { Rule } from './rule.ts';

/** The rest of the core group (Kubernetes API reference, v1), and resources whose names are close to those of the table. */
const ALSO_KNOWN = [
  'bindings',
  'componentstatuses',
  'podtemplates',
  'externalartifacts.source.toolkit.fluxcd.io',
  'mutatingadmissionpolicies.admissionregistration.k8s.io',
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
];

/** Groups whose every resource is known here; another group may have resources of any name. */
const WHOLE_GROUPS = ['', 'apps', 'batch', 'metrics.k8s.io'];

/** A look-up asks for a resource as the API calls it. */
export const resources: Rule = {
  name: 'unknown-resource',
  says: 'What list and get ask for is plural.group; one of a well-known group that is not there is a slip.',
  check({ runbook }) {
    return Object.entries(runbook.lookups).flatMap(([name, lookup]) =>
      (['list', 'get'] as const).flatMap((form) => {
        const message = faultOf(lookup[form]);
        return message === undefined ? [] : [{ path: ['lookups', name, form], on: 'value' as const, message }];
      }),
    );
  },
};

function faultOf(resource: string | undefined): string | undefined {
  if (resource === undefined || isKnown(resource)) return undefined;
  const known = [...wellKnownResources(), ...ALSO_KNOWN];
  const there = `there is no resource "${resource}"`;
  const meant = byKind(resource) ?? withGroup(resource, known) ?? closest(resource, known);
  if (meant !== undefined) return `${there} (did you mean "${meant}"?)`;
  const group = groupOf(resource);
  if (!WHOLE_GROUPS.includes(group)) return undefined;
  return `${there}${group === '' ? ' in the core group: another is written plural.group, such as deployments.apps' : ''}`;
}

function isKnown(resource: string): boolean {
  return wellKnownKind(resource) !== undefined || ALSO_KNOWN.includes(resource);
}

/** The name of a kind in place of its resource, in whatever case. */
function byKind(word: string): string | undefined {
  return wellKnownResources().find((each) => wellKnownKind(each)?.kind.toLowerCase() === word.toLowerCase());
}

/** A plural without its group. */
function withGroup(word: string, known: readonly string[]): string | undefined {
  return word.includes('.') ? undefined : known.find((each) => each.startsWith(`${word}.`));
}

/** One wrong letter or so, in the plural or in the group; a resource of a group that nobody knows is close to none. */
function closest(word: string, known: readonly string[]): string | undefined {
  const [plural, group] = [pluralOf(word), groupOf(word)];
  const sameGroup = known.filter((each) => groupOf(each) === group);
  const byPlural = nearest(plural, sameGroup.map(pluralOf));
  if (byPlural !== undefined) return group === '' ? byPlural : `${byPlural}.${group}`;
  const samePlural = known.filter((each) => pluralOf(each) === plural);
  const byGroup = group === '' ? undefined : nearest(group, samePlural.map(groupOf));
  return byGroup === undefined ? undefined : `${plural}.${byGroup}`;
}

function pluralOf(resource: string): string {
  return resource.split('.', 1)[0] ?? '';
}

function groupOf(resource: string): string {
  return resource.slice(pluralOf(resource).length + 1);
}
