import type { Cluster } from '../cluster/cluster.ts';
import type { Manifest } from '../plane/manifest.ts';
import { namespace, WITHOUT_LIMIT } from './coder.ts';
import type { Incident } from './incident.ts';
import { failingUpgrade } from './upgrade.ts';

const QUOTA: Manifest = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'coder-quota', namespace: 'coder' },
  spec: { hard: { 'requests.memory': '6Gi' } },
};

/** The namespace asks for the level that Kubernetes calls restricted, of every pod that is made from now on. */
const RESTRICTED: Manifest = {
  ...namespace('coder'),
  metadata: { name: 'coder', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};

/** Waits until a quota counts; before that it would let everything pass. */
async function quota(cluster: Cluster): Promise<void> {
  await cluster.git.commit(QUOTA);
  const { apiVersion, kind } = QUOTA;
  const named = { apiVersion, kind, namespace: 'coder', name: 'coder-quota' };
  await cluster.until('the quota to count', async () =>
    JSON.stringify(await cluster.api.get(named)).includes('"used"'),
  );
}

/** What a policy says no to, in namespace coder alone. */
interface Policy {
  readonly name: string;
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly expression: string;
  readonly message: string;
  readonly operations: readonly string[];
}

/** A ValidatingAdmissionPolicy and its binding. */
function policy({ name, apiGroups, resources, expression, message, operations }: Policy): readonly Manifest[] {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [{ apiGroups, apiVersions: ['v1'], operations, resources }] },
        validations: [{ expression, message }],
      },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: `${name}-in-coder` },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'coder' } } },
      },
    },
  ];
}

const OWNED = policy({
  name: 'pods-have-an-owner',
  apiGroups: [''],
  resources: ['pods'],
  operations: ['CREATE'],
  expression: "has(object.metadata.annotations) && 'owner' in object.metadata.annotations",
  message: 'a pod names its owner',
});
const LIMITED = policy({
  name: 'memory-is-limited',
  apiGroups: ['apps'],
  resources: ['deployments'],
  operations: ['CREATE', 'UPDATE'],
  expression: "object.spec.template.spec.containers.all(c, has(c.resources.limits) && 'memory' in c.resources.limits)",
  message: 'every container has a memory limit',
});

const UNLIMITED = { containers: [{ name: 'a', image: 'a' }] };
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'probe', namespace: 'coder' }, spec: UNLIMITED };
const labels = { app: 'probe' };
const PROBE_DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'probe', namespace: 'coder' },
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: UNLIMITED } },
};

/** The API server takes a second or so to heed a new policy or webhook: asked with an object that is never created. */
async function untilHeeded(cluster: Cluster, word: string, probe: Manifest = POD): Promise<void> {
  const resource = probe === POD ? 'api/v1/namespaces/coder/pods' : 'apis/apps/v1/namespaces/coder/deployments';
  await cluster.until(`the API server to refuse a ${probe.kind} for ${word}`, async () => {
    const { body } = await cluster.api.send('POST', `/${resource}?dryRun=All`, JSON.stringify(probe));
    return JSON.stringify(body).includes(word);
  });
}

const WEBHOOK: Manifest = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'image-scanner' },
  webhooks: [
    {
      name: 'pods.image-scanner.example',
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      failurePolicy: 'Fail',
      timeoutSeconds: 5,
      clientConfig: { service: { name: 'image-scanner', namespace: 'scanner', path: '/pods' } },
      rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'coder' } },
    },
  ],
};

/** Everything that keeps pods from being created at all. */
export const REFUSED: readonly Incident[] = [
  failingUpgrade({
    name: 'quota-refuses-pods',
    title: 'The quota of the namespace has no room for the second pod of a rolling update',
    before: quota,
    expected: { code: 'pods-refused-by-quota', confidence: ['confirmed'] },
    advice: ['raise-quota', 'create-now', 'reset'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'service-account-missing',
    title: 'The new version of the chart runs as a ServiceAccount that nobody made',
    parts: { values: { serviceAccount: 'coder-server' } },
    expected: { code: 'pods-refused-no-service-account', confidence: ['confirmed'] },
    advice: ['create-service-account', 'create-now', 'reset'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'policy-refuses-pods',
    title: 'A ValidatingAdmissionPolicy refuses the new pods, because they lack an annotation',
    before: async (cluster) => {
      await cluster.git.commit(...OWNED);
      await untilHeeded(cluster, 'pods-have-an-owner');
    },
    expected: { code: 'pods-refused-by-admission-policy', confidence: ['confirmed'] },
    filledIn: () => ({ 'meet-the-policy': { 'pod-template': '{metadata: {annotations: {owner: platform}}}' } }),
    advice: ['meet-the-policy'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'policy-refuses-pods-pinned',
    title: 'The same, and whoever is on call goes back to the version whose pods still run',
    before: async (cluster) => {
      await cluster.git.commit(...OWNED);
      await untilHeeded(cluster, 'pods-have-an-owner');
    },
    expected: { code: 'pods-refused-by-admission-policy', confidence: ['confirmed'] },
    advice: ['pin-version'],
    ends: 'old',
  }),
  failingUpgrade({
    name: 'policy-refuses-deployment',
    title: 'A ValidatingAdmissionPolicy refuses the Deployment of the new version, which has no memory limit',
    parts: { templates: { 'deployment.yaml': WITHOUT_LIMIT } },
    before: async (cluster) => {
      await cluster.git.commit(...LIMITED);
      await untilHeeded(cluster, 'memory-is-limited', PROBE_DEPLOYMENT);
    },
    expected: { code: 'refused-by-admission-policy', confidence: ['confirmed'] },
    filledIn: () => ({
      'meet-admission-policy': { path: '/spec/template/spec/containers/0/resources/limits', value: '{memory: 4Gi}' },
    }),
    advice: ['meet-admission-policy'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'pod-security-refuses-pods',
    title: 'Since the last upgrade the namespace enforces Pod Security at the level restricted',
    before: (cluster) => cluster.git.commit(RESTRICTED),
    expected: { code: 'pods-refused-by-pod-security', confidence: ['confirmed'] },
    advice: ['meet-restricted'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'webhook-without-service',
    title: 'A webhook that has to be asked about every pod has no Service any more',
    before: async (cluster) => {
      await cluster.api.apply(WEBHOOK);
      await untilHeeded(cluster, 'image-scanner');
    },
    expected: { code: 'pods-webhook-away', confidence: ['confirmed'] },
    advice: ['delete-configuration', 'create-now', 'reset'],
    ends: 'new',
  }),
];
