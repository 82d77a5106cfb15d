import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, nameOf, namespaceOf, text } from './read.ts';

/**
 * What RBAC grants a user on one resource, worked out as the authoriser does it (RBAC of kube-apiserver: bindings by
 * subject, rules by verb, group, resource and name). Another authoriser of the cluster may grant more.
 */
export const accountRights: Probe = {
  name: 'account-rights',
  computes: 'Which of the rights that are needed on one kind of object an account lacks, by the roles bound to it.',
  params: {
    user: { is: 'text', means: 'The user, as the API server names it: `system:serviceaccount:NAMESPACE:NAME`.' },
    verb: { is: 'text', means: 'The verb that was refused.' },
    group: { is: 'text', means: 'The API group of the resource; empty for the core group.' },
    resource: { is: 'text', means: 'The plural of the resource, with its subresource: `deployments/scale`.' },
    object: { is: 'text', optional: true, means: 'The name of the object that was refused.' },
    namespace: { is: 'text', means: 'The namespace of the object; empty for the whole cluster.' },
    verbs: { is: 'list', optional: true, means: 'What else is done to the resource; what Helm does where left out.' },
    roles: { is: 'list', means: 'The Roles of that namespace.' },
    roleBindings: { is: 'list', means: 'The RoleBindings of that namespace.' },
    clusterRoles: { is: 'list', means: 'The ClusterRoles.' },
    clusterRoleBindings: { is: 'list', means: 'The ClusterRoleBindings.' },
  },
  returns: {
    granted: 'Whether a role that is bound to the account grants the verb.',
    lacking: 'The verb, where it is not granted, and what else is done to the resource and is not.',
    lackingText: 'The same as one line.',
    bound: 'Every binding of the account `BINDING → ROLE`, those of the namespace first.',
    boundText: 'The same as one line; `nothing` without any.',
  },
  run: measureRights,
};

/** What Helm and the wait of helm-controller do to the objects of a chart. */
const OF_HELM = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

interface Asked {
  readonly group: string;
  readonly resource: string;
  readonly object: string;
}

function measureRights(args: ProbeArgs): ProbeResult | undefined {
  const [user, verb, namespace] = [text(args['user']), text(args['verb']), text(args['namespace'])];
  const asked = { group: text(args['group']), resource: text(args['resource']), object: text(args['object']) };
  if (user === '' || verb === '' || asked.resource === '') return undefined;
  const bindings = [...(namespace === '' ? [] : list(args['roleBindings'])), ...list(args['clusterRoleBindings'])];
  const own = bindings.filter((binding) => isBoundTo(binding, subjectsOf(user)));
  const rules = own.flatMap((binding) => rulesOf(binding, args));
  const may = (one: string): boolean => rules.some((rule) => grants(rule, one, asked));
  const besides = Array.isArray(args['verbs']) ? list(args['verbs']).map(text) : OF_HELM;
  const lacking = [...new Set([...besides, verb])].filter((each) => !may(each));
  const bound = own.map(describe);
  return {
    granted: may(verb),
    lacking,
    lackingText: lacking.join(', '),
    bound,
    boundText: bound.length === 0 ? 'nothing' : bound.join(', '),
  };
}

interface Subjects {
  readonly user: string;
  readonly groups: readonly string[];
  readonly account: string;
}

/** The groups that the API server gives a user, a ServiceAccount besides (`serviceaccount.MakeGroupNames`). */
function subjectsOf(user: string): Subjects {
  const [, home, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  if (home === undefined || name === undefined) return { user, groups: ['system:authenticated'], account: '' };
  const groups = ['system:authenticated', 'system:serviceaccounts', `system:serviceaccounts:${home}`];
  return { user, groups, account: `${home}/${name}` };
}

function isBoundTo(binding: unknown, { user, groups, account }: Subjects): boolean {
  return list(entry(binding, 'subjects')).some((subject) => {
    const [kind, name] = [text(entry(subject, 'kind')), text(entry(subject, 'name'))];
    if (kind === 'User') return name === user;
    if (kind === 'Group') return groups.includes(name);
    return kind === 'ServiceAccount' && `${text(entry(subject, 'namespace'))}/${name}` === account;
  });
}

/** A RoleBinding may name a ClusterRole; what does not exist grants nothing. */
function rulesOf(binding: unknown, args: ProbeArgs): readonly unknown[] {
  const [kind, name] = [text(field(binding, 'roleRef.kind')), text(field(binding, 'roleRef.name'))];
  const roles = kind === 'ClusterRole' ? list(args['clusterRoles']) : list(args['roles']);
  return list(
    entry(
      roles.find((role) => nameOf(role) === name),
      'rules',
    ),
  );
}

/** `VerbMatches`, `APIGroupMatches`, `ResourceMatches`, `ResourceNameMatches` of pkg/apis/rbac/v1. */
function grants(rule: unknown, verb: string, { group, resource, object }: Asked): boolean {
  const has = (key: string, wanted: readonly string[]): boolean =>
    list(entry(rule, key)).some((each) => wanted.includes(text(each)));
  const [, subresource] = resource.split('/');
  const resources = ['*', resource, ...(subresource === undefined ? [] : [`*/${subresource}`])];
  const names = list(entry(rule, 'resourceNames'));
  const named = names.length === 0 || (object !== '' && names.includes(object));
  return has('verbs', ['*', verb]) && has('apiGroups', ['*', group]) && has('resources', resources) && named;
}

function describe(binding: unknown): string {
  const place = namespaceOf(binding);
  const ref = `${text(field(binding, 'roleRef.kind'))} ${text(field(binding, 'roleRef.name'))}`;
  return `${place === '' ? 'ClusterRoleBinding' : 'RoleBinding'} ${nameOf(binding)} → ${ref}`;
}
