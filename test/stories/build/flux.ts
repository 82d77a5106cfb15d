import { condition, deployment, event, object, type Built, type Change } from './build.ts';
import { digestOf } from './digest.ts';
import { deepMerge } from './merge.ts';

/** The container of a Flux controller; all of them call it `manager`. */
export function managerContainer(name: string, version: string): Change {
  return {
    name: 'manager',
    image: `ghcr.io/fluxcd/${name}:v${version}`,
    imagePullPolicy: 'IfNotPresent',
    args: ['--watch-all-namespaces', '--log-level=info', '--log-encoding=json', '--enable-leader-election'],
    env: [
      { name: 'RUNTIME_NAMESPACE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } } },
    ],
    livenessProbe: probe('/healthz', 'healthz'),
    ports: [
      { containerPort: 8080, name: 'http-prom', protocol: 'TCP' },
      { containerPort: 9440, name: 'healthz', protocol: 'TCP' },
    ],
    readinessProbe: probe('/readyz', 'healthz'),
    resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '16Mi' } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  };
}

function probe(path: string, port: string): Change {
  return {
    failureThreshold: 3,
    httpGet: { path, port, scheme: 'HTTP' },
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
  };
}

/** A Flux controller that runs in flux-system, of the given version. */
export function controller(name: string, version: string, change: Change = {}): Built {
  const container = managerContainer(name, version);
  return deployment(
    {
      name,
      namespace: 'flux-system',
      created: '2025-10-01T08:00:00Z',
      image: `ghcr.io/fluxcd/${name}:v${version}`,
      labels: { 'app.kubernetes.io/part-of': 'flux', 'app.kubernetes.io/component': name },
    },
    deepMerge({ spec: { template: { spec: { containers: [container] } } } }, change),
  );
}

interface ReleaseSketch {
  readonly namespace: string;
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  readonly generation?: number;
  readonly spec?: Change;
  readonly conditions: readonly Change[];
  readonly history: readonly Change[];
  readonly status?: Change;
}

/** A HelmRelease from a HelmRepository in flux-system, applied by the Kustomization `apps`. */
export function helmRelease(sketch: ReleaseSketch): Built {
  const { namespace, name, chart, version, generation = 12 } = sketch;
  return object(
    { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace, name, created: '2025-10-01T08:10:00Z' },
    {
      metadata: {
        generation,
        finalizers: ['finalizers.fluxcd.io'],
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
      },
      spec: {
        interval: '10m',
        chart: {
          spec: {
            chart,
            version,
            sourceRef: { kind: 'HelmRepository', name: `${chart}-charts`, namespace: 'flux-system' },
            interval: '10m',
            reconcileStrategy: 'ChartVersion',
          },
        },
        ...sketch.spec,
      },
      status: {
        observedGeneration: generation,
        conditions: sketch.conditions.map((each) => ({ observedGeneration: generation, ...each })),
        history: sketch.history,
        helmChart: `flux-system/${namespace}-${name}`,
        storageNamespace: namespace,
        lastAttemptedGeneration: generation,
        ...(sketch.status?.['lastAttemptedRevision'] === undefined ? {} : { lastAttemptedConfigDigest: NO_VALUES }),
        ...sketch.status,
      },
    },
  );
}

/** The digest of values that are empty. */
const NO_VALUES = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** One entry of `status.history`. */
export function revision(
  of: { name: string; namespace: string; chart: string },
  sketch: { version: number; chartVersion: string; status: string; at: string; action?: string },
): Change {
  const { version, chartVersion, status, at, action } = sketch;
  return {
    name: of.name,
    namespace: of.namespace,
    version,
    chartName: of.chart,
    chartVersion,
    appVersion: chartVersion,
    status,
    firstDeployed: '2025-10-01T08:12:00Z',
    lastDeployed: at,
    ...(action === undefined ? {} : { action }),
    configDigest: NO_VALUES,
    digest: `sha256:${digestOf(`${of.namespace}/${of.name}/${version}`)}`,
  };
}

/** What helm-controller 1.4 reports of an upgrade that ran out of time: the error, and the end of what Helm logged. */
export function upgradeFailed(release: Built, chart: string, version: string, at: string): Built {
  const { name, namespace } = release['metadata'] as { name: string; namespace: string };
  const { targetNamespace } = release['spec'] as { targetNamespace?: string };
  const own = targetNamespace === undefined ? `${namespace}/${name}` : `${targetNamespace}/${targetNamespace}-${name}`;
  const said = `Helm upgrade failed for release ${own} with chart ${chart}@${version}: context deadline exceeded`;
  const line = (text: string): string => `${at.replace('Z', '.787336218Z')}: ${text}`;
  const logs = [
    line(`Deployment is not ready: ${namespace}/${name}. 0 out of 1 expected pods are ready`),
    line('wait for resources failed after 5m0s: context deadline exceeded'),
    line(`warning: Upgrade "${name}" failed: context deadline exceeded`),
  ];
  const annotations = {
    'helm.toolkit.fluxcd.io/app-version': version,
    'helm.toolkit.fluxcd.io/revision': version,
    'helm.toolkit.fluxcd.io/token': NO_VALUES,
  };
  return event(
    release,
    { reason: 'UpgradeFailed', message: `${said}\n\nLast Helm logs:\n\n${logs.join('\n')}`, at, by: 'helm-controller' },
    { metadata: { annotations } },
  );
}

/** The HelmChart of a HelmRelease, fetched. */
export function helmChart(
  namespace: string,
  name: string,
  sketch: { chart: string; version: string; fetched: string },
  change: Change = {},
): Built {
  const at = '2025-11-12T20:29:00Z';
  return object(
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmChart',
      namespace: 'flux-system',
      name: `${namespace}-${name}`,
      created: '2025-10-01T08:10:00Z',
    },
    {
      metadata: {
        generation: 1,
        finalizers: ['finalizers.fluxcd.io'],
        labels: { 'helm.toolkit.fluxcd.io/name': name, 'helm.toolkit.fluxcd.io/namespace': namespace },
      },
      spec: {
        chart: sketch.chart,
        version: sketch.version,
        interval: '10m',
        reconcileStrategy: 'ChartVersion',
        sourceRef: { kind: 'HelmRepository', name: `${sketch.chart}-charts` },
      },
      status: {
        observedGeneration: 1,
        conditions: stored('ChartPullSucceeded', `pulled '${sketch.chart}' chart with version '${sketch.fetched}'`, at),
        artifact: artifact(`helmchart/flux-system/${namespace}-${name}`, `${sketch.chart}-${sketch.fetched}.tgz`, {
          revision: sketch.fetched,
          lastUpdateTime: at,
          size: 653,
        }),
        observedChartName: sketch.chart,
        observedSourceArtifactRevision: indexOf(sketch.chart),
        url: `${STORAGE}/helmchart/flux-system/${namespace}-${name}/latest.tar.gz`,
      },
    },
    change,
  );
}

/** A HelmRepository whose index was fetched. */
export function helmRepository(chart: string, url: string): Built {
  const at = '2025-11-15T18:10:00Z';
  const index = indexOf(chart);
  return object(
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmRepository',
      namespace: 'flux-system',
      name: `${chart}-charts`,
      created: '2025-10-01T08:10:00Z',
    },
    {
      metadata: { generation: 1, finalizers: ['finalizers.fluxcd.io'] },
      spec: { url, interval: '1h', provider: 'generic' },
      status: {
        observedGeneration: 1,
        conditions: stored('Succeeded', `stored artifact: revision '${index}'`, at),
        artifact: artifact(
          `helmrepository/flux-system/${chart}-charts`,
          `index-${index.slice('sha256:'.length)}.yaml`,
          {
            revision: index,
            lastUpdateTime: at,
            size: 883,
          },
        ),
        url: `${STORAGE}/helmrepository/flux-system/${chart}-charts/index.yaml`,
      },
    },
  );
}

/** What source-controller says of something that it has fetched and keeps. */
function stored(reason: string, message: string, at: string): readonly Change[] {
  return ['Ready', 'ArtifactInStorage'].map((type) => ({
    ...condition(type, 'True', reason, message, at),
    observedGeneration: 1,
  }));
}

const STORAGE = 'http://source-controller.flux-system.svc.cluster.local.';

function artifact(folder: string, file: string, rest: Change): Change {
  const path = `${folder}/${file}`;
  return { ...rest, digest: `sha256:${digestOf(path)}`, path, url: `${STORAGE}/${path}` };
}

/** The revision of a repository is the digest of its index. */
function indexOf(chart: string): string {
  return `sha256:${digestOf(`${chart}-charts`)}`;
}

/** The Kustomization that applies the HelmReleases, and the GitRepository that it reads. */
export function kustomization(path: string): Built {
  const at = '2025-11-15T18:10:00Z';
  return object(
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      namespace: 'flux-system',
      name: 'apps',
      created: '2025-10-01T08:05:00Z',
    },
    {
      metadata: { generation: 1 },
      spec: { interval: '10m', path, prune: true, sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
      status: {
        observedGeneration: 1,
        lastAppliedRevision: 'main@sha1:0',
        conditions: [condition('Ready', 'True', 'ReconciliationSucceeded', 'Applied revision: main@sha1:0', at)],
      },
    },
  );
}
export function gitRepository(url: string): Built {
  const at = '2025-11-15T18:10:00Z';
  return object(
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      namespace: 'flux-system',
      name: 'flux-system',
      created: '2025-10-01T08:00:00Z',
    },
    {
      metadata: { generation: 1 },
      spec: { url, interval: '1m', ref: { branch: 'main' } },
      status: {
        observedGeneration: 1,
        conditions: [condition('Ready', 'True', 'Succeeded', 'stored artifact for revision main@sha1:0', at)],
      },
    },
  );
}

/** A Helm release Secret as a metadata-only request returns it: labels, and no data. */
export function releaseSecret(namespace: string, release: string, version: number, status: string, at: string): Built {
  const seconds = String(Math.floor(Date.parse(at) / 1000));
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace, name: `sh.helm.release.v1.${release}.v${version}`, created: at },
    {
      metadata: { labels: { owner: 'helm', name: release, status, version: String(version), modifiedAt: seconds } },
      type: 'helm.sh/release.v1',
    },
  );
}
