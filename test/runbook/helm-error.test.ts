import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { diagnose } from '../../src/engine/diagnose.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Query } from '../../src/model/query.ts';
import type { Advice, Finding, Report } from '../../src/model/report.ts';
import type { World } from '../../src/model/world.ts';
import { probes } from '../../src/probes/index.ts';
import { gitOwner } from '../../src/probes/git-owner.ts';
import { releaseTarget } from '../../src/probes/release-target.ts';
import { catalogue } from '../support/shipped.ts';
import { buildRelease, run, type ReleaseSketch } from '../probes/release-builder.ts';
import { MESSAGES } from './helm-error-messages.ts';

/** Objects of the fake cluster by their resource; every other kind is empty, or denied where it says so. */
type Cluster = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[] | 'denied'>>;

function worldOf(cluster: Cluster): World {
  return {
    lookUp: (query) => Promise.resolve(answer(query, cluster)),
    ask: () => Promise.resolve(undefined),
    tell: () => undefined,
  };
}

function answer(query: Query, cluster: Cluster): Fact {
  if (query.from === 'server') {
    const value = { context: 'lab', namespace: 'default', version: 'v1.34.1', now: '2025-11-15T18:15:03Z' };
    return { state: 'known', value };
  }
  if (query.from !== 'get' && query.from !== 'list') return { state: 'failed', reason: 'not here', hint: '' };
  const objects = cluster[query.resource] ?? [];
  if (objects === 'denied') return { state: 'denied', need: `the right to ${query.from} ${query.resource}` };
  if (query.from === 'list') return { state: 'known', value: objects };
  const found = objects.find(({ metadata }) => {
    const { name, namespace = null } = metadata as { name: string; namespace?: string };
    return name === query.name && namespace === query.namespace;
  });
  return found === undefined ? { state: 'absent', what: 'object' } : { state: 'known', value: found };
}

async function classify(text: string, cluster: Cluster = {}, sketch: ReleaseSketch = {}): Promise<Report> {
  const release = buildRelease({ conditions: [`Ready=False UpgradeFailed "${text}"`], ...sketch });
  return diagnose({
    entry: 'helm-error',
    inputs: { release, text, git: run(gitOwner, { object: release }), target: run(releaseTarget, { release }) },
    runbooks: catalogue.runbooks,
    probes,
    world: worldOf(cluster),
  });
}

async function findingOf(...args: Parameters<typeof classify>): Promise<Finding> {
  const { findings } = await classify(...args);
  expect(findings).toHaveLength(1);
  return findings[0] as Finding;
}

function object(apiVersion: string, kind: string, name: string, rest: Record<string, unknown> = {}) {
  const { namespace = 'coder', ...fields } = rest;
  return {
    apiVersion,
    kind,
    metadata: {
      ...{ name, generation: 1, creationTimestamp: '2025-11-15T12:00:00Z' },
      ...(namespace === null ? {} : { namespace }),
    },
    ...fields,
  };
}

function withCondition(type: string, status: string, reason: string, message: string, observedGeneration = 1) {
  return { status: { observedGeneration, conditions: [{ type, status, reason, message }] } };
}

test.each(MESSAGES)('%s: %s', async (code, message) => {
  const finding = await findingOf(message);
  expect(finding.code).toBe(code);
  expect(finding.title).not.toMatch(/[{}]/);
  expect(finding.chain[0]).toMatchObject({ kind: 'HelmRelease', name: 'coder' });
  expect(finding.advice.filter((advice) => advice.recommended)).toHaveLength(1);
});

test.each(MESSAGES)('%s is never confirmed where nothing may be looked at: %s', async (_, message) => {
  const everything = new Proxy<Cluster>({}, { get: () => 'denied' });
  expect((await findingOf(message, everything)).confidence).not.toBe('confirmed');
});

test.each([
  "Running 'upgrade' action with timeout of 5m0s",
  'Fulfilling prerequisites',
  'Reconciliation in progress',
  'retrying after 10m0s',
  'New reconciliation triggered by HelmChart/flux-system/coder-coder',
])('%s is no error', async (message) => {
  expect(await classify(message)).toMatchObject({ findings: [], verdict: 'in-progress' });
});

test('the message is quoted and no command holds a gap', async () => {
  for (const [, message] of MESSAGES) {
    const { cause, advice } = await findingOf(message);
    if (!/^could not resolve|^values|violates PodSecurity/.test(message))
      expect(cause).toContain(message.split('\n')[0]?.slice(-20));
    for (const command of advice.flatMap(({ commands, verify }) => [...commands, ...verify]))
      expect(command).not.toMatch(/unknown|[{}](?!\.|')|undefined/);
  }
});

test('no advice removes what holds data or state as a recommended way', async () => {
  for (const [, message] of MESSAGES) {
    for (const advice of (await findingOf(message)).advice) {
      expect(advice.commands.join('\n')).not.toMatch(
        /delete (?:pvc|persistentvolumeclaim|secret|helmrelease|\w*webhook)/i,
      );
      if (advice.risk === 'loses-data') expect([advice.recommended, /data/.test(advice.impact)]).toEqual([false, true]);
    }
  }
});

test('nothing deployed is worse than an old revision that is left', async () => {
  const text = 'execution error at (coder/templates/coder.yaml:1:4): coder.image.tag is required';
  const none = { history: [], status: { lastAttemptedReleaseAction: 'install' } };
  expect(await findingOf(text, {}, none)).toMatchObject({ severity: 'P1' });
  expect(await findingOf(text)).toMatchObject({ severity: 'P2', confidence: 'likely' });
});

test('what Helm met in an action of its own is never laid at the door of a source', async () => {
  const text = 'dial tcp: lookup registry.example on 10.96.0.10:53: no such host';
  const said = `Helm upgrade failed for release coder/coder with chart coder@2.28.3: ${text}`;
  const conditions = [`Ready=False UpgradeFailed "${said}"`, `Released=False UpgradeFailed "${said}"`];
  expect(await findingOf(text, {}, { conditions })).toMatchObject({ code: 'unclassified' });
  expect(await findingOf(text)).toMatchObject({ code: 'source-dns' });
});

test('text that no condition repeats is only possible', async () => {
  const text = 'execution error at (coder/templates/coder.yaml:1:4): coder.image.tag is required';
  expect(await findingOf(text, {}, { conditions: [] })).toMatchObject({ confidence: 'possible' });
});

test('a failed test is told from a failed release by the conditions', async () => {
  const conditions = [
    'Ready=False TestFailed "Helm test failed for release coder/coder.v3 with chart coder@2.28.3: pod coder-test failed"',
    'Released=True UpgradeSucceeded "Helm upgrade succeeded for release coder/coder.v3 with chart coder@2.28.3"',
    'TestSuccess=False TestFailed "Helm test failed for release coder/coder.v3 with chart coder@2.28.3: pod coder-test failed"',
  ];
  const history = [{ version: 3, status: 'deployed', testHooks: { 'coder-test': { phase: 'Failed' } } }];
  const finding = await findingOf('pod coder-test failed', {}, { conditions, status: { history } });
  expect(finding).toMatchObject({ code: 'tests-failed', confidence: 'confirmed', severity: 'P3' });
});

test('a rollback without a target is told beside the error that asked for it', async () => {
  const conditions = [
    'Stalled=True MissingRollbackTarget "Failed to perform remediation: missing target release for rollback: cannot remediate failed release"',
  ];
  const { notes } = await classify('something else', {}, { conditions });
  expect(notes.map(({ kind, text }) => `${kind}: ${text}`)).toContainEqual(
    expect.stringMatching(/^observation: .*one more attempt/s),
  );
});

const LOCKED = 'another operation (install/upgrade/rollback) is in progress';
test.each([
  ['release-locked', 'confirmed', [{ status: 'pending-upgrade' }]],
  ['prerequisite-met-now', 'likely', [{ status: 'deployed' }]],
])('a lock is %s, %s, with release Secrets %j', async (code, confidence, labels) => {
  const secrets = labels.map((each, at) => ({
    ...object('v1', 'Secret', `sh.helm.release.v1.coder.v${at + 1}`),
    metadata: { name: `sh.helm.release.v1.coder.v${at + 1}`, namespace: 'coder', labels: each },
  }));
  expect(await findingOf(LOCKED, { secrets })).toMatchObject({ code, confidence });
});

test('the procedure for old controllers names the deployed revision', async () => {
  const { advice } = await findingOf(LOCKED);
  expect(advice.find(({ id }) => id === 'unlock-by-hand')?.commands).toEqual([
    'flux suspend helmrelease coder -n coder --context lab',
    'helm rollback coder 1 -n coder --kube-context lab',
    'flux resume helmrelease coder -n coder --context lab',
  ]);
  const elsewhere = await findingOf(LOCKED, {}, { spec: { targetNamespace: 'apps' } });
  expect(elsewhere.advice.map(({ id }) => id)).not.toContain('unlock-by-hand');
});

test('no deployed release with an uninstalling revision is an uninstall that broke off', async () => {
  const name = 'sh.helm.release.v1.coder.v1';
  const secrets = [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'coder', labels: { status: 'uninstalling' } } },
  ];
  const finding = await findingOf('"coder" has no deployed releases', { secrets });
  expect(finding).toMatchObject({ code: 'uninstall-unfinished', confidence: 'confirmed' });
});

const TERMINATING =
  'secrets "s" is forbidden: unable to create new content in namespace coder because it is being terminated';
test.each([
  [
    'namespace-terminating',
    'confirmed',
    [object('v1', 'Namespace', 'coder', { namespace: null, status: { phase: 'Terminating' } })],
  ],
  ['namespace-terminating', 'likely', 'denied'],
  [
    'prerequisite-met-now',
    'likely',
    [object('v1', 'Namespace', 'coder', { namespace: null, status: { phase: 'Active' } })],
  ],
] as const)('%s is %s by the namespace', async (code, confidence, namespaces) => {
  expect(await findingOf(TERMINATING, { namespaces })).toMatchObject({ code, confidence });
});

test('a denied look-up stands in the report', async () => {
  const { unknown } = await classify(TERMINATING, { namespaces: 'denied' });
  expect(unknown).toContainEqual(expect.objectContaining({ state: 'denied', need: 'the right to get namespaces' }));
});

test('an immutable field names the object that still has it', async () => {
  const text = 'Deployment.apps "x" is invalid: spec.selector: Invalid value: {}: field is immutable';
  const live = object('apps/v1', 'Deployment', 'x', { spec: { selector: { matchLabels: { app: 'x' } } } });
  const finding = await findingOf(text, { 'deployments.apps': [live] });
  expect(finding).toMatchObject({
    confidence: 'confirmed',
    chain: [{ kind: 'HelmRelease' }, { kind: 'Deployment', name: 'x' }],
  });
  expect(finding.advice.map(({ id }) => id)).toContain('recreate-around-pods');
  const claim =
    'PersistentVolumeClaim "data" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests';
  const claims = { persistentvolumeclaims: [object('v1', 'PersistentVolumeClaim', 'data')] };
  expect((await findingOf(claim, claims)).advice.map(({ id }) => id)).toEqual(['pin-version', 'compare-versions']);
});

test('a switch to Recreate is confirmed by the live strategy', async () => {
  const text = `Deployment.apps "coder" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy 'type' is 'Recreate'`;
  const live = object('apps/v1', 'Deployment', 'coder', {
    spec: { strategy: { type: 'RollingUpdate', rollingUpdate: {} } },
  });
  const finding = await findingOf(text, { 'deployments.apps': [live] });
  expect(finding).toMatchObject({ code: 'server-side-apply-strategy', confidence: 'confirmed' });
  expect(finding.advice[0]?.change?.patch).toContain('name: coder');
});

const QUOTA = { status: { hard: { 'requests.memory': '4Gi' }, used: { 'requests.memory': '3Gi' } } };

test('a quota is confirmed where it is there', async () => {
  const text =
    'pods "x" is forbidden: exceeded quota: q, requested: requests.memory=2Gi, used: requests.memory=3Gi, limited: requests.memory=4Gi';
  const finding = await findingOf(text, { resourcequotas: [object('v1', 'ResourceQuota', 'q', QUOTA)] });
  expect(finding).toMatchObject({
    confidence: 'confirmed',
    chain: [{ kind: 'HelmRelease' }, { kind: 'ResourceQuota', name: 'q' }],
  });
  expect(finding.cause).toContain('Now: requests.memory: 3Gi of 4Gi used, 2Gi asked for');
});

const IMPERSONATE =
  'serviceaccounts "flux-admin" is forbidden: User "system:serviceaccount:flux-system:helm-controller" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "coder"';
test.each([
  ['cannot-impersonate', 'confirmed', [object('v1', 'ServiceAccount', 'flux-admin')]],
  ['service-account-missing', 'confirmed', []],
  ['cannot-impersonate', 'confirmed', 'denied'],
] as const)('%s is %s by the ServiceAccount', async (code, confidence, serviceaccounts) => {
  expect(await findingOf(IMPERSONATE, { serviceaccounts })).toMatchObject({ code, confidence });
});

const FORBIDDEN =
  'deployments.apps "x" is forbidden: User "system:serviceaccount:coder:deployer" cannot patch resource "deployments" in API group "apps" in the namespace "coder"';

test('a missing right is proved and granted with the words of the refusal', async () => {
  const finding = await findingOf(FORBIDDEN, { 'roles.rbac.authorization.k8s.io': 'denied' });
  const [grant, see] = finding.advice;
  expect(finding).toMatchObject({
    confidence: 'likely',
    title: 'ServiceAccount coder/deployer may not patch deployments.apps in namespace coder',
  });
  expect(grant?.change?.patch).toContain(
    'rules:\n  - apiGroups: [apps]\n    resources: [deployments]\n    verbs: [patch]\n',
  );
  expect(see?.commands[0]).toBe(
    'kubectl auth can-i patch deployments.apps -n coder --as system:serviceaccount:coder:deployer --context lab',
  );
});

test('a right of the core group in the whole cluster is granted by a ClusterRole', async () => {
  const { title, advice } = await findingOf(
    'namespaces "x" is forbidden: User "system:serviceaccount:coder:deployer" cannot create resource "namespaces" in API group "" at the cluster scope',
  );
  expect(title).toBe('ServiceAccount coder/deployer may not create namespaces in the whole cluster');
  const { kind, rules } = parseAllDocuments(advice[0]?.change?.patch ?? '')[0]?.toJS() as Record<string, unknown>;
  const verbs = ['get', 'list', 'watch', 'create', 'patch', 'delete'];
  expect({ kind, rules }).toEqual({
    kind: 'ClusterRole',
    rules: [{ apiGroups: [''], resources: ['namespaces'], verbs }],
  });
});

test.each([
  ['x], verbs: ["*"', 'apps'],
  ['deployments', 'apps], resources: ["*"'],
])('no rule is made of the words "%s" and "%s"', async (resource, group) => {
  const { advice } = await findingOf(
    `x is forbidden: User "system:serviceaccount:coder:deployer" cannot patch resource "${resource}" in API group "${group.replaceAll('"', '')}" in the namespace "coder"`,
  );
  expect(advice.flatMap(({ change }) => (change === null ? [] : [change.patch]))).toEqual([]);
});

test('an object of another release whose name fits into no patch gets none', async () => {
  const { advice } = await findingOf(
    'Unable to continue with update: Widget "web} x: {" in namespace "coder" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "coder": current value is "b"',
  );
  expect(advice.map(({ id }) => id)).not.toContain('leave-to-owner');
});

const WEBHOOK =
  'Internal error occurred: failed calling webhook "mutate.example.org": Post "https://hook.ops.svc:443/x": EOF';
const CONFIGURATION = object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'hooks', {
  namespace: null,
  webhooks: [{ name: 'mutate.example.org', clientConfig: { service: { namespace: 'ops', name: 'hook' } } }],
});
test.each([
  ['admission-webhook-away', 'confirmed', []],
  [
    'prerequisite-met-now',
    'likely',
    [object('discovery.k8s.io/v1', 'EndpointSlice', 'hook-1', { endpoints: [{ conditions: { ready: true } }] })],
  ],
  ['admission-webhook-away', 'likely', 'denied'],
] as const)('%s is %s by the endpoints of a webhook', async (code, confidence, slices) => {
  const finding = await findingOf(WEBHOOK, {
    'mutatingwebhookconfigurations.admissionregistration.k8s.io': [CONFIGURATION],
    'endpointslices.discovery.k8s.io': slices,
    services: [object('v1', 'Service', 'hook', { namespace: 'ops', spec: { selector: { app: 'hook' } } })],
  });
  expect(finding).toMatchObject({ code, confidence });
  if (code !== 'admission-webhook-away') return;
  expect(finding.chain.at(-1)).toMatchObject({ kind: 'MutatingWebhookConfiguration', name: 'hooks' });
  expect(finding.advice[0]?.commands[0]).toBe('kubectl get deployments,pods -n ops --context lab');
});

const NO_KIND = 'no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"';
function crd(version: string) {
  return object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'servicemonitors.monitoring.coreos.com', {
    namespace: null,
    spec: {
      group: 'monitoring.coreos.com',
      names: { kind: 'ServiceMonitor' },
      versions: [{ name: version, served: true }],
    },
    status: { conditions: [{ type: 'Established', status: 'True' }] },
  });
}
test.each([
  ['kind-missing', 'confirmed', []],
  ['kind-version-not-served', 'confirmed', [crd('v1beta1')]],
  ['prerequisite-met-now', 'likely', [crd('v1')]],
  ['kind-missing', 'likely', 'denied'],
] as const)('%s is %s by the CustomResourceDefinitions', async (code, confidence, crds) => {
  const cluster = { 'customresourcedefinitions.apiextensions.k8s.io': crds };
  expect(await findingOf(NO_KIND, cluster)).toMatchObject({ code, confidence });
});

const VALUES = `could not resolve Secret chart values reference 'coder/v' with key 'values.yaml': secrets "v" not found`;
test.each([
  ['values-reference-missing', 'confirmed', []],
  ['prerequisite-met-now', 'likely', [object('v1', 'Secret', 'v')]],
  ['values-reference-missing', 'possible', 'denied'],
] as const)('%s is %s by the Secret', async (code, confidence, secrets) => {
  expect(await findingOf(VALUES, { secrets })).toMatchObject({ code, confidence });
});

test('a failed hook is confirmed by its Job', async () => {
  const text = 'pre-upgrade hooks failed: 1 error occurred:\n\t* job x-migrate failed: BackoffLimitExceeded';
  const job = object(
    'batch/v1',
    'Job',
    'x-migrate',
    withCondition('Failed', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
  );
  const finding = await findingOf(text, { 'jobs.batch': [job] }, { conditions: [] });
  expect(finding).toMatchObject({ confidence: 'confirmed', chain: [{ kind: 'HelmRelease' }, { kind: 'Job' }] });
  expect(finding.cause).toContain('Job has reached the specified backoff limit');
  expect(finding.title).toContain('pre-upgrade hook');
});

const HELM = 'helm.toolkit.fluxcd.io/v2';
const WAITS = "dependency 'velero/velero' is not ready";
function dependency(spec: Record<string, unknown>, ready: string, observed = 1) {
  return object(HELM, 'HelmRelease', 'velero', {
    namespace: 'velero',
    spec,
    ...withCondition('Ready', ready, 'X', 'said so', observed),
  });
}
test.each([
  ['dependency-not-ready', 'confirmed', [dependency({}, 'False')]],
  ['dependency-not-ready', 'confirmed', [dependency({}, 'True', 0)]],
  ['dependency-not-ready', 'possible', 'denied'],
  ['dependency-suspended', 'confirmed', [dependency({ suspend: true }, 'True', 0)]],
  ['dependency-cycle', 'confirmed', [dependency({ dependsOn: [{ name: 'coder', namespace: 'coder' }] }, 'False')]],
  ['dependency-missing', 'confirmed', []],
  ['prerequisite-met-now', 'likely', [dependency({}, 'True')]],
] as const)('%s is %s by the dependency', async (code, confidence, helmreleases) => {
  expect(await findingOf(WAITS, { 'helmreleases.helm.toolkit.fluxcd.io': helmreleases })).toMatchObject({
    code,
    confidence,
  });
});

test('a dependency without a namespace is looked for beside the release', async () => {
  const beside = object(HELM, 'HelmRelease', 'velero', withCondition('Ready', 'False', 'X', 'said so'));
  const finding = await findingOf("dependency 'velero' is not ready", {
    'helmreleases.helm.toolkit.fluxcd.io': [beside],
  });
  expect(finding).toMatchObject({ code: 'dependency-not-ready', confidence: 'confirmed' });
  expect(finding.advice[0]?.commands[0]).toMatch(/^kubedoc helmrelease recover coder\/velero( |$)/);
});

test('a Kustomization is no dependency, and an expression is one of its own', async () => {
  const kustomization = object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'velero', { namespace: 'velero' });
  expect(await findingOf(WAITS, { 'kustomizations.kustomize.toolkit.fluxcd.io': [kustomization] })).toMatchObject({
    code: 'dependency-is-kustomization',
    confidence: 'confirmed',
  });
  const cluster = { 'helmreleases.helm.toolkit.fluxcd.io': [dependency({}, 'True')] };
  expect(await findingOf(`${WAITS} according to readyExpr eval`, cluster)).toMatchObject({
    code: 'dependency-expression-false',
  });
});

const SOURCE = 'source.toolkit.fluxcd.io/v1';
const OPAQUE = "HelmChart 'coder/coder-coder' is not ready: latest generation of object has not been reconciled";
function helmChart(rest: Record<string, unknown>) {
  return object(SOURCE, 'HelmChart', 'coder-coder', rest);
}
function repository(rest: Record<string, unknown> = {}) {
  return object(SOURCE, 'HelmRepository', 'coder-v2', { spec: { url: 'https://charts.example.org' }, ...rest });
}
const CURRENT = { status: { observedGeneration: 1, artifact: { revision: '1' } } };
const BEHIND = { status: { observedGeneration: 0 } };
const NO_VERSION = withCondition(
  'Stalled',
  'True',
  'InvalidChartReference',
  "no 'coder' chart with version matching '>=4.0.0 <5.0.0' found",
);
const NOT_FOUND = withCondition(
  'Ready',
  'False',
  'Failed',
  'failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch https://charts.example.org/index.yaml : 404 File not found',
  -1,
);
const TLS = withCondition(
  'FetchFailed',
  'True',
  'Failed',
  'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  -1,
);
const NO_ARTIFACT = withCondition(
  'Ready',
  'False',
  'NoSourceArtifact',
  "no artifact available for HelmRepository source 'coder-v2'",
);
test.each([
  ['chart-version-missing', 'confirmed', 'HelmChart', helmChart(NO_VERSION), repository(CURRENT)],
  ['index-not-fetched', 'confirmed', 'HelmRepository', helmChart(NO_ARTIFACT), repository(NOT_FOUND)],
  ['source-tls', 'confirmed', 'HelmRepository', helmChart(NO_ARTIFACT), repository(TLS)],
  ['source-without-artifact', 'likely', 'HelmChart', helmChart(NO_ARTIFACT), repository(CURRENT)],
  ['source-not-observed', 'likely', 'HelmChart', helmChart(BEHIND), repository(CURRENT)],
  ['prerequisite-met-now', 'likely', 'HelmRelease', helmChart(CURRENT), repository(CURRENT)],
  ['chart-object-missing', 'confirmed', 'HelmRelease', undefined, repository(CURRENT)],
  ['source-missing', 'confirmed', 'HelmChart', helmChart(NO_VERSION), undefined],
  ['source-suspended', 'confirmed', 'HelmRepository', helmChart(BEHIND), repository({ spec: { suspend: true } })],
] as const)('an opaque source message: %s, %s, on the %s', async (code, confidence, kind, chart, source) => {
  const finding = await findingOf(OPAQUE, {
    'helmcharts.source.toolkit.fluxcd.io': chart === undefined ? [] : [chart],
    'helmrepositories.source.toolkit.fluxcd.io': source === undefined ? [] : [source],
  });
  expect(finding).toMatchObject({ code, confidence });
  expect(finding.chain.at(-1)).toMatchObject({ kind });
});

test('the chain to a repository runs over the HelmChart', async () => {
  const { chain } = await findingOf(OPAQUE, {
    'helmcharts.source.toolkit.fluxcd.io': [helmChart(NO_ARTIFACT)],
    'helmrepositories.source.toolkit.fluxcd.io': [repository(NOT_FOUND)],
  });
  expect(chain.map(({ kind }) => kind)).toEqual(['HelmRelease', 'HelmChart', 'HelmRepository']);
});

test('source-controller without a ready pod is what keeps a source unobserved', async () => {
  const finding = await findingOf(OPAQUE, withController({ spec: { replicas: 1 }, status: {} }));
  expect(finding).toMatchObject({ code: 'source-not-observed', layer: 'control-plane', confidence: 'confirmed' });
  expect(recommended(finding)).toMatchObject({
    id: 'restart-source-controller',
    commands: [
      'kubectl rollout restart deployment/source-controller -n gitops --context lab',
      'kubectl rollout status deployment/source-controller -n gitops --timeout=2m --context lab',
    ],
  });
});

test('source-controller that was scaled to none is scaled up, not restarted', async () => {
  const finding = await findingOf(OPAQUE, withController({ spec: { replicas: 0 }, status: {} }));
  const { id, commands } = recommended(finding);
  expect([id, commands[0]]).toEqual([
    'scale-source-controller',
    'kubectl scale deployment/source-controller -n gitops --replicas=1 --context lab',
  ]);
  expect(finding.advice.map((each) => each.id)).not.toContain('restart-source-controller');
});

test('source-controller that was killed for its memory is asked how much it may have', async () => {
  const limits = { memory: '1Gi' };
  const containers = [{ name: 'manager', resources: { limits } }];
  const killed = { state: {}, lastState: { terminated: { reason: 'OOMKilled' } } };
  const pod = object('v1', 'Pod', 'source-controller-x', {
    namespace: 'gitops',
    status: { containerStatuses: [killed] },
  });
  const spec = { replicas: 1, template: { spec: { containers } } };
  const finding = await findingOf(OPAQUE, { ...withController({ spec, status: {} }), pods: [pod] });
  const { id, commands, blanks } = recommended(finding);
  expect(id).toBe('source-controller-memory');
  expect(commands[0]).toContain("'--limits=memory=<memory>'");
  expect(blanks).toEqual([{ text: '<memory>', question: expect.stringContaining('More than 1Gi') as string }]);
});

function withController(rest: Record<string, unknown>): Cluster {
  return {
    'helmcharts.source.toolkit.fluxcd.io': [helmChart(BEHIND)],
    'helmrepositories.source.toolkit.fluxcd.io': [repository(CURRENT)],
    'deployments.apps': [object('apps/v1', 'Deployment', 'source-controller', { namespace: 'gitops', ...rest })],
  };
}

function recommended({ advice }: Finding): Advice {
  const found = advice.find((each) => each.recommended);
  if (found === undefined) throw new Error('nothing is recommended');
  return found;
}

const LACKS =
  "could not resolve ConfigMap chart values reference 'coder/coder-values' with key 'values.yaml': key not found";
const valuesFrom = [{ kind: 'ConfigMap', name: 'coder-values' }];
const CONFIG = object('v1', 'ConfigMap', 'coder-values', { data: { 'other.yaml': 'memory: 2Gi' } });

test('a ConfigMap that was read and lacks the key is certain, and its only key is offered', async () => {
  const finding = await findingOf(LACKS, { configmaps: [CONFIG] }, { spec: { valuesFrom } });
  expect(finding).toMatchObject({ code: 'values-key-missing', confidence: 'confirmed' });
  expect(finding.cause).toContain('Its keys: other.yaml.');
  expect(recommended(finding)).toMatchObject({
    id: 'name-the-key',
    blanks: [],
    change: {
      object: { kind: 'HelmRelease', namespace: 'coder', name: 'coder' },
      patch: 'spec:\n  valuesFrom: [{"kind":"ConfigMap","name":"coder-values","valuesKey":"other.yaml"}]\n',
    },
  });
  expect(JSON.stringify(finding)).not.toContain('memory: 2Gi');
});

test('a ConfigMap whose keys are all far is asked for the values', async () => {
  const config = { ...CONFIG, data: { a: '', b: '' } };
  const finding = await findingOf(LACKS, { configmaps: [config] }, { spec: { valuesFrom } });
  expect(recommended(finding)).toMatchObject({
    id: 'provide-key',
    change: { object: { kind: 'ConfigMap', namespace: 'coder', name: 'coder-values' } },
    blanks: [{ text: '<values>' }],
  });
});

test.each([
  ['whose keys nobody may read', LACKS, 'denied', 'possible'],
  ['that is a Secret, which is not read', LACKS.replace('ConfigMap', 'Secret'), [CONFIG], 'likely'],
] as const)('values from an object %s are not certain to lack the key', async (_, text, configmaps, confidence) => {
  const secrets = [object('v1', 'Secret', 'coder-values')];
  expect(await findingOf(text, { configmaps, secrets })).toMatchObject({ code: 'values-key-missing', confidence });
});

test('a ConfigMap that has got the key meanwhile leaves nothing to mend', async () => {
  const configmaps = [{ ...CONFIG, data: { 'values.yaml': '' } }];
  expect(await findingOf(LACKS, { configmaps })).toMatchObject({ code: 'prerequisite-met-now', confidence: 'likely' });
});

const POLICY_SAYS = MESSAGES.find(([, message]) => message.includes('ValidatingAdmissionPolicy'))?.[1] ?? '';
const VALIDATIONS = [{ expression: 'has(object.spec)', message: 'every container has a memory limit' }];
const POLICY = object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'memory-is-limited', {
  namespace: null,
  spec: { validations: VALIDATIONS },
});
const binding = (...validationActions: readonly string[]) =>
  object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'memory-is-limited-in-coder', {
    namespace: null,
    spec: { validationActions },
  });

test.each([
  ['denies', [POLICY], [binding('Deny')], 'confirmed', 'ValidatingAdmissionPolicy'],
  ['nobody may see', 'denied', 'denied', 'likely', 'HelmRelease'],
] as const)('a policy that %s', async (_, policies, bindings, confidence, on) => {
  const finding = await findingOf(POLICY_SAYS, {
    'validatingadmissionpolicies.admissionregistration.k8s.io': policies,
    'validatingadmissionpolicybindings.admissionregistration.k8s.io': bindings,
  });
  expect(finding).toMatchObject({ code: 'refused-by-admission-policy', layer: 'admission', confidence });
  expect(finding.chain.at(-1)).toMatchObject({ kind: on });
  expect(finding.cause.includes('has(object.spec)')).toBe(policies !== 'denied');
  expect(recommended(finding).blanks.map(({ text }) => text)).toEqual(['<path>', '<value>']);
});

test.each([
  ['warns by now', [POLICY], [binding('Warn')]],
  ['is gone', [], []],
] as const)('a policy that %s refuses nothing any more', async (_, policies, bindings) => {
  const cluster = {
    'validatingadmissionpolicies.admissionregistration.k8s.io': policies,
    'validatingadmissionpolicybindings.admissionregistration.k8s.io': bindings,
  };
  expect(await findingOf(POLICY_SAYS, cluster)).toMatchObject({ code: 'prerequisite-met-now' });
});

test('an OCIRepository has no HelmChart between', async () => {
  const said = withCondition(
    'Ready',
    'False',
    'OCIArtifactPullFailed',
    'MANIFEST_UNKNOWN: manifest unknown; map[Tag:9.9.9]',
  );
  const source = object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'coder', said);
  const sketch = { spec: { chart: undefined, chartRef: { kind: 'OCIRepository', name: 'coder' } } };
  const text = "OCIRepository 'coder/coder' is not ready: latest generation of object has not been reconciled";
  const finding = await findingOf(text, { 'ocirepositories.source.toolkit.fluxcd.io': [source] }, sketch);
  expect(finding).toMatchObject({ code: 'registry-image-missing', confidence: 'confirmed' });
  expect(finding.chain.map(({ kind }) => kind)).toEqual(['HelmRelease', 'OCIRepository']);
});

test('where the source may not be read, the words that were copied decide', async () => {
  const cluster = {
    'helmcharts.source.toolkit.fluxcd.io': 'denied',
    'helmrepositories.source.toolkit.fluxcd.io': 'denied',
  } as const;
  expect(await findingOf(OPAQUE, cluster)).toMatchObject({ code: 'source-not-ready', confidence: 'possible' });
  const text = "HelmChart 'coder/coder-coder' is not ready: no 'coder' chart with version matching '9' found";
  const { unknown, findings } = await classify(text, cluster);
  expect(findings).toMatchObject([{ code: 'chart-version-missing', confidence: 'possible' }]);
  expect(unknown.map(({ state }) => state)).toContain('denied');
});
