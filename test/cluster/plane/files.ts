import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/**
 * Who may talk to the API server, each with a token of its own, so that its audit log tells them apart: the harness and
 * the controllers, kubedoc, the person on call who runs what kubedoc printed, a reader with the rights that a check binds
 * to it, and one without any right.
 */
export const USERS = ['harness', 'kubedoc', 'oncall', 'reader', 'nobody'] as const;
export type User = (typeof USERS)[number];

/** Name of the only context of every kubeconfig. */
export const CONTEXT = 'plane';

/** Those who begin without a right. */
const WITHOUT_RIGHTS: readonly User[] = ['reader', 'nobody'];

/** The token of each user. */
export type Tokens = Readonly<Record<User, string>>;

/** Writes what kube-apiserver and kube-controller-manager want to find, and gives the tokens. */
export function writeSecrets(folder: string): Tokens {
  const token = (): string => randomBytes(16).toString('hex');
  const tokens = forEach(token);
  const rows = USERS.map((user) => `${tokens[user]},${user},${user}${groupsOf(user)}`);
  writeFileSync(join(folder, 'tokens.csv'), `${rows.join('\n')}\n`);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'service-account.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  writeFileSync(join(folder, 'audit-policy.yaml'), stringify(AUDIT_POLICY));
  return tokens;
}

function groupsOf(user: User): string {
  return WITHOUT_RIGHTS.includes(user) ? '' : ',"system:masters"';
}

function forEach<Value>(make: (user: User) => Value): Readonly<Record<User, Value>> {
  return Object.fromEntries(USERS.map((user) => [user, make(user)])) as Record<User, Value>;
}

/**
 * Every request, once it was answered: who, which verb, what. No bodies, but of the kinds of which kubedoc says that it
 * reads the metadata alone what it got: an event does not hold the Accept header, its answer tells the same.
 */
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    {
      level: 'RequestResponse',
      users: ['kubedoc', 'reader'],
      omitManagedFields: true,
      resources: [
        { group: '', resources: ['secrets', 'configmaps', 'serviceaccounts', 'services', 'persistentvolumeclaims'] },
        { group: 'networking.k8s.io', resources: ['ingresses'] },
        { group: 'apiextensions.k8s.io', resources: ['customresourcedefinitions'] },
        { group: 'scheduling.k8s.io', resources: ['priorityclasses'] },
        { group: 'node.k8s.io', resources: ['runtimeclasses'] },
      ],
    },
    { level: 'Metadata' },
  ],
};

/** Writes `NAME.kubeconfig` for each user and gives the file of each. */
export function writeKubeconfigs(folder: string, port: number, tokens: Tokens): Readonly<Record<User, string>> {
  const server = `https://127.0.0.1:${port}`;
  return forEach((user) => {
    const file = join(folder, `${user}.kubeconfig`);
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': CONTEXT,
      clusters: [{ name: CONTEXT, cluster: { server, 'certificate-authority': join(folder, 'pki', 'apiserver.crt') } }],
      users: [{ name: user, user: { token: tokens[user] } }],
      contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user } }],
    };
    writeFileSync(file, stringify(config));
    return file;
  });
}
