import { firstStart, mediumNode, settled } from './build/app.ts';
import {
  endpointSlice,
  failedCreate,
  forbidden,
  nameOnly,
  namespace,
  refusedWith,
  serviceFor,
  webhookConfiguration,
} from './build/admission.ts';
import { crashedContainer } from './build/app-status.ts';
import { releaseStory, workloadStory } from './build/ask.ts';
import { type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem, problems } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, stalled } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Pods that a webhook or an admission policy refuses, and webhooks that do not answer. */
const node: Built = mediumNode('node-1');
const shop = namespace('shop', { team: 'shop' });
const ready = settled({});

const KYVERNO = 'validate.kyverno.svc-fail';
const BLOCKED = [
  `admission webhook "${KYVERNO}" denied the request: `,
  '',
  'resource Pod/shop/web-5d7f9b8c6-q5w9b was blocked due to the following policies ',
  '',
  'require-labels:',
  "  check-team: 'validation error: The label team is required. rule check-team failed at path /metadata/labels/team/'",
].join('\n');
const blocked = refusedWith(BLOCKED);
const kyverno = (change: Change = {}): Built =>
  webhookConfiguration(
    'kyverno-resource-validating-webhook-cfg',
    KYVERNO,
    { namespace: 'kyverno', name: 'kyverno-svc' },
    change,
  );
const others = kyverno({
  namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['shop'] }] },
});

const GATEKEEPER =
  'admission webhook "validation.gatekeeper.sh" denied the request: [allowed-repos] container <web> has an invalid image repo <registry.example/shop/web:1.5.0>';
const gated = refusedWith(GATEKEEPER);
const PLAIN = 'admission webhook "images.policy.example" denied the request: images must come from registry.example';
const plain = refusedWith(PLAIN);

const webhooks: readonly Story[] = [
  workloadStory(
    'refused/webhook',
    'A Kyverno policy refuses the pods.',
    { objects: [node, shop, ...blocked.all, kyverno()] },
    problem('pods-refused-by-webhook', 'confirmed', {
      says: ['Policy require-labels refuses', 'The label team is required', 'kyverno/kyverno-svc'],
    }),
  ),
  workloadStory(
    'refused/webhook-healthy',
    'The same policy, and pods that it admits.',
    { objects: [node, shop, ...ready.all, kyverno()] },
    healthy,
  ),
  workloadStory(
    'refused/webhook-decoy',
    'The webhook leaves this namespace out by now; the controller waits for its next attempt.',
    { objects: [node, shop, ...blocked.all, others, failedCreate(blocked.newSet, BLOCKED)] },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/webhook-denied',
    'The webhook configurations may not be looked at.',
    {
      objects: [node, shop, ...blocked.all, kyverno()],
      denied: ['validatingwebhookconfigurations.admissionregistration.k8s.io'],
    },
    problem('pods-refused-by-webhook', 'likely', {
      says: ['The label team is required', 'validatingwebhookconfigurations'],
    }),
  ),
  workloadStory(
    'refused/webhook-gatekeeper',
    'A constraint of Gatekeeper refuses the image.',
    {
      objects: [
        node,
        shop,
        ...gated.all,
        webhookConfiguration('gatekeeper-validating-webhook-configuration', 'validation.gatekeeper.sh', {
          namespace: 'gatekeeper-system',
          name: 'gatekeeper-webhook-service',
        }),
      ],
    },
    problem('pods-refused-by-webhook', 'confirmed', { says: ['Policy allowed-repos refuses', 'invalid image repo'] }),
  ),
  workloadStory(
    'refused/webhook-of-the-house',
    'A webhook that nobody else has refuses the image; two configurations hold one of that name, and one leaves the namespace out.',
    {
      objects: [
        node,
        shop,
        ...plain.all,
        webhookConfiguration(
          'a-lab',
          'images.policy.example',
          { namespace: 'policy', name: 'lab' },
          { namespaceSelector: { matchLabels: { stage: 'lab' } } },
        ),
        webhookConfiguration('b-house', 'images.policy.example', { namespace: 'policy', name: 'policy' }),
      ],
    },
    problem('pods-refused-by-webhook', 'confirmed', { says: ['images must come from', 'b-house', 'every namespace'] }),
  ),
];

const CALL = 'failed to call webhook: Post "https://policy.policy.svc:443/validate?timeout=10s"';
const failing = (why: string): string =>
  `Internal error occurred: failed calling webhook "images.policy.example": ${CALL}: ${why}`;
const AWAY = failing('no endpoints available for service "policy"');
const away = refusedWith(AWAY);
const SLOW = failing('context deadline exceeded');
const slow = refusedWith(SLOW);
const UNTRUSTED = failing('tls: failed to verify certificate: x509: certificate signed by unknown authority');
const untrusted = refusedWith(UNTRUSTED);
const outside = refusedWith(
  'Internal error occurred: failed calling webhook "images.policy.example": failed to call webhook: Post "https://policy.example/check?timeout=10s": dial tcp 203.0.113.7:443: connect: connection refused',
);
const house = (change: Change = {}): Built =>
  webhookConfiguration('house', 'images.policy.example', { namespace: 'policy', name: 'policy' }, change);

const crashed = crashedContainer(
  'policy',
  'registry.example/policy/policy:1.5.0',
  13,
  'policy-5d7f9b8c6-q5w9b_policy(1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f)',
);
const backend = firstStart({ name: 'policy', namespace: 'policy' }, { change: crashed });
const sound = settled({ name: 'policy', namespace: 'policy' });
const logs = { 'policy/policy-5d7f9b8c6-q5w9b/policy.previous': 'fatal: no policy bundle at /policies\n' };
const behind = (app: { readonly all: readonly Built[] }, isReady: boolean): readonly Built[] => [
  ...app.all,
  serviceFor('policy', 'policy'),
  endpointSlice('policy', 'policy', isReady),
];
const byName = deepMerge(serviceFor('policy', 'policy'), {
  spec: { type: 'ExternalName', externalName: 'policy.example', clusterIP: undefined, selector: undefined },
});

const absent: readonly Story[] = [
  workloadStory(
    'refused/webhook-away',
    'The only pod behind a webhook crashes, so every pod that the webhook is asked about is refused.',
    { objects: [node, shop, ...away.all, house(), ...behind(backend, false)], logs },
    problems(
      [
        ['pods-webhook-away', 'confirmed'],
        ['container-crashes', 'confirmed'],
      ],
      { says: ['The only pod behind Service policy/policy is not ready', 'no policy bundle', 'kubectl edit'] },
    ),
  ),
  workloadStory(
    'refused/webhook-away-healthy',
    'The same webhook, which answers.',
    { objects: [node, shop, ...ready.all, house(), ...behind(sound, true)] },
    healthy,
  ),
  workloadStory(
    'refused/webhook-away-decoy',
    'The backend of the webhook is back; the controller waits for its next attempt.',
    { objects: [node, shop, ...away.all, house(), ...behind(sound, true), failedCreate(away.newSet, AWAY)] },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/webhook-away-denied',
    'The endpoints of the webhook may not be looked at.',
    {
      objects: [node, shop, ...away.all, house(), ...behind(backend, false)],
      logs,
      denied: ['endpointslices.discovery.k8s.io'],
    },
    problem('pods-webhook-away', 'likely', { says: ['endpointslices', 'no endpoints available'] }),
  ),
  workloadStory(
    'refused/webhook-services-denied',
    'Services may not be looked at; the EndpointSlices are there and hold no ready endpoint.',
    { objects: [node, shop, ...away.all, house(), ...behind(backend, false)], logs, denied: ['services'] },
    problem('pods-webhook-away', 'confirmed', { says: ['no endpoints available'] }),
  ),
  workloadStory(
    'refused/webhook-by-name',
    'The Service behind a webhook stands for a name outside of the cluster: it has no endpoints, and what is there does not answer in time.',
    { objects: [node, shop, ...slow.all, house(), byName] },
    problem('pods-webhook-unreachable', 'likely', { never: ['pods-webhook-away'] }),
  ),
  workloadStory(
    'refused/webhook-by-name-denied',
    'The same, and Services may not be looked at.',
    { objects: [node, shop, ...slow.all, house(), byName], denied: ['services'] },
    problem('pods-webhook-away', 'likely', { says: ['get services policy'] }),
  ),
  workloadStory(
    'refused/webhook-no-service',
    'The Service behind a webhook was deleted, and its configuration was left behind.',
    { objects: [node, shop, ...refusedWith(failing('service "policy" not found')).all, house()] },
    problem('pods-webhook-away', 'confirmed', { says: ['Service policy/policy does not exist', 'last resort'] }),
  ),
  workloadStory(
    'refused/webhook-slow',
    'The backend of a webhook is ready and does not answer in time: what is between is in doubt.',
    { objects: [node, shop, ...slow.all, house(), ...behind(sound, true)] },
    problem('pods-webhook-unreachable', 'likely', { says: ['context deadline exceeded', 'NetworkPolicy'] }),
  ),
  workloadStory(
    'refused/webhook-outside',
    'A URL outside the cluster answers for a webhook, and does not.',
    {
      objects: [
        node,
        shop,
        ...outside.all,
        house({ clientConfig: { service: undefined, url: 'https://policy.example/check' } }),
      ],
    },
    problem('pods-webhook-unreachable', 'likely', {
      says: ['A URL outside the cluster'],
      never: ['counts itself ready'],
    }),
  ),
  workloadStory(
    'refused/webhook-ignored-decoy',
    'The webhook may be away by now without anybody being refused (failurePolicy Ignore).',
    { objects: [node, shop, ...slow.all, house({ failurePolicy: 'Ignore' }), failedCreate(slow.newSet, SLOW)] },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/webhook-no-ca',
    'Nobody has filled in the CA of the webhook, so the API server trusts public ones alone.',
    {
      objects: [node, shop, ...untrusted.all, house({ clientConfig: { caBundle: undefined } }), ...behind(sound, true)],
    },
    problem('pods-webhook-not-trusted', 'confirmed', { says: ['names no CA', 'unknown authority'] }),
  ),
  workloadStory(
    'refused/webhook-other-ca',
    'The CA of the webhook is filled in and does not fit: its certificate cannot be seen from here.',
    { objects: [node, shop, ...untrusted.all, house(), ...behind(sound, true)] },
    problem('pods-webhook-not-trusted', 'likely', { says: ['the certificate that the webhook shows'] }),
  ),
];

const RULE = 'all images must come from registry.example';
const POLICY = `ValidatingAdmissionPolicy 'images' with binding 'images-shop' denied request: ${RULE}`;
const ruled = refusedWith(forbidden(POLICY));
const EXPRESSION = 'object.spec.containers.all(c, c.image.startsWith(params.data.registry))';
const policy = nameOnly('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'images', null, {
  metadata: { generation: 1 },
  spec: {
    failurePolicy: 'Fail',
    matchConstraints: {
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      objectSelector: {},
      resourceRules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*' },
      ],
    },
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    validations: [{ expression: EXPRESSION, message: RULE }],
  },
  status: { observedGeneration: 1, typeChecking: {} },
});
const binding = (validationActions: readonly string[]): Built =>
  nameOnly('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'images-shop', null, {
    metadata: { generation: 1 },
    spec: {
      policyName: 'images',
      paramRef: { name: 'registries', namespace: 'policy', parameterNotFoundAction: 'Deny' },
      validationActions,
    },
  });

const releasedApp = ruled.all.map((each) =>
  each === ruled.deployment ? deepMerge(each, { metadata: { labels: appliedBy() } }) : each,
);

const policies: readonly Story[] = [
  releaseStory(
    'refused/admission-policy-of-a-release',
    'The same, of a HelmRelease: the version before still serves, and going back to it needs no new pod.',
    { objects: [node, shop, stalled(), ...flux, chartOf(), ...releasedApp, policy, binding(['Deny'])] },
    problem('pods-refused-by-admission-policy', 'confirmed', {
      says: [
        '"id":"pin-version","tier":"workaround"',
        'version: 1.4.0',
        'template: <pod-template>',
        '"text":"<pod-template>"',
      ],
    }),
  ),
  workloadStory(
    'refused/admission-policy',
    'A ValidatingAdmissionPolicy refuses the image.',
    { objects: [node, shop, ...ruled.all, policy, binding(['Deny'])] },
    problem('pods-refused-by-admission-policy', 'confirmed', {
      says: [RULE, EXPRESSION, 'ConfigMap registries'],
    }),
  ),
  workloadStory(
    'refused/admission-policy-healthy',
    'The same policy, and pods that it admits.',
    { objects: [node, shop, ...ready.all, policy, binding(['Deny'])] },
    healthy,
  ),
  workloadStory(
    'refused/admission-policy-decoy',
    'The binding only audits by now; the controller waits for its next attempt.',
    { objects: [node, shop, ...ruled.all, policy, binding(['Audit']), failedCreate(ruled.newSet, forbidden(POLICY))] },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/admission-policy-denied',
    'The bindings of policies may not be looked at.',
    {
      objects: [node, shop, ...ruled.all, policy, binding(['Deny'])],
      denied: ['validatingadmissionpolicybindings.admissionregistration.k8s.io'],
    },
    problem('pods-refused-by-admission-policy', 'likely', { says: [RULE, 'validatingadmissionpolicybindings'] }),
  ),
];

const MUTATING =
  "policy 'sidecar' with binding 'sidecar-shop' denied request: expression 'Object{spec: params.data.spec}' resulted in error: no such key: spec";
const unchanged = refusedWith(forbidden(MUTATING));
const mutating: readonly Story[] = [
  workloadStory(
    'refused/mutating-policy',
    'A MutatingAdmissionPolicy fails on the pods.',
    { objects: [node, shop, ...unchanged.all] },
    problem('pods-not-changed-by-policy', 'likely', { says: ['Mutating policy sidecar', 'no such key'] }),
  ),
];

/** Webhooks and policies. */
export const refusedByPolicy: readonly Story[] = [...webhooks, ...absent, ...policies, ...mutating];
