import type { Cluster } from '../cluster/cluster.ts';
import type { Manifest } from '../plane/manifest.ts';
import type { Incident } from './incident.ts';
import { failingUpgrade } from './upgrade.ts';

const QUOTA: Manifest = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'coder-quota', namespace: 'coder' },
  spec: { hard: { 'requests.memory': '6Gi' } },
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

const POLICY: readonly Manifest[] = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'pods-have-an-owner' },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
      validations: [
        {
          expression: "has(object.metadata.annotations) && 'owner' in object.metadata.annotations",
          message: 'a pod names its owner',
        },
      ],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'pods-have-an-owner-in-coder' },
    spec: {
      policyName: 'pods-have-an-owner',
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'coder' } } },
    },
  },
];

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'probe', namespace: 'coder' },
  spec: { containers: [{ name: 'a', image: 'a' }] },
};

/** The API server takes a second or so to heed a new policy or webhook: asked with a pod that is never created. */
async function untilHeeded(cluster: Cluster, word: string): Promise<void> {
  const path = '/api/v1/namespaces/coder/pods?dryRun=All';
  await cluster.until(`the API server to refuse pods for ${word}`, async () => {
    const { body } = await cluster.api.send('POST', path, JSON.stringify(POD));
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
      await cluster.git.commit(...POLICY);
      await untilHeeded(cluster, 'pods-have-an-owner');
    },
    expected: { code: 'pods-refused-by-admission-policy', confidence: ['confirmed'] },
    // "Change the pod template so that the policy admits it": the chart has a value for it.
    person: (cluster) => cluster.git.change(CODER, 'spec: {values: {podAnnotations: {owner: platform}}}'),
    advice: ['meet-the-policy', 'reset'],
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

const CODER = { kind: 'HelmRelease', namespace: 'coder', name: 'coder' };
