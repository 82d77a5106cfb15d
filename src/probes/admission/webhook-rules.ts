import { compareText, entry, field, list, text } from '../read.ts';
import { selects } from '../label-selector.ts';
import { selectorWords } from './selector-words.ts';

/** Objects that are to be created: their `plural.group`, their labels and those of their namespace. */
export interface Created {
  readonly resource: string;
  readonly labels: unknown;
  readonly namespaceLabels: unknown;
}

/**
 * Whether a webhook is asked about new objects (API reference, `ValidatingWebhook`): one of its rules names their
 * creation, and both selectors match; a selector that is left out matches everything.
 */
export function isAskedAbout(webhook: unknown, { resource, labels, namespaceLabels }: Created): boolean {
  return (
    list(entry(webhook, 'rules')).some((rule) => namesCreation(rule, resource)) &&
    selects(entry(webhook, 'namespaceSelector') ?? {}, namespaceLabels) &&
    selects(entry(webhook, 'objectSelector') ?? {}, labels)
  );
}

/**
 * Whether a webhook is asked about anything that lives in a namespace: one of its rules is not about the whole cluster
 * alone, and its `namespaceSelector` matches. Which kinds are namespaced a rule with scope `*` does not say.
 */
export function reachesNamespace(webhook: unknown, namespaceLabels: unknown): boolean {
  return (
    list(entry(webhook, 'rules')).some((rule) => entry(rule, 'scope') !== 'Cluster') &&
    selects(entry(webhook, 'namespaceSelector') ?? {}, namespaceLabels)
  );
}

/** What it is asked about: the resources of its rules as `plural.group`, `*` where a rule leaves nothing out. */
export function resourcesOf(webhook: unknown): readonly string[] {
  const named = list(entry(webhook, 'rules')).flatMap((rule) =>
    list(entry(rule, 'resources')).flatMap((resource) =>
      list(entry(rule, 'apiGroups')).map((group) => withGroup(text(resource), text(group))),
    ),
  );
  return [...new Set(named)].toSorted(compareText);
}

function withGroup(resource: string, group: string): string {
  if (resource === '*' || resource === '*/*') return group === '*' || group === '' ? resource : `*.${group}`;
  return group === '' || group === '*' ? resource : `${resource}.${group}`;
}

/** What it leaves out, in words: its two selectors and how many further conditions it has. */
export function reachWords(webhook: unknown): string {
  const namespaces = selectorWords(entry(webhook, 'namespaceSelector'));
  const objects = selectorWords(entry(webhook, 'objectSelector'));
  const conditions = list(field(webhook, 'matchConditions')).length;
  const parts = [
    namespaces === '' ? 'every namespace' : `namespaces with ${namespaces}`,
    ...(objects === '' ? [] : [`objects with ${objects}`]),
    ...(conditions === 0 ? [] : [`${conditions} match ${conditions === 1 ? 'condition' : 'conditions'}`]),
  ];
  return parts.join('; ');
}

function namesCreation(rule: unknown, resource: string): boolean {
  const [plural = '', ...group] = resource.split('.');
  const has = (name: string, ...wanted: readonly string[]): boolean =>
    list(entry(rule, name)).some((each) => each === '*' || wanted.some((one) => one === each));
  return has('operations', 'CREATE') && has('apiGroups', group.join('.')) && has('resources', plural, '*/*');
}
