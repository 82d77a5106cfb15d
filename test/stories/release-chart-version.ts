import { releaseStory } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import {
  byReference,
  chart,
  chartWithout,
  failing,
  givenUp,
  neverInstalled,
  ociHelmRepository,
  OPAQUE,
  otherChart,
  repository,
  running,
  satisfied,
  source,
  stale,
  upToDate,
  waiting,
  warned,
} from './build/source.ts';
import type { Story } from './story.ts';

/** A chart or a version that the source does not have as it is asked for (F29, F31). */
const NO_VERSION = "no 'web' chart with version matching '1.5.0' found";
const withoutVersion = chartWithout(NO_VERSION);

/** A release whose chart is asked for in this way. */
function asking(spec: Change, build: (words?: string, sketch?: object) => Built = waiting, words = OPAQUE): Built {
  return deepMerge(build(words), { spec: { chart: { spec } } });
}

const GIT: Change = { kind: 'GitRepository', name: 'web-source', namespace: 'flux-system' };
const gitSource = source(
  'GitRepository',
  'web-source',
  { url: 'https://git.example/charts', ref: { branch: 'main' } },
  'main@sha1:5c0a1f3',
);

const OCI_URL = 'oci://registry.example/charts/web';
const ociSource = (ref: Change, apiVersion?: string): Built =>
  source('OCIRepository', 'web', { url: OCI_URL, provider: 'generic', ref }, '1.4.0@sha256:0123456789ab', apiVersion);
const OCI_OPAQUE = "OCIRepository 'flux-system/web' is not ready: latest generation of object has not been reconciled";

/** Flux 2.2 and its versions of the same kinds. */
function older(objects: readonly Built[]): readonly Built[] {
  const served = new Map([
    ['HelmRelease', 'helm.toolkit.fluxcd.io/v2beta2'],
    ['HelmRepository', 'source.toolkit.fluxcd.io/v1beta2'],
    ['HelmChart', 'source.toolkit.fluxcd.io/v1beta2'],
    ['OCIRepository', 'source.toolkit.fluxcd.io/v1beta2'],
  ]);
  return objects.map((each) => {
    const apiVersion = served.get(each['kind'] as string);
    return apiVersion === undefined ? each : { ...each, apiVersion };
  });
}

const versions: readonly Story[] = [
  releaseStory(
    'chart-version/version-missing',
    'The version that was put into Git was never published; the one before it runs.',
    { objects: [waiting(), withoutVersion, repository, otherChart('beta-web', 'web', '1.4.2'), ...running] },
    problem('chart-version-missing', 'confirmed', {
      says: [
        '1.4.2 (HelmChart flux-system/team-beta-web)',
        'version: 1.4.0',
        'helm show chart web --repo https://charts.example/web',
      ],
      never: ['flux reconcile source helm', '--reset'],
    }),
  ),
  releaseStory(
    'chart-version/version-missing-decoy',
    'The version has been published since, and the warning of the night before is left.',
    {
      objects: [
        satisfied(),
        chart(),
        warned(
          chart(),
          'InvalidChartReference',
          `invalid chart reference: failed to get chart version for remote reference: ${NO_VERSION}`,
        ),
        repository,
        ...upToDate,
      ],
    },
    healthy,
  ),
  releaseStory(
    'chart-version/version-missing-denied',
    'The same as at first, and HelmCharts may not be read: what the release copied says next to nothing.',
    { objects: [waiting(), withoutVersion, repository, ...running], denied: ['helmcharts'] },
    problem('source-not-ready', 'possible', { says: ['helmcharts'] }),
  ),
  releaseStory(
    'chart-version/version-missing-copied',
    'An older helm-controller copied the words of the HelmChart, which may not be read itself.',
    {
      objects: [
        waiting(`HelmChart 'flux-system/shop-web' is not ready: ${NO_VERSION}`),
        withoutVersion,
        repository,
        ...running,
      ],
      denied: ['helmcharts', 'helmrepositories'],
    },
    problem('chart-version-missing', 'possible', { says: ['helmcharts'] }),
  ),
  releaseStory(
    'chart-version/never-published',
    'As in kubevela/prism#16: the first version that was asked for was never published, and nobody else gets the chart.',
    {
      objects: [
        asking({ chart: 'vela-prism', version: '0.1.0' }, neverInstalled),
        deepMerge(
          givenUp(
            chart({ spec: { chart: 'vela-prism', version: '0.1.0' } }),
            'InvalidChartReference',
            "invalid chart reference: failed to get chart version for remote reference: no 'vela-prism' chart with version matching '0.1.0' found",
          ),
          { status: { observedChartName: undefined } },
        ),
        repository,
        ...running,
      ],
    },
    problem('chart-version-missing', 'confirmed', {
      says: ['vela-prism in version 0.1.0', 'none can be named', '<version>', '"severity":"P1"'],
    }),
  ),
  releaseStory(
    'chart-version/only-pre-releases',
    'The range holds nothing but a pre-release, which another release names exactly.',
    {
      objects: [
        asking({ version: '>=1.9.0 <3.0.0' }),
        chartWithout("no 'web' chart with version matching '>=1.9.0 <3.0.0' found", { version: '>=1.9.0 <3.0.0' }),
        repository,
        otherChart('beta-web', 'web', '2.0.0-rc.1'),
        ...running,
      ],
    },
    problem('chart-version-missing', 'confirmed', { says: ['2.0.0-rc.1, a pre-release', 'version: 2.0.0-rc.1'] }),
  ),
  releaseStory(
    'chart-version/range-unreadable',
    'Somebody asks for the version "latest", which is neither a version nor a range.',
    {
      objects: [
        asking({ version: 'latest' }),
        chartWithout('improper constraint: latest', { version: 'latest' }),
        repository,
        ...running,
      ],
    },
    problem('chart-range-unreadable', 'confirmed', { says: ['latest is neither', 'version: 1.4.0'] }),
  ),
  releaseStory(
    'chart-version/tag-out-of-range',
    'An OCIRepository asks for a range that its registry has nothing for.',
    {
      objects: [
        waiting(OCI_OPAQUE, byReference),
        stale(
          deepMerge(ociSource({ semver: '>=9.0.0' }), { metadata: { generation: 2 } }),
          'ReadOperationFailed',
          `failed to determine the artifact tag for '${OCI_URL}': no match found for semver: >=9.0.0`,
        ),
        ...running,
      ],
    },
    problem('chart-version-missing', 'confirmed', {
      says: ['in version >=9.0.0', 'semver: 1.4.0', `flux list artifacts ${OCI_URL}`],
      never: ['flux reconcile source helm'],
    }),
  ),
  releaseStory(
    'chart-version/oci-range-on-flux-2.2',
    'On Flux 2.2, whose kinds have older versions, an OCI Helm repository has nothing in the range. Its own object says nothing, as always.',
    {
      objects: older([
        asking({ version: '>=9.0.0' }),
        deepMerge(
          failing(
            chart({ spec: { version: '>=9.0.0' } }),
            'ChartPullError',
            'chart pull error: failed to get chart version for remote reference: could not locate a version matching provided version string >=9.0.0',
          ),
          {},
        ),
        ociHelmRepository('oci://registry.example/charts'),
        ...running,
      ]),
    },
    problem('chart-version-missing', 'confirmed', {
      says: ['version: 1.4.0', 'flux list artifacts oci://registry.example/charts/web'],
      never: ['flux reconcile source helm'],
    }),
  ),
];

const names: readonly Story[] = [
  releaseStory(
    'chart-version/name-mistyped',
    'The name of the chart has a letter too many; others get the right one from there.',
    {
      objects: [
        asking({ chart: 'weeb' }, neverInstalled),
        deepMerge(chartWithout('no chart name found', { chart: 'weeb' }), {
          status: { artifact: undefined, observedChartName: undefined, url: undefined },
        }),
        repository,
        otherChart('beta-web', 'web', '1.4.2'),
        ...running,
      ],
    },
    problem('chart-name-missing', 'confirmed', { says: ['Others get web from there', 'chart: web'] }),
  ),
  releaseStory(
    'chart-version/name-unknown',
    'The chart was renamed by its authors, and nobody else in the cluster gets anything from there.',
    {
      objects: [
        asking({ chart: 'weblate' }, neverInstalled),
        deepMerge(chartWithout('no chart name found', { chart: 'weblate' }), {
          status: { artifact: undefined, observedChartName: undefined, url: undefined },
        }),
        repository,
        ...running,
      ],
    },
    problem('chart-name-missing', 'confirmed', { says: ['renamed, moved or withdrawn', '<chart>'] }),
  ),
  releaseStory(
    'chart-version/path-wrong',
    'The folder of the chart was moved within its Git repository.',
    {
      objects: [
        asking({ chart: './charts/web', sourceRef: GIT, version: undefined }),
        deepMerge(
          givenUp(
            chart({
              spec: { chart: './charts/web', sourceRef: { kind: 'GitRepository', name: 'web-source' }, version: '*' },
            }),
            'InvalidChartReference',
            'invalid chart reference: stat /tmp/helmchart-flux-system-shop-web-12/source/charts/web: no such file or directory',
          ),
          {},
        ),
        gitSource,
        ...running,
      ],
    },
    problem('chart-reference-invalid', 'confirmed', {
      says: ['folder with a Chart.yaml', 'main@sha1:5c0a1f3', '<path>'],
    }),
  ),
];

/** A chart from the Git repository, with these words of its HelmChart. */
function fromGit(reason: string, message: string, spec: Change = {}): readonly Built[] {
  const own = { chart: './charts/web', sourceRef: GIT, version: undefined, ...spec };
  const inSource = {
    chart: './charts/web',
    sourceRef: { kind: 'GitRepository', name: 'web-source' },
    version: '*',
    ...spec,
  };
  return [asking(own), givenUp(chart({ spec: inSource }), reason, message), gitSource, ...running];
}

const contents: readonly Story[] = [
  releaseStory(
    'chart-content/metadata-invalid',
    'As in tektoncd/operator#3493: the Chart.yaml in the Git repository has a version that is none.',
    {
      objects: fromGit(
        'InvalidChartReference',
        'invalid chart reference: validation: chart.metadata.version "devel" is invalid',
      ),
    },
    problem('chart-metadata-invalid', 'confirmed', { says: ['Its version devel is none'], never: ['--reset'] }),
  ),
  releaseStory(
    'chart-content/metadata-invalid-decoy',
    'The Chart.yaml was mended; the warning is left.',
    {
      objects: [
        satisfied(),
        chart(),
        warned(
          chart(),
          'InvalidChartReference',
          'invalid chart reference: validation: chart.metadata.version "devel" is invalid',
        ),
        repository,
        ...upToDate,
      ],
    },
    healthy,
  ),
  releaseStory(
    'chart-content/metadata-invalid-denied',
    'The same, and HelmCharts may not be read.',
    {
      objects: fromGit(
        'InvalidChartReference',
        'invalid chart reference: validation: chart.metadata.version "devel" is invalid',
      ),
      denied: ['helmcharts'],
    },
    problem('source-not-ready', 'possible'),
  ),
  releaseStory(
    'chart-content/values-file-missing',
    'One of the values files that the release names was taken out of the chart.',
    {
      objects: [
        asking({ valuesFiles: ['values.yaml', 'values-prod.yaml'] }),
        givenUp(
          chart({ spec: { valuesFiles: ['values.yaml', 'values-prod.yaml'] } }),
          'ValuesFilesError',
          "values files merge error: failed to merge chart values: no values file found at path 'values-prod.yaml'",
        ),
        repository,
        ...running,
      ],
    },
    problem('values-file-missing', 'confirmed', { says: ['valuesFiles: [values.yaml]'] }),
  ),
  releaseStory(
    'chart-content/other-charts-missing',
    'The chart in Git needs another one from a repository that Flux may not use as it is written.',
    {
      objects: fromGit(
        'DependencyBuildError',
        "dependency build error: failed to add remote dependency 'postgresql': no chart repository for URL 'https://charts.private.example/db/'",
      ),
    },
    problem('chart-needs-other-charts', 'likely', { says: ['under dependencies'] }),
  ),
  releaseStory(
    'chart-content/not-packaged',
    'What was fetched is an archive that cannot be packed as a chart.',
    {
      objects: fromGit(
        'ChartPackageError',
        'chart package error: failed to package chart: chart.yaml is missing a name',
      ),
    },
    problem('chart-not-packaged', 'confirmed'),
  ),
  releaseStory(
    'chart-content/layer-of-another-type',
    'The OCI artifact was not pushed by helm, and has no layer of a chart.',
    {
      objects: [
        waiting(OCI_OPAQUE, byReference),
        failing(
          deepMerge(ociSource({ tag: '1.5.0' }), {
            spec: { layerSelector: { mediaType: 'application/vnd.cncf.flux.content.v1.tar+gzip', operation: 'copy' } },
          }),
          'OCIArtifactLayerOperationFailed',
          "failed to find layer with media type 'application/vnd.cncf.flux.content.v1.tar+gzip' in artifact",
        ),
        ...running,
      ],
    },
    problem('artifact-layer-unfit', 'confirmed', { says: ['application/vnd.cncf.helm.chart.content.v1.tar+gzip'] }),
  ),
  releaseStory(
    'chart-content/pull-fails',
    'The chart is in the index, and its archive cannot be loaded for a reason that nobody has met.',
    {
      objects: [
        waiting(),
        failing(
          chart(),
          'ChartPullError',
          "chart pull error: failed to download chart for remote reference: chart 'web' has no downloadable URLs",
        ),
        repository,
        ...running,
      ],
    },
    problem('chart-not-pulled', 'confirmed', { says: ['flux logs'] }),
  ),
];

/** Stories of charts and versions that cannot be had. */
export const releaseChartVersion: readonly Story[] = [...versions, ...names, ...contents];
