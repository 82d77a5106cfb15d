import { describe, expect, it } from 'vitest';
import { accountRights } from '../../src/probes/account-rights.ts';

const USER = 'system:serviceaccount:coder:deployer';
const ACCOUNT = { kind: 'ServiceAccount', name: 'deployer', namespace: 'coder' };

interface Grant {
  readonly subject?: Readonly<Record<string, string>>;
  readonly rule?: Readonly<Record<string, readonly string[]>>;
  readonly role?: 'Role' | 'ClusterRole';
  readonly everywhere?: boolean;
}

const PATCH = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] };

/** One binding of one role, as the API server lists them. */
function lists({ subject = ACCOUNT, rule = PATCH, role = 'Role', everywhere = false }: Grant = {}) {
  const place = everywhere ? {} : { namespace: 'coder' };
  const binding = { metadata: { name: 'deploys', ...place }, roleRef: { kind: role, name: 'r' }, subjects: [subject] };
  const rules = [{ metadata: { name: 'r' }, rules: [rule] }];
  return {
    roles: role === 'Role' ? rules : [],
    clusterRoles: role === 'ClusterRole' ? rules : [],
    roleBindings: everywhere ? [] : [binding],
    clusterRoleBindings: everywhere ? [binding] : [],
  };
}

const ASKED = { user: USER, verb: 'patch', group: 'apps', resource: 'deployments', object: 'web', namespace: 'coder' };

function granted(grant: Grant, asked: Partial<typeof ASKED> = {}): unknown {
  return accountRights.run({ ...ASKED, ...asked, ...lists(grant) })?.['granted'];
}

describe('account-rights', () => {
  it.each<[string, Grant]>([
    ['its account', {}],
    ['its user', { subject: { kind: 'User', name: USER } }],
    ['the accounts of its namespace', { subject: { kind: 'Group', name: 'system:serviceaccounts:coder' } }],
    ['everybody who is known', { subject: { kind: 'Group', name: 'system:authenticated' } }],
    ['a ClusterRole in the namespace', { role: 'ClusterRole' }],
    ['a ClusterRole everywhere', { role: 'ClusterRole', everywhere: true }],
    ['every verb', { rule: { ...PATCH, verbs: ['*'] } }],
    ['every group', { rule: { ...PATCH, apiGroups: ['*'] } }],
    ['every resource', { rule: { ...PATCH, resources: ['*'] } }],
    ['this object alone', { rule: { ...PATCH, resourceNames: ['web'] } }],
  ])('is granted by a binding of %s', (_, grant) => {
    expect(granted(grant)).toBe(true);
  });

  it.each<[string, Grant]>([
    ['another account', { subject: { ...ACCOUNT, name: 'other' } }],
    ['an account of that name elsewhere', { subject: { ...ACCOUNT, namespace: 'other' } }],
    ['the accounts of another namespace', { subject: { kind: 'Group', name: 'system:serviceaccounts:other' } }],
    ['another verb', { rule: { ...PATCH, verbs: ['get'] } }],
    ['another group', { rule: { ...PATCH, apiGroups: [''] } }],
    ['another resource', { rule: { ...PATCH, resources: ['deployments/scale'] } }],
    ['another object', { rule: { ...PATCH, resourceNames: ['api'] } }],
  ])('is not granted by a binding of %s', (_, grant) => {
    expect(granted(grant)).toBe(false);
  });

  it('knows subresources and what grants them', () => {
    const scale = { resource: 'deployments/scale' };
    expect(granted({}, scale)).toBe(false);
    expect(granted({ rule: { ...PATCH, resources: ['*/scale'] } }, scale)).toBe(true);
  });

  it('takes a role of the namespace for nothing where the whole cluster is asked about', () => {
    expect(granted({}, { namespace: '' })).toBe(false);
    expect(granted({ role: 'ClusterRole', everywhere: true }, { namespace: '' })).toBe(true);
  });

  it('names what lacks of what Helm does, and what is bound', () => {
    const rule = { ...PATCH, verbs: ['get', 'list', 'watch', 'create', 'delete'] };
    expect(accountRights.run({ ...ASKED, ...lists({ rule }) })).toEqual({
      granted: false,
      lacking: ['patch'],
      lackingText: 'patch',
      bound: ['RoleBinding deploys → Role r'],
      boundText: 'RoleBinding deploys → Role r',
    });
  });

  it('adds a verb that Helm does not need by itself', () => {
    const { lacking } = accountRights.run({ ...ASKED, ...lists(), verb: 'update' }) ?? {};
    expect(lacking).toEqual(['get', 'list', 'watch', 'create', 'delete', 'update']);
  });

  it('counts what else is done where that is told', () => {
    const { lacking } = accountRights.run({ ...ASKED, ...lists(), verb: 'list', verbs: ['list', 'watch'] }) ?? {};
    expect(lacking).toEqual(['list', 'watch']);
  });

  it('says that nothing is bound', () => {
    const none = { roles: [], clusterRoles: [], roleBindings: [], clusterRoleBindings: [] };
    expect(accountRights.run({ ...ASKED, ...none })).toMatchObject({ granted: false, boundText: 'nothing' });
  });

  it('knows nothing without a user', () => {
    expect(accountRights.run({ ...ASKED, ...lists(), user: '' })).toBeUndefined();
  });
});
