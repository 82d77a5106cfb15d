import { workloadStory } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { failing, nodes, running, type Failing } from './build/failing.ts';
import type { Story } from './story.ts';

/** Programs that ask the API server for what they may not have, or with nothing to show. */
const MADE = '2025-11-01T09:00:00Z';
const rbac = 'rbac.authorization.k8s.io/v1';
const place = { namespace: 'shop', created: MADE };
const refusal = (kind: string, resource: string, rest: string): string =>
  `E1115 18:12:40.114882       1 reflector.go:166] "Unhandled Error" err="k8s.io/client-go/informers/factory.go:160: Failed to watch *v1.${kind}: failed to list *v1.${kind}: ${resource} is forbidden: User \\"system:serviceaccount:shop:web\\" cannot list resource \\"${resource.split('.')[0] ?? ''}\\" in API group \\"${resource.split('.').slice(1).join('.')}\\" ${rest}" logger="UnhandledError"\n{"time":"2025-11-15T18:12:41Z","level":"ERROR","msg":"caches did not sync"}\n`;
const LEASES = refusal('Lease', 'leases.coordination.k8s.io', 'in the namespace \\"shop\\"');
const NODES = refusal('Node', 'nodes', 'at the cluster scope');
const NO_TOKEN =
  'panic: open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/cmd/web/main.go:41 +0x1d\n';

const account = (change: Change = {}): Built =>
  object({ apiVersion: 'v1', kind: 'ServiceAccount', name: 'web', ...place }, change);
const role = (...rules: readonly Change[]): Built =>
  object({ apiVersion: rbac, kind: 'Role', name: 'web', ...place }, { rules });
const binding: Built = object(
  { apiVersion: rbac, kind: 'RoleBinding', name: 'web', ...place },
  {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'web' },
    subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
  },
);
const reads = (group: string, resource: string, verbs = ['get', 'list', 'watch']): Change => ({
  apiGroups: [group],
  resources: [resource],
  verbs,
});
const asWeb = { spec: { serviceAccountName: 'web' } };

function story(
  name: string,
  summary: string,
  scene: Failing,
  around: readonly Built[],
  expected: Story['expected'],
  denied?: readonly string[],
): Story {
  const whole = {
    objects: [...nodes, ...scene.objects, ...around],
    logs: scene.logs,
    ...(denied === undefined ? {} : { denied }),
  };
  return workloadStory(`account-right/${name}`, summary, whole, expected);
}

/** A right that is missing, one that is there by now, and a token that is not mounted. */
export const accountRight: readonly Story[] = [
  story(
    'right-missing',
    'The Role of the account lets it read ConfigMaps, and the program wants Leases.',
    failing('web', LEASES, asWeb),
    [account(), role(reads('', 'configmaps')), binding],
    problem('account-lacks-right', 'confirmed', {
      says: [
        'ServiceAccount shop/web may not list leases.coordination.k8s.io in namespace shop',
        'RoleBinding web → Role web',
        'verbs: [list, watch]',
        'resources: [leases]',
      ],
      never: ['cluster-admin\\n'],
    }),
  ),
  story(
    'right-missing-in-cluster',
    'The program wants to list Nodes, and nothing is bound to its account.',
    failing('web', NODES, asWeb),
    [account()],
    problem('account-lacks-right', 'confirmed', { says: ['in the whole cluster', 'kind: ClusterRoleBinding'] }),
  ),
  story(
    'right-missing-denied',
    'The same as the first, and roles may not be looked at: the refusal alone is left.',
    failing('web', LEASES, asWeb),
    [account(), role(reads('', 'configmaps')), binding],
    problem('account-lacks-right', 'likely', { says: ['Its roles could not be read', 'verbs: [list]'] }),
    ['roles.rbac.authorization.k8s.io'],
  ),
  story(
    'right-granted-healthy',
    'The twin that has the right is ready; what its log said at the start is over.',
    { ...failing('web', LEASES, asWeb), objects: running('web').all, logs: { 'shop/web-5d7f9b8c6-q5w9b/web': LEASES } },
    [account(), role(reads('coordination.k8s.io', 'leases')), binding],
    healthy,
  ),
  story(
    'right-given-since-decoy',
    'The right was missing when the program started, and is there by now.',
    failing('web', LEASES, asWeb),
    [account(), role(reads('coordination.k8s.io', 'leases')), binding],
    problem('container-crashes', 'confirmed', { never: ['account-lacks-right'] }),
  ),
  story(
    'token-not-mounted',
    'The account is told to hand out no token, and the program asks the API server.',
    failing('web', NO_TOKEN, asWeb),
    [account({ automountServiceAccountToken: false })],
    problem('token-not-mounted', 'confirmed', {
      says: ['says ServiceAccount shop/web', 'automountServiceAccountToken: true'],
    }),
  ),
  story(
    'token-not-mounted-by-pod',
    'The pod itself says that it wants no token.',
    failing('web', NO_TOKEN, { spec: { serviceAccountName: 'web', automountServiceAccountToken: false } }),
    [account()],
    problem('token-not-mounted', 'confirmed', { says: ['says the pod'] }),
  ),
  story(
    'token-mounted-decoy',
    'Nothing keeps the token away: the program looks elsewhere for it.',
    failing('web', NO_TOKEN, asWeb),
    [account()],
    problem('file-missing', 'confirmed', { never: ['token-not-mounted'] }),
  ),
  story(
    'token-denied',
    'Whether the account hands out a token may not be looked at.',
    failing('web', NO_TOKEN, asWeb),
    [account({ automountServiceAccountToken: false })],
    problem('file-missing', 'likely', { says: ['serviceaccounts'], never: ['token-not-mounted'] }),
    ['serviceaccounts'],
  ),
];
