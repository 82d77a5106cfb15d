import { mediumNode, settled } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { named, repeatedUpgrade, warned } from './build/refused-release.ts';
import { appliedBy, chartOf, flux, ready } from './build/web-release.ts';
import type { Story } from './story.ts';

/** The chart does not render: values, templates, post-renderers, and the version of Kubernetes. */
const app = settled({ labels: appliedBy(), image: 'registry.example/web:1.4.0' });
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf(), ...app.all];

const unrendered = (error: string, spec: Change = {}): Built => repeatedUpgrade(error, { spec });

const whole: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf(), ...settled({ labels: appliedBy() }).all];
const decoy = (name: string, error: string, spec: Change = {}): Story =>
  storyOf(
    `chart-rendering/${name}-decoy`,
    'The release went through since; the warning of an attempt before is left.',
    { objects: [ready({ spec }), warned(unrendered(error)), ...whole] },
    healthy,
    named,
  );

/** The error stands on a release that may not be looked at: the list of all of them is all there is. */
const denied = (name: string, release: Built): Story =>
  storyOf(
    `chart-rendering/${name}-denied`,
    'The same, and HelmReleases may not be looked at: where the error stands nothing else tells it.',
    { objects: [release, ...around], denied: ['helmreleases.helm.toolkit.fluxcd.io'] },
    incomplete({ says: ['helmreleases'] }),
  );

const SCHEMA = "values don't meet the specifications of the schema(s) in the following chart(s):\n";
const WRONG_TYPE = `${SCHEMA}web:\n- at '/replicas': got string, want integer\n- at '/service': validation failed\n  - at '/service/type': value must be one of 'ClusterIP', 'NodePort'\n`;
const WRONG_VALUES: Change = { values: { replicas: '2', service: { type: 'clusterip' } } };
const UNKNOWN_KEY = `${SCHEMA}flanksource-ui:\n- global.labels: Additional property flanksource.com/clerk-org-id is not allowed\n`;
const CLERK: Change = { values: { global: { labels: { 'flanksource.com/clerk-org-id': 'org_1' } } } };
const NO_HOST = `${SCHEMA}web:\n- at '': missing property 'host'\n`;

const schemaStories: readonly Story[] = [
  releaseStory(
    'chart-rendering/schema-of-values',
    'A number stands in quotes and a choice in small letters; Helm 3.18 and later point at both.',
    { objects: [unrendered(WRONG_TYPE, WRONG_VALUES), ...around] },
    problem('values-schema', 'confirmed', {
      says: [
        'replicas: got string, want integer (spec.values)',
        'values: {\\"replicas\\":2,\\"service\\":{\\"type\\":\\"ClusterIP\\"}}',
        'flux reconcile helmrelease web -n shop',
      ],
      never: ['--reset', 'disableSchemaValidation'],
    }),
  ),
  decoy('schema-of-values', WRONG_TYPE, { values: { replicas: 2, service: { type: 'ClusterIP' } } }),
  denied('schema-of-values', unrendered(WRONG_TYPE, WRONG_VALUES)),
  releaseStory(
    'chart-rendering/schema-of-subchart',
    'A chart inside of the chart takes no label that it does not know, in the words of older Helm (flanksource/flanksource-ui#2308).',
    { objects: [unrendered(UNKNOWN_KEY, CLERK), ...around] },
    problem('values-schema', 'confirmed', {
      says: [
        'global.labels[\\"flanksource.com/clerk-org-id\\"]: the chart knows no such key',
        'flanksource-ui is a chart inside of web',
        'Where the schema of the chart is too strict',
        'Pin the chart version that is deployed, 1.4.0',
      ],
    }),
  ),
  releaseStory(
    'chart-rendering/schema-of-reference',
    'A value is missing, and a ConfigMap may have it in another shape.',
    { objects: [unrendered(NO_HOST, { valuesFrom: [{ kind: 'ConfigMap', name: 'web-values' }] }), ...around] },
    problem('values-schema', 'likely', {
      says: ['host: it has to be given', 'ConfigMap web-values, key values.yaml may'],
    }),
  ),
];

const ASKED =
  'execution error at (web/templates/ingress.yaml:4:12): set .Values.ingress.host to the name that people type';
const EMPTY =
  'web/templates/deployment.yaml:12:31\n  executing "web/templates/deployment.yaml" at <.Values.image.tag>:\n    nil pointer evaluating interface {}.tag';
const NO_FUNCTION = 'parse error at (web/templates/deployment.yaml:4): function "mustToToml" not defined';
const NO_YAML =
  'YAML parse error on web/templates/config.yaml: error converting YAML to JSON: yaml: line 7: mapping values are not allowed in this context';

/** In the chart's words (coder/coder, helm/provisioner/templates/_coder.tpl): up to 2.17 it has a key of its own by default. */
const KEY_AND_PSK =
  'execution error at (coder-provisioner/templates/coder.yaml:1:3): Either provisionerDaemon.pskSecretName or provisionerDaemon.keySecretName must be specified, but not both.';

const templateStories: readonly Story[] = [
  releaseStory(
    'chart-rendering/provisioner-key-and-psk',
    'Provisioners of Coder are given a key beside the shared one that the chart gives by default (14985).',
    {
      objects: [
        unrendered(KEY_AND_PSK, { values: { provisionerDaemon: { keySecretName: 'coder-provisioner-key' } } }),
        ...around,
      ],
    },
    problem('chart-render-fails', 'likely', {
      says: ['provisionerDaemon.pskSecretName or provisionerDaemon.keySecretName', 'The author of the chart asks'],
    }),
  ),
  releaseStory(
    'chart-rendering/value-asked-for',
    'The new version of the chart wants a value that nobody gave it.',
    { objects: [unrendered(ASKED), ...around] },
    problem('chart-render-fails', 'likely', {
      says: [
        'web/templates/ingress.yaml, line 4',
        'values: {ingress: {host: <value>}}',
        'The author of the chart asks',
      ],
      never: ['--reset'],
    }),
  ),
  decoy('value-asked-for', ASKED, { values: { ingress: { host: 'web.example.org' } } }),
  denied('value-asked-for', unrendered(ASKED)),
  releaseStory(
    'chart-rendering/value-empty',
    'A template reads below a value that is not there, in the words of Helm 4.',
    { objects: [unrendered(EMPTY), ...around] },
    problem('chart-render-fails', 'likely', {
      says: ['web/templates/deployment.yaml, line 12', 'values: {image: {tag: <value>}}', 'the chart alone'],
    }),
  ),
  releaseStory(
    'chart-rendering/function-unknown',
    'A template calls a function that the Helm of helm-controller does not have.',
    { objects: [unrendered(NO_FUNCTION), ...around] },
    problem('chart-render-fails', 'likely', {
      says: ['made for a newer Helm than that of helm-controller', 'version: <version>'],
    }),
  ),
  releaseStory(
    'chart-rendering/no-yaml',
    'A value without quotes makes of a template what is no YAML.',
    { objects: [unrendered(NO_YAML), ...around] },
    problem('chart-render-fails', 'likely', { says: ['web/templates/config.yaml, line 7', 'without quotes'] }),
  ),
];

/** The words of bitnami/common, as OpenHands/OpenHands-Cloud#185 and kerberos-io/factory#22 quote them. */
function unrecognised(image: string): string {
  return `execution error at (web/charts/mongodb/templates/NOTES.txt:176:4): \n\n⚠ ERROR: Original containers have been substituted for unrecognized ones. Deploying this chart with non-standard containers is likely to cause degraded security and performance, broken chart features, and missing environment variables.\n\nUnrecognized images:\n  - ${image}\n\nIf you are sure you want to proceed with non-standard containers, you can skip container image verification by setting the global parameter 'global.security.allowInsecureImages' to true.\nFurther information can be obtained at https://github.com/bitnami/charts/issues/30850`;
}
const KEYCLOAK = unrecognised('docker.io/bitnamilegacy/keycloak:26.1.5-debian-12-r0');
const MONGODB = unrecognised('docker.io/bitnamilegacy/mongodb:8.0.13-debian-12-r0');
const LEGACY: Change = { values: { mongodb: { image: { repository: 'bitnamilegacy/mongodb' } } } };

const imageStories: readonly Story[] = [
  releaseStory(
    'chart-rendering/image-not-on-the-list',
    'A chart of Bitnami refuses an image of the legacy repository (OpenHands/OpenHands-Cloud#185).',
    { objects: [unrendered(KEYCLOAK), ...around] },
    problem('bitnami-image-check', 'likely', {
      says: [
        'docker.io/bitnamilegacy/keycloak:26.1.5-debian-12-r0',
        'allowInsecureImages: true',
        'no container was started',
      ],
      never: ['A database is among them', '--reset'],
    }),
  ),
  releaseStory(
    'chart-rendering/mongodb-image-not-on-the-list',
    'The MongoDB of the release is refused while its chart renders; the database of the revision before runs on.',
    { objects: [unrendered(MONGODB, LEGACY), ...around] },
    problem('bitnami-image-check', 'confirmed', {
      says: [
        'spec.values asks for them: mongodb.image.repository',
        'A database is among them, and its data is not in question',
        'make a backup that was tried first',
      ],
      never: ['delete pvc', 'delete persistentvolumeclaim', 'delete pod'],
    }),
  ),
];

const NEEDS = (range: string, version: string): string =>
  `chart requires kubeVersion: ${range} which is incompatible with Kubernetes ${version}`;
const EKS = NEEDS('>=1.22', 'v1.23.17-eks-2d98532');
const NEWER = NEEDS('>=1.35.0-0', 'v1.34.1');

/** A story of a cluster of another version than the others. */
function onVersion(version: string, story: Story): Story {
  return { ...story, snapshot: { ...story.snapshot, version } };
}

const versionStories: readonly Story[] = [
  onVersion(
    'v1.23.17-eks-2d98532',
    releaseStory(
      'chart-rendering/version-with-suffix',
      'EKS puts a suffix behind its version, which the range of the chart leaves out (grafana/pyroscope#2328).',
      { objects: [unrendered(EKS), ...around] },
      problem('kube-version', 'confirmed', {
        says: ['v1.23.17 would do', '>=1.22-0', 'version: <version>'],
        never: ['The cluster is of another version'],
      }),
    ),
  ),
  releaseStory(
    'chart-rendering/version-too-old',
    'The chart is made for a newer Kubernetes.',
    { objects: [unrendered(NEWER), ...around] },
    problem('kube-version', 'confirmed', { says: ['>=1.35.0-0', 'v1.34.1', 'The cluster is of another version'] }),
  ),
  decoy('version-too-old', NEEDS('>=1.34.0-0', 'v1.33.5')),
  denied('version-too-old', unrendered(NEWER)),
  releaseStory(
    'chart-rendering/version-upgraded-since',
    'The cluster was upgraded since the last attempt, and the range of the chart has it now.',
    { objects: [unrendered(NEEDS('>=1.34.0-0', 'v1.33.5')), ...around] },
    problem('prerequisite-met-now', 'likely'),
  ),
];

const RENDERED = 'error while running post render on files: ';
const TWICE = `${RENDERED}map[string]interface {}(nil): yaml: unmarshal errors:\n  line 54: mapping key "resources" already defined at line 53`;
const NO_TARGET = `${RENDERED}no resource matches strategic merge patch "Deployment.v1.apps/api.[noNs]": no matches for Id Deployment.v1.apps/api.[noNs]; failed to find unique target for patch Deployment.v1.apps/api.[noNs]`;
const NO_PATH = `${RENDERED}replace operation does not apply: doc is missing path: /spec/strategy/type: missing value`;
const NO_PATCH = `${RENDERED}trouble configuring builtin PatchTransformer with config: \`\npatch: |\n  spec:\n    replicas: 2\n\`: unable to parse SM or JSON patch from [patch: "spec:\\n  replicas: 2"]`;
const target = { kind: 'Deployment', name: 'web' };
const OF_API = { patch: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 2\n' };
const LIMITS = { patch: '- op: add\n  path: /spec/replicas\n  value: 2\n', target };
const STRATEGY = { patch: '- op: replace\n  path: /spec/strategy/type\n  value: Recreate\n', target };
const NO_OBJECT = { patch: 'spec:\n  replicas: 2\n' };
const patched = (...patches: readonly Change[]): Change => ({ postRenderers: [{ kustomize: { patches } }] });

const patchStories: readonly Story[] = [
  releaseStory(
    'chart-rendering/patch-without-target',
    'A patch is for a Deployment that the chart does not render any more.',
    { objects: [unrendered(NO_TARGET, patched(LIMITS, OF_API)), ...around] },
    problem('post-render-fails', 'confirmed', {
      says: [
        'It is about spec.postRenderers[0].kustomize.patches[1]',
        'The chart renders no Deployment api',
        'Take spec.postRenderers[0].kustomize.patches[1] out',
      ],
      never: ['--reset'],
    }),
  ),
  decoy('patch-without-target', NO_TARGET, patched(LIMITS)),
  denied('patch-without-target', unrendered(NO_TARGET, patched(LIMITS, OF_API))),
  releaseStory(
    'chart-rendering/patch-without-path',
    'A patch replaces a field that the chart does not render.',
    { objects: [unrendered(NO_PATH, patched(STRATEGY)), ...around] },
    problem('post-render-fails', 'confirmed', {
      says: ['/spec/strategy/type is not in what the chart renders', 'the operation add makes it'],
    }),
  ),
  releaseStory(
    'chart-rendering/patch-unreadable',
    'A patch has neither a target nor a name of its own.',
    { objects: [unrendered(NO_PATCH, patched(NO_OBJECT)), ...around] },
    problem('post-render-fails', 'confirmed', { says: ['It can be read neither as a list of JSON operations'] }),
  ),
  releaseStory(
    'chart-rendering/key-twice',
    'The chart renders a key twice, which Helm alone lets pass (FairwindsOps/charts#769).',
    { objects: [unrendered(TWICE, patched(LIMITS)), ...around] },
    problem('chart-renders-twice', 'likely', {
      says: ['The chart renders resources twice', 'Pin the chart version that is deployed, 1.4.0'],
      never: ['Take spec.postRenderers'],
    }),
  ),
  storyOf(
    'chart-rendering/healthy',
    'A release with a patch and values, and all of it renders.',
    { objects: [ready({ spec: { ...patched(LIMITS), values: { replicas: 1 } } }), ...whole] },
    healthy,
    named,
  ),
];

export const releaseRendering: readonly Story[] = [
  ...schemaStories,
  ...templateStories,
  ...imageStories,
  ...versionStories,
  ...patchStories,
];
