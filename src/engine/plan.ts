import type { Upgrade } from '../model/network.ts';
import type { PlannedLookup, RoleRule } from '../model/plan.ts';
import type { Lookup, Runbook } from '../model/runbook.ts';
import { RELATIONS } from '../model/runbook.ts';
import { commandsOf, programOf } from './programs.ts';

/**
 * Every look-up of a runbook, and of the runbooks that give it values and that it can enter, each runbook once, in the order of entering; then the
 * programs that their advice begins with, which are asked for their versions.
 */
export function plan(runbooks: ReadonlyMap<string, Runbook>, entry: string): readonly PlannedLookup[] {
  const entered = enteredFrom(runbooks, entry, new Set());
  const lookups = entered.flatMap((runbook) =>
    Object.entries(runbook.lookups).map(([name, lookup]) => planned(runbook, name, lookup)),
  );
  return [...lookups, ...versionsAsked(runbooks, entered)];
}

function versionsAsked(runbooks: ReadonlyMap<string, Runbook>, entered: readonly Runbook[]): readonly PlannedLookup[] {
  const advice = entered.flatMap((runbook) => Object.values(runbook.advice));
  const named = new Set(advice.flatMap(commandsOf).map(programOf));
  return [...runbooks.values()]
    .flatMap(({ programs }) => Object.entries(programs))
    .filter(([name]) => named.has(name))
    .map(([name, { version }]) => ({
      runbook: 'the programs of this machine',
      name,
      verb: 'run',
      resource: version.join(' '),
      namespace: '',
      when: `advice is given that begins with ${name}`,
      follows: '',
      required: false,
      metadataOnly: false,
    }));
}

function enteredFrom(runbooks: ReadonlyMap<string, Runbook>, name: string, seen: Set<string>): readonly Runbook[] {
  const runbook = runbooks.get(name);
  if (runbook === undefined || seen.has(name)) return [];
  seen.add(name);
  const givers = Object.values(runbook.derive).flatMap((derived) =>
    typeof derived !== 'string' && 'given-by' in derived ? [derived['given-by']] : [],
  );
  const entered = [...givers, ...runbook.steps.flatMap((step) => ('enter' in step ? [step.enter] : []))];
  return [runbook, ...entered.flatMap((next) => enteredFrom(runbooks, next, seen))];
}

function planned(runbook: Runbook, name: string, lookup: Lookup): PlannedLookup {
  const relation = RELATIONS.find((candidate) => lookup[candidate] !== undefined);
  return {
    runbook: runbook.name,
    name,
    ...targetOf(lookup),
    namespace: lookup.logs === undefined ? (lookup.namespace ?? '') : (lookup.logs.pod ?? lookup.logs.pods ?? ''),
    when: lookup.when ?? '',
    follows: relation === undefined ? '' : `${relation} ${lookup[relation] ?? ''}`,
    required: lookup.required === true,
    metadataOnly: lookup.read === 'metadata',
    ...(lookup.read === 'address' ? { readsSecret: true as const } : {}),
  };
}

function targetOf(lookup: Lookup): Pick<PlannedLookup, 'verb' | 'resource' | 'token'> {
  if (lookup.list !== undefined) return { verb: 'list', resource: lookup.list };
  if (lookup.get !== undefined) return { verb: 'get', resource: lookup.get };
  if (lookup.logs !== undefined) return { verb: 'get', resource: 'pods/log' };
  if (lookup.stats !== undefined) return { verb: 'stats', resource: 'nodes/proxy' };
  if (lookup.aws !== undefined) return { verb: 'aws', resource: lookup.aws.call };
  if (lookup.http !== undefined)
    return { verb: 'http', resource: httpTarget(lookup.http, lookup.upgrade), ...withToken(lookup) };
  if (lookup.dns !== undefined) return { verb: 'dns', resource: `${lookup.dns.type} of ${lookup.dns.name}` };
  if (lookup.registry !== undefined)
    return {
      verb: 'registry',
      resource: `${lookup.registry.parts === true ? 'parts' : 'digest'} of ${lookup.registry.image}`,
    };
  if (lookup.terraform !== undefined) return { verb: 'terraform', resource: `show -json in ${lookup.terraform}` };
  return { verb: 'run', resource: (lookup.run ?? []).join(' ') };
}

function withToken({ token }: Lookup): Pick<PlannedLookup, 'token'> {
  return token === undefined ? {} : { token };
}

function httpTarget(url: string, upgrade: Upgrade | undefined): string {
  return upgrade === undefined ? url : `${url} with Upgrade: ${upgrade.to}`;
}

/** The smallest rules that allow the planned look-ups, one per API group and set of verbs, sorted. */
export function roleRules(lookups: readonly PlannedLookup[]): readonly RoleRule[] {
  const verbs = new Map<string, Set<string>>();
  for (const { verb, resource } of lookups) {
    if (verb === 'list' || verb === 'get') verbs.set(resource, (verbs.get(resource) ?? new Set()).add(verb));
  }
  const rules = new Map<string, { group: string; verbs: readonly string[]; resources: string[] }>();
  for (const [resource, wanted] of [...verbs].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { plural, group } = split(resource);
    const sorted = [...wanted].toSorted();
    const key = `${group} ${sorted.join()}`;
    const rule = rules.get(key) ?? { group, verbs: sorted, resources: [] };
    rule.resources.push(plural);
    rules.set(key, rule);
  }
  return [...rules.values()].map(({ group, verbs: allowed, resources }) => ({
    apiGroups: [group],
    resources,
    verbs: allowed,
  }));
}

/** `deployments.apps` → its plural and its group; a subresource stays with the plural. */
function split(resource: string): { plural: string; group: string } {
  const dot = resource.indexOf('.');
  return dot < 0 ? { plural: resource, group: '' } : { plural: resource.slice(0, dot), group: resource.slice(dot + 1) };
}
