import { settled } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { object, type Built } from './build/build.ts';
import { coderGround, coderServer, SERVING_LOG } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import type { Expected, Story } from './story.ts';

/** Builds of workspaces whose account may not make what they are made of. */
const MADE = '2025-11-01T09:00:00Z';
const rbac = 'rbac.authorization.k8s.io/v1';
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** What the runner of provisionerd logs of an error of Terraform. */
function refusal(account: string, place: string): string {
  const output = `Error: persistentvolumeclaims is forbidden: User \\"system:serviceaccount:coder:${account}\\" cannot create resource \\"persistentvolumeclaims\\" in API group \\"\\" in the namespace \\"${place}\\"`;
  return `2025-11-15 18:12:40.123 [erro]  provisionerd.runner: workspace provisioner job logged  job_id=a4eca8ae-d646-4c3c-a781-43bfe6600e5b  workspace_name=dev  level=ERROR  output="${output}"\n`;
}

const ofAccount = (name: string): Built =>
  object({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'coder', name, created: MADE }, {});

/** The role of the chart for workspaces of one namespace, bound to the account of Coder. */
function granted(place: string, account: string, resources: readonly string[]): readonly Built[] {
  const name = 'coder-workspace-perms';
  return [
    object(
      { apiVersion: rbac, kind: 'Role', namespace: place, name, created: MADE },
      { rules: [{ apiGroups: [''], resources, verbs: VERBS }] },
    ),
    object(
      { apiVersion: rbac, kind: 'RoleBinding', namespace: place, name: account, created: MADE },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace: 'coder' }],
      },
    ),
  ];
}

const AS_CODER = { serviceAccountName: 'coder', serviceAccount: 'coder' };
const server = settled({ ...coderServer(), since: '2025-11-15T17:30:00Z', spec: AS_CODER });
const provisioner = settled({
  name: 'coder-provisioner',
  namespace: 'coder',
  image: 'ghcr.io/coder/coder:v2.28.1',
  since: '2025-11-15T17:30:00Z',
  spec: { serviceAccountName: 'coder-provisioner', serviceAccount: 'coder-provisioner' },
  container: {
    command: ['/opt/coder'],
    args: ['provisionerd', 'start'],
    env: [
      { name: 'CODER_URL', value: 'http://coder.coder.svc.cluster.local' },
      {
        name: 'CODER_PROVISIONER_DAEMON_KEY',
        valueFrom: { secretKeyRef: { name: 'coder-provisioner-key', key: 'key' } },
      },
    ],
  },
});
const CONNECTED = [
  '2025-11-15 17:30:02.102 [info]  starting provisioner daemon  tags={}  name=coder-provisioner-5d7f9b8c6-q5w9b',
  '2025-11-15 17:30:02.655 [info]  successfully connected to coderd',
  '',
].join('\n');

interface Rights {
  readonly around?: readonly Built[];
  readonly said?: string;
  readonly denied?: readonly string[];
}

function ofServer(name: string, summary: string, rights: Rights, expected: Expected): Story {
  const { around = [], said = refusal('coder', 'coder-workspaces'), denied = [] } = rights;
  const objects = [...server.all, ...coderGround, ofAccount('coder'), ...around];
  const logs = { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG + said };
  return storyOf(`coder-rights/${name}`, summary, { objects, logs, denied }, expected, {
    runbook: 'coder',
    inputs: { onlyNamespace: '' },
  });
}

function ofProvisioner(name: string, summary: string, around: readonly Built[], expected: Expected): Story {
  const log = CONNECTED + refusal('coder-provisioner', 'coder');
  const objects = [...provisioner.all, ...coderGround, ofAccount('coder-provisioner'), ...around];
  const logs = { 'coder/coder-provisioner-5d7f9b8c6-q5w9b/coder-provisioner': log };
  return storyOf(`coder-rights/${name}`, summary, { objects, logs }, expected, {
    runbook: 'coder',
    inputs: { onlyNamespace: '' },
  });
}

/** Servers and provisioners whose secrets stand in their manifests. */
function inTheOpen(name: string, summary: string, env: Readonly<Record<string, string>>, expected: Expected): Story {
  const app = settled({ ...coderServer(env), since: '2025-11-15T17:30:00Z' });
  const logs = { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG };
  return storyOf(`coder-settings/${name}`, summary, { objects: [...app.all, ...coderGround], logs }, expected, {
    runbook: 'coder',
    inputs: { onlyNamespace: '' },
  });
}

/** A right that is missing, one that is there by now, and roles that may not be seen. */
export const coderRights: readonly Story[] = [
  ofServer(
    'healthy',
    'Nothing was refused.',
    { said: '', around: granted('coder', 'coder', ['pods', 'persistentvolumeclaims']) },
    healthy,
  ),
  ofServer(
    'other-namespace',
    'Workspaces are made in another namespace, where the account of Coder has no role (coder/coder#7195).',
    { around: granted('coder', 'coder', ['pods', 'persistentvolumeclaims']) },
    problem('account-lacks-right', 'confirmed', { says: ['in namespace coder-workspaces'] }),
  ),
  ofServer(
    'granted-since-decoy',
    'Somebody has made the role since.',
    { around: granted('coder-workspaces', 'coder', ['pods', 'persistentvolumeclaims']) },
    healthy,
  ),
  ofServer(
    'roles-denied',
    'The roles may not be listed: the line alone speaks for it.',
    { denied: ['roles.rbac.authorization.k8s.io'] },
    problem('account-lacks-right', 'likely', { says: ['Its roles could not be read'] }),
  ),
  ofServer('log-denied', 'The log may not be read.', { denied: ['pods/log'] }, incomplete({ says: ['pods/log'] })),
  ofProvisioner(
    'of-provisioner',
    'The role of external provisioners lets them make pods and no claims.',
    granted('coder', 'coder-provisioner', ['pods']),
    problem('account-lacks-right', 'confirmed', { says: ['persistentvolumeclaims in namespace coder'] }),
  ),
  ofProvisioner(
    'of-provisioner-granted-decoy',
    'The same, and the claims were added since.',
    granted('coder', 'coder-provisioner', ['pods', 'persistentvolumeclaims']),
    healthy,
  ),
  inTheOpen(
    'open-secrets',
    'The address of the database with its password and a client secret stand in the manifest.',
    {
      CODER_PG_CONNECTION_URL: 'postgres://coder:correct-horse@db.example.org:5432/coder',
      CODER_OIDC_CLIENT_SECRET: 'battery-staple',
    },
    {
      ...healthy,
      says: ['in the open: CODER_PG_CONNECTION_URL, CODER_OIDC_CLIENT_SECRET'],
      never: ['correct-horse', 'battery-staple'],
    },
  ),
  inTheOpen(
    'open-secrets-decoy',
    'Names that sound like secrets and hold none.',
    { CODER_DISABLE_PASSWORD_AUTH: 'true', CODER_EXTERNAL_TOKEN: '$(TOKEN)' },
    { ...healthy, never: ['holds in the open'] },
  ),
];
