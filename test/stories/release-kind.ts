import { INSTALLED } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { condition, object, type Built, type Change } from './build/build.ts';
import { definition } from './build/definition.ts';
import { healthy, problem } from './build/expect.ts';
import { helmRelease } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { around, before, complete, named, refusedUpgrade, repeatedUpgrade, warned } from './build/refused-release.ts';
import { ready } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Kinds that the cluster does not know, or no longer, and who brings them. */
const unmapped = (kind: string, version: string, of = 'release'): string =>
  `unable to build kubernetes objects from ${of} manifest: resource mapping not found for name: "web" namespace: "shop" from "": no matches for kind "${kind}" in version "${version}"\nensure CRDs are installed first`;
const MONITOR = unmapped('ServiceMonitor', 'monitoring.coreos.com/v1');
const failing = repeatedUpgrade(MONITOR);

/** The release that brings the kinds of the Prometheus operator, in this state and with these kinds in its inventory. */
function provider(ready: Change, kinds: readonly string[] = [], spec: Change = {}): Built {
  const entries = kinds.map((plural) => ({
    id: `_${plural}.monitoring.coreos.com_apiextensions.k8s.io_CustomResourceDefinition`,
    v: 'v1',
  }));
  return helmRelease({
    namespace: 'monitoring',
    name: 'kps',
    chart: 'kube-prometheus-stack',
    version: '75.0.0',
    spec,
    conditions: [ready],
    history: [],
    ...(entries.length === 0 ? {} : { status: { inventory: { entries } } }),
  });
}

const INSTALLED_WELL = 'Helm install succeeded for release monitoring/kps.v1 with chart kube-prometheus-stack@75.0.0';
const well = condition('Ready', 'True', 'InstallSucceeded', INSTALLED_WELL, INSTALLED);
const waiting = condition(
  'Ready',
  'False',
  'DependencyNotReady',
  "dependency 'monitoring/storage' is not ready",
  INSTALLED,
);
const crdOf = (plural: string, kind: string, change: Change = {}): Built =>
  deepMerge(
    definition({
      group: 'monitoring.coreos.com',
      plural,
      kind,
      created: INSTALLED,
      labels: { 'helm.toolkit.fluxcd.io/name': 'kps', 'helm.toolkit.fluxcd.io/namespace': 'monitoring' },
    }),
    change,
  );
const monitors = crdOf('servicemonitors', 'ServiceMonitor');
const rules = crdOf('prometheusrules', 'PrometheusRule');

const kinds: readonly Story[] = [
  releaseStory(
    'missing-kind/nobody-brings-it',
    'The new version needs a kind that no release here brings.',
    { objects: [failing, ...before.all, ...around] },
    problem('kind-missing', 'confirmed', {
      says: ['kube-prometheus-stack', 'no HelmRelease here uses one', 'dependsOn', 'version: 1.4.0'],
      never: ['--reset'],
    }),
  ),
  storyOf(
    'missing-kind/nobody-brings-it-decoy',
    'The kind was installed and the release went through; the warning of the attempt before is left.',
    { objects: [ready(), warned(refusedUpgrade(MONITOR)), monitors, ...complete, ...around] },
    healthy,
    named,
  ),
  releaseStory(
    'missing-kind/nobody-brings-it-denied',
    'Definitions may not be looked at, so whether the kind is still missing is not known.',
    {
      objects: [failing, ...before.all, ...around],
      denied: ['customresourcedefinitions.apiextensions.k8s.io'],
    },
    problem('kind-missing', 'likely', { says: ['customresourcedefinitions'] }),
  ),
  storyOf(
    'missing-kind/owner-not-ready',
    'The release that brings the kind is not ready itself, and nothing makes this one wait for it.',
    {
      objects: [
        deepMerge(failing, { spec: { dependsOn: [{ name: 'config' }] } }),
        provider(waiting),
        ...before.all,
        ...around,
      ],
    },
    problem('kind-owner-not-ready', 'likely', {
      says: [
        'HelmRelease monitoring/kps brings ServiceMonitor',
        'its chart is kube-prometheus-stack',
        'does not wait for it',
        'dependsOn: [{\\"name\\":\\"config\\"}, {\\"name\\":\\"kps\\",\\"namespace\\":\\"monitoring\\"}]',
        'kubedoc helmrelease recover monitoring/kps',
      ],
    }),
    named,
  ),
  storyOf(
    'missing-kind/owner-failed',
    'The release that brought the kind lists it and failed since (Flux 2.8 and later note what they applied).',
    { objects: [failing, provider(waiting, ['servicemonitors'], { suspend: true }), ...before.all, ...around] },
    problem('kind-owner-not-ready', 'confirmed', { says: ['its inventory lists', 'It is suspended'] }),
    named,
  ),
  releaseStory(
    'missing-kind/definition-deleted',
    'The release that brings the kind is Ready, and somebody has deleted the definition.',
    { objects: [failing, provider(well), rules, ...before.all, ...around] },
    problem('kind-not-brought', 'confirmed', {
      says: ['it brought other kinds of monitoring.coreos.com', 'flux reconcile helmrelease kps -n monitoring --force'],
    }),
  ),
  storyOf(
    'missing-kind/owner-denied',
    'The same, and HelmReleases may not be looked at, so whether one of them brings the kind is not known.',
    {
      objects: [failing, provider(well), rules, ...before.all, ...around],
      denied: ['helmreleases.helm.toolkit.fluxcd.io'],
    },
    problem('kind-missing', 'likely', {
      says: ['whether a HelmRelease here does could not be seen'],
      never: ['is not installed here', 'no HelmRelease here uses one'],
    }),
    named,
  ),
  releaseStory(
    'missing-kind/installed-since',
    'The kind was installed since the last attempt.',
    { objects: [failing, monitors, ...before.all, ...around] },
    problem('prerequisite-met-now', 'likely', { never: ['--reset'] }),
  ),
  releaseStory(
    'missing-kind/other-version',
    'The definition serves an older version than the chart asks for, and this very release brought it.',
    {
      objects: [
        failing,
        crdOf('servicemonitors', 'ServiceMonitor', {
          metadata: { labels: { 'helm.toolkit.fluxcd.io/name': 'web', 'helm.toolkit.fluxcd.io/namespace': 'shop' } },
          spec: { versions: [{ name: 'v1beta1', served: true, storage: true }] },
          status: { storedVersions: ['v1beta1'] },
        }),
        ...before.all,
        ...around,
      ],
    },
    problem('kind-version-not-served', 'confirmed', { says: ['it serves v1beta1', 'crds: CreateReplace'] }),
  ),
  releaseStory(
    'missing-kind/not-established',
    'The definition is there, and the API server has not accepted its names.',
    {
      objects: [
        failing,
        crdOf('servicemonitors', 'ServiceMonitor', {
          status: {
            conditions: [
              condition(
                'NamesAccepted',
                'False',
                'ListKindConflict',
                '"ServiceMonitorList" is already in use',
                INSTALLED,
              ),
              condition('Established', 'False', 'NotAccepted', 'not all names are accepted', INSTALLED),
            ],
          },
        }),
        ...before.all,
        ...around,
      ],
    },
    problem('definition-not-established', 'confirmed', { says: ['is already in use'] }),
  ),
];

const STORED = refusedUpgrade(unmapped('PodDisruptionBudget', 'policy/v1beta1', 'current release'));
const GONE = repeatedUpgrade(unmapped('PodDisruptionBudget', 'policy/v1beta1'));
const DROPS = refusedUpgrade(
  'failed to apply CustomResourceDefinitions: CustomResourceDefinition.apiextensions.k8s.io "servicemonitors.monitoring.coreos.com" is invalid: status.storedVersions[0]: Invalid value: "v1alpha1": missing from spec.versions',
);
const FLUX_DROPS = refusedUpgrade(
  'failed to apply CustomResourceDefinitions: CustomResourceDefinition.apiextensions.k8s.io "helmreleases.helm.toolkit.fluxcd.io" is invalid: status.storedVersions[0]: Invalid value: "v2beta2": missing from spec.versions',
);
const storing = (version: string): Built =>
  crdOf('servicemonitors', 'ServiceMonitor', { status: { storedVersions: [version, 'v1'] } });
const releases = object(
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    namespace: null,
    name: 'helmreleases.helm.toolkit.fluxcd.io',
    created: INSTALLED,
  },
  {
    spec: {
      group: 'helm.toolkit.fluxcd.io',
      names: { kind: 'HelmRelease', plural: 'helmreleases' },
      scope: 'Namespaced',
      versions: [{ name: 'v2', served: true, storage: true }],
    },
    status: { storedVersions: ['v2beta2', 'v2'] },
  },
);

const versions: readonly Story[] = [
  releaseStory(
    'missing-kind/stored-revision',
    'The deployed revision holds an API that the cluster lost when it was upgraded.',
    { objects: [STORED, ...before.all, ...around] },
    problem('stored-release-api-removed', 'likely', {
      says: [
        'PodDisruptionBudget of policy/v1beta1',
        'until the version before 1.25; this cluster is v1.34.1',
        'mapkubeapis',
        'flux suspend helmrelease web',
      ],
    }),
  ),
  storyOf(
    'missing-kind/stored-revision-decoy',
    'The stored manifest was rewritten and the release went through; the warning is left.',
    { objects: [ready(), warned(STORED), ...complete, ...around] },
    healthy,
    named,
  ),
  releaseStory(
    'missing-kind/api-removed',
    'The new version of the chart renders an API that Kubernetes has taken away.',
    { objects: [GONE, ...before.all, ...around] },
    problem('api-removed', 'likely', { says: ['until the version before 1.25', 'version: <version>'] }),
  ),
  releaseStory(
    'missing-kind/stored-version',
    'The chart drops a version of a definition in which objects are stored.',
    { objects: [DROPS, storing('v1alpha1'), ...before.all, ...around] },
    problem('crd-stored-version', 'confirmed', {
      says: ['storedVersions'],
      never: ['delete customresourcedefinition'],
    }),
  ),
  releaseStory(
    'missing-kind/stored-version-of-flux',
    'A chart that installs Flux drops a version of HelmRelease (thaum-xyz/ankhmorpork#949).',
    { objects: [FLUX_DROPS, releases, ...before.all, ...around] },
    problem('crd-stored-version', 'confirmed', { says: ['flux migrate'] }),
  ),
];

/** All of them. */
export const releaseKind: readonly Story[] = [...kinds, ...versions];
