import type { Api } from '../../plane/api.ts';
import { textAt } from '../../plane/manifest.ts';
import { fullName, type ServedKind } from './kinds.ts';

/** Who asks: `reader` may read everything, `limited` all but {@link DENIED}; the others don't say who they are. */
export type Who = 'reader' | 'limited' | 'anonymous' | 'unknown';

/** The tokens by which the real server knows who asks. */
export type UserTokens = Readonly<Record<'reader' | 'limited', string>>;

/** What `limited` may not read, as the replay server is told it. */
export const DENIED: readonly string[] = [
  'secrets',
  'nodes',
  'configmaps',
  'pods/log',
  'deployments.apps',
  'widgets.example.com',
];

/** Where the service accounts are that both users are on the real server. */
export const HOME = 'parity';

/** Makes the two users and what they may do, and gives a token of each. */
export async function makeUsers(api: Api, kinds: readonly ServedKind[]): Promise<UserTokens> {
  await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: HOME } }, 'harness');
  const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: READ }];
  const paths = { nonResourceURLs: ['*'], verbs: ['get'] };
  await makeUser(api, 'reader', [...everything, paths]);
  await makeUser(api, 'limited', [...allowedRules(kinds), paths]);
  return { reader: await tokenOf(api, 'reader'), limited: await tokenOf(api, 'limited') };
}

const READ = ['get', 'list', 'watch'];
const RBAC = 'rbac.authorization.k8s.io';

function allowedRules(kinds: readonly ServedKind[]): readonly object[] {
  const groups = new Map<string, Set<string>>();
  for (const kind of kinds.filter((each) => !DENIED.includes(fullName(each)))) {
    groups.set(kind.group, (groups.get(kind.group) ?? new Set()).add(kind.plural));
  }
  return [...groups].map(([group, plurals]) => ({ apiGroups: [group], resources: [...plurals], verbs: READ }));
}

async function makeUser(api: Api, name: string, rules: readonly object[]): Promise<void> {
  const subjects = [{ kind: 'ServiceAccount', name, namespace: HOME }];
  const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name: `parity-${name}` };
  const metadata = { name: `parity-${name}` };
  await api.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: HOME } }, 'harness');
  await api.apply({ apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata, rules }, 'harness');
  await api.apply({ apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata, roleRef, subjects }, 'harness');
}

async function tokenOf(api: Api, name: string): Promise<string> {
  const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} });
  const path = `/api/v1/namespaces/${HOME}/serviceaccounts/${name}/token`;
  const { status, body: made } = await api.send('POST', path, body);
  const token = textAt(made, 'status.token');
  if (token === '') throw new Error(`no token for ${name}: ${status} ${textAt(made, 'message')}`);
  return token;
}
