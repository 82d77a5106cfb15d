import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../../cluster/cluster.ts';
import { textAt, type Manifest, type Named } from '../../plane/manifest.ts';
import { servePodLog } from '../../plane/pod-logs.ts';
import { app, service, untilComplete } from './apps.ts';
import type { Fault } from './fault.ts';

const IMAGE = 'ghcr.io/coder/coder:v2.28.1';

type Variable = Readonly<Record<string, unknown>>;

const fromSecret = (name: string, secret: string, key: string): Variable => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

/** A Deployment as the charts of Coder make it (helm/libcoder): names, labels, container and words of the start. */
function part(
  namespace: string,
  name: string,
  args: readonly string[],
  env: readonly Variable[],
  pod: Readonly<Record<string, unknown>> = {},
): Manifest {
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };
  const container = { name, image: IMAGE, command: ['/opt/coder'], args, env };
  const http = name === 'coder' ? { ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] } : {};
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { ...labels, 'app.kubernetes.io/part-of': name } },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...pod, containers: [{ ...container, ...http }] } },
    },
  };
}

/** A Coder server with its Secret, as its chart makes it. */
export function server(namespace: string, env: Readonly<Record<string, string>> = {}): readonly Manifest[] {
  const own = {
    CODER_HTTP_ADDRESS: '0.0.0.0:8080',
    CODER_ACCESS_URL: 'https://coder.example.org',
    CODER_WILDCARD_ACCESS_URL: '*.coder.example.org',
    ...env,
  };
  const literal = Object.entries(own).map(([name, value]) => ({ name, value }));
  return [
    secret(namespace, 'coder-db-url', 'url'),
    part(namespace, 'coder', ['server'], [...literal, fromSecret('CODER_PG_CONNECTION_URL', 'coder-db-url', 'url')]),
  ];
}

/** Provisioners of their own with their Secret, as their chart makes them. */
export function provisioner(namespace: string, pod: Readonly<Record<string, unknown>> = {}): readonly Manifest[] {
  return [
    secret(namespace, 'coder-provisioner-key', 'key'),
    part(
      namespace,
      'coder-provisioner',
      ['provisionerd', 'start'],
      [
        { name: 'CODER_URL', value: `http://coder.${namespace}.svc.cluster.local` },
        fromSecret('CODER_PROVISIONER_DAEMON_KEY', 'coder-provisioner-key', 'key'),
      ],
      pod,
    ),
  ];
}

/** An account of provisioners and the role of its chart, with some of the resources that the chart grants. */
function mayMake(namespace: string, resources: readonly string[]): readonly Manifest[] {
  const name = 'coder-provisioner';
  const role = `${name}-workspace-perms`;
  const group = 'rbac.authorization.k8s.io';
  const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    {
      apiVersion: `${group}/v1`,
      kind: 'Role',
      metadata: { name: role, namespace },
      rules: [{ apiGroups: [''], resources, verbs }],
    },
    {
      apiVersion: `${group}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: group, kind: 'Role', name: role },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

/** What the API server says to these provisioners where they make the claim of a workspace. */
async function refusedClaim(cluster: Cluster, namespace: string): Promise<string> {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'coder-dev-home', namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
  };
  const { stdout, stderr } = await cluster.type(
    `kubectl create -f - --as=system:serviceaccount:${namespace}:coder-provisioner <<'END'\n${JSON.stringify(claim)}\nEND`,
  );
  const refusal = /persistentvolumeclaims is forbidden: .*/.exec(stdout + stderr)?.[0];
  if (refusal === undefined) throw new Error(`the claim was not refused: ${stdout}${stderr}`);
  return refusal;
}

function secret(namespace: string, name: string, key: string): Manifest {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: { [key]: 'not for you' } };
}

const BEGINNING = [
  'Coder v2.28.1+2e9ee9e - Your Self-Hosted Remote Development Platform',
  'Started HTTP listener at http://0.0.0.0:8080',
  'View the Web UI:',
  'https://coder.example.org',
];
const SERVES = [...BEGINNING, '==> Logs will stream in below (press ctrl+c to gracefully exit):'];
const CONNECTED = [
  '2025-11-15 17:30:02.102 [info]  starting provisioner daemon  tags={}  name=coder-provisioner',
  '2025-11-15 17:30:02.655 [info]  successfully connected to coderd',
];

/** What a server of 2.28 says in the end where it does not reach its database. */
function withoutDatabase(cause: string): readonly string[] {
  return [
    ...BEGINNING,
    'Encountered an error running "coder server", see "coder server --help" for more information',
    `error: connect to postgres: connect to postgres: unable to connect after 30 tries; last error: ${cause}`,
  ];
}

/** The pods of a part write these lines. */
async function says(cluster: Cluster, namespace: string, name: string, lines: readonly string[]): Promise<void> {
  const file = join(cluster.plane.folder, `${namespace}-${name}.log`);
  const time = new Date().toISOString();
  writeFileSync(file, lines.map((line) => `${time} stderr F ${line}\n`).join(''));
  for (const pod of await podsOf(cluster, namespace, name))
    await servePodLog(cluster.api, await cluster.api.get(pod), name, file);
}

async function podsOf({ api }: Cluster, namespace: string, name: string): Promise<readonly Named[]> {
  const pods = await api.list('v1', 'Pod', namespace);
  return (
    pods
      .filter((pod) => textAt(pod, 'metadata.name').startsWith(`${name}-`))
      .filter((pod) => textAt(pod, 'spec.containers.0.name') === name)
      // One that is on its way out may be away before its log is served.
      .filter((pod) => textAt(pod, 'metadata.deletionTimestamp') === '')
      .map((pod) => ({ apiVersion: 'v1', kind: 'Pod', namespace, name: textAt(pod, 'metadata.name') }))
  );
}

/** The server ends again and again with these lines, or comes back where there are none. */
async function ends(cluster: Cluster, namespace: string, lines: readonly string[] | null): Promise<void> {
  const annotations = { 'kubelet.test/fails': lines === null ? null : 'CrashLoopBackOff' };
  for (const pod of await podsOf(cluster, namespace, 'coder'))
    await cluster.api.patch(pod, { metadata: { annotations } });
  await says(cluster, namespace, 'coder', lines ?? SERVES);
}

/** Waits until the server has started, and says so in its log. */
export async function serves(cluster: Cluster, namespace: string): Promise<void> {
  await untilComplete(cluster, namespace, 'coder');
  await says(cluster, namespace, 'coder', SERVES);
}

/** Its address of the database leads to a Service that selects nobody. */
const databaseUnserved: Fault = {
  name: 'coder-database-unserved',
  objects: [
    ...server('coder-database-unserved'),
    app('coder-database-unserved', { name: 'postgresql' }),
    service('coder-database-unserved', { selector: { app: 'postgres' } }, 'postgresql'),
  ],
  befalls: async (cluster) => {
    const namespace = 'coder-database-unserved';
    await untilComplete(cluster, namespace, 'coder');
    const db = await cluster.api.get({ apiVersion: 'v1', kind: 'Service', namespace, name: 'postgresql' });
    const cause = `dial tcp ${textAt(db, 'spec.clusterIP')}:80: connect: connection refused`;
    await ends(cluster, namespace, withoutDatabase(cause));
    await untilNotReady(cluster, namespace);
  },
  expected: { code: 'service-selects-nothing', confidence: ['confirmed'], on: 'Service/postgresql' },
  cure: {
    advice: ['correct-selector'],
    kubelet: (cluster) => ends(cluster, 'coder-database-unserved', null),
  },
};

/** The host of the documents is in its Secret; the Service has another name. Found, and not mended: Secrets are a person's. */
const databaseUnknown: Fault = {
  name: 'coder-database-unknown',
  objects: [
    ...server('coder-database-unknown'),
    app('coder-database-unknown', { name: 'postgresql' }),
    service('coder-database-unknown', { selector: { app: 'postgresql' } }, 'postgresql'),
  ],
  befalls: async (cluster) => {
    const namespace = 'coder-database-unknown';
    await untilComplete(cluster, namespace, 'coder');
    const host = `coder-db-postgresql.${namespace}`;
    await ends(cluster, namespace, withoutDatabase(`dial tcp: lookup ${host} on 10.96.0.10:53: no such host`));
    await untilNotReady(cluster, namespace);
  },
  expected: { code: 'service-not-there', confidence: ['confirmed'], on: 'Service/coder-db-postgresql' },
};

const wildcardWithScheme: Fault = {
  name: 'coder-wildcard',
  objects: server('coder-wildcard', { CODER_WILDCARD_ACCESS_URL: 'https://*.apps.example.org' }),
  befalls: (cluster) => serves(cluster, 'coder-wildcard'),
  expected: { code: 'wildcard-malformed', confidence: ['likely'], on: 'Deployment/coder' },
  cure: {
    advice: ['set-wildcard'],
    filledIn: () => Promise.resolve({ 'set-wildcard': { wildcard: '"*.apps.example.org"' } }),
    kubelet: (cluster) => serves(cluster, 'coder-wildcard'),
  },
};

const withoutOpenid: Fault = {
  name: 'coder-scopes',
  objects: server('coder-scopes', {
    CODER_OIDC_ISSUER_URL: 'https://login.example.org',
    CODER_OIDC_CLIENT_ID: 'coder',
    CODER_OIDC_SCOPES: 'profile,groups',
  }),
  befalls: (cluster) => serves(cluster, 'coder-scopes'),
  expected: { code: 'oidc-without-openid', confidence: ['likely'], on: 'Deployment/coder' },
  cure: { advice: ['set-scopes'], kubelet: (cluster) => serves(cluster, 'coder-scopes') },
};

/** Coder does not know the key; they run and do nothing. Mended in Coder, which is not here. */
const keyRefused: Fault = {
  name: 'coder-key-refused',
  objects: provisioner('coder-key-refused'),
  befalls: async (cluster) => {
    await untilComplete(cluster, 'coder-key-refused', 'coder-provisioner');
    await says(cluster, 'coder-key-refused', 'coder-provisioner', [
      '2025-11-15 17:30:02.102 [info]  starting provisioner daemon  tags={}  name=coder-provisioner',
      '2025-11-15 17:30:02.655 [warn]  coderd client failed to dial  error="POST http://coder.coder.svc.cluster.local/api/v2/organizations/0/provisionerdaemons/serve: unexpected status code 401: API key or external provisioner authentication required, but none provided"',
    ]);
  },
  expected: {
    code: 'provisioner-key-refused',
    confidence: ['confirmed', 'likely'],
    on: 'Deployment/coder-provisioner',
  },
};

/** Its account may make pods and no claims, which the log of a build tells; the printed role mends it. */
const claimsForbidden: Fault = {
  name: 'coder-claims-forbidden',
  objects: [
    ...mayMake('coder-claims-forbidden', ['pods']),
    ...provisioner('coder-claims-forbidden', { serviceAccountName: 'coder-provisioner' }),
  ],
  befalls: async (cluster) => {
    const namespace = 'coder-claims-forbidden';
    await untilComplete(cluster, namespace, 'coder-provisioner');
    const refusal = await refusedClaim(cluster, namespace);
    const output = JSON.stringify(`Error: ${refusal}`);
    await says(cluster, namespace, 'coder-provisioner', [
      ...CONNECTED,
      `2025-11-15 17:34:40.123 [erro]  provisionerd.runner: workspace provisioner job logged  workspace_name=dev  level=ERROR  output=${output}`,
    ]);
  },
  expected: { code: 'account-lacks-right', confidence: ['confirmed'], on: 'ServiceAccount/coder-provisioner' },
  cure: { advice: ['grant-in-namespace'] },
};

/** All of it, and well. */
const twin: Fault = {
  name: 'coder-twin',
  objects: [...server('coder-twin'), ...provisioner('coder-twin')],
  befalls: async (cluster) => {
    await serves(cluster, 'coder-twin');
    await connects(cluster, 'coder-twin');
  },
  expected: null,
};

/** Waits until the provisioners have started, and say that they are connected. */
export async function connects(cluster: Cluster, namespace: string): Promise<void> {
  await untilComplete(cluster, namespace, 'coder-provisioner');
  await says(cluster, namespace, 'coder-provisioner', CONNECTED);
}

function untilNotReady(cluster: Cluster, namespace: string): Promise<unknown> {
  const named = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'coder' };
  return cluster.until(`Coder of ${namespace} to end`, async () => {
    const status = (await cluster.api.get(named)) as { readonly status?: { readonly unavailableReplicas?: number } };
    return status.status?.unavailableReplicas === 1;
  });
}

/** Coder as its charts install it, and what keeps it from its work. */
export const CODER: readonly Fault[] = [
  databaseUnserved,
  databaseUnknown,
  wildcardWithScheme,
  withoutOpenid,
  keyRefused,
  claimsForbidden,
  twin,
];
