import type { Chart } from '../chart/repository.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { at, conditionOf, type Manifest, type Named, textAt } from '../plane/manifest.ts';

/** The release that every incident is about: `coder/coder`, from a chart repository, as its source document has it. */
export const RELEASE: Named = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  namespace: 'coder',
  name: 'coder',
};
export const DEPLOYMENT: Named = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'coder', name: 'coder' };
export const REPOSITORY: Named = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'HelmRepository',
  namespace: 'flux-system',
  name: 'coder-charts',
};

/** The version that runs, and the one that is published later. */
export const OLD = '2.28.1';
export const NEW = '2.28.3';

/** What a chart of the release differs in. */
export interface ChartParts {
  readonly values?: Readonly<Record<string, unknown>>;
  /** Further templates, or others in place of `deployment.yaml`. */
  readonly templates?: Readonly<Record<string, string>>;
  /** Further files, by their path in the chart. */
  readonly files?: Readonly<Record<string, string>>;
  /** The versions of Kubernetes that it is made for, as a range. */
  readonly kubeVersion?: string;
}

/** A chart like Coder's in the little that matters here: one Deployment with defaults for its strategy, one Service. */
export function coderChart(version: string, parts: ChartParts = {}): Chart {
  const { values, templates, ...others } = parts;
  return {
    ...others,
    name: 'coder',
    version,
    values: { memory: '4Gi', cpu: '500m', serviceAccount: 'default', podAnnotations: {}, replicas: 1, ...values },
    templates: { 'deployment.yaml': DEPLOYMENT_TEMPLATE, 'service.yaml': SERVICE_TEMPLATE, ...templates },
  };
}

/** The Deployment of the chart. */
const DEPLOYMENT_TEMPLATE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels: { app.kubernetes.io/name: coder, app.kubernetes.io/instance: {{ .Release.Name }} }
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app.kubernetes.io/name: coder, app.kubernetes.io/instance: {{ .Release.Name }} }
  template:
    metadata:
      labels: { app.kubernetes.io/name: coder, app.kubernetes.io/instance: {{ .Release.Name }} }
      annotations: {{ toJson .Values.podAnnotations }}
    spec:
      serviceAccountName: {{ .Values.serviceAccount }}
      containers:
        - name: coder
          image: ghcr.io/coder/coder:v{{ .Chart.AppVersion }}
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /healthz, port: http } }
          resources:
            requests: { cpu: {{ .Values.cpu }}, memory: {{ .Values.memory }} }
            limits: { memory: {{ .Values.memory }} }
`;

/** The same Deployment without its memory limit. */
export const WITHOUT_LIMIT = DEPLOYMENT_TEMPLATE.replace(/^ +limits: .*\n/m, '');

/** The same Deployment with two names for one port. */
export const DOUBLED_PORT = DEPLOYMENT_TEMPLATE.replace(
  '[{ name: http, containerPort: 8080 }]',
  '[{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 8080 }]',
);

const SERVICE_TEMPLATE = `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  selector: { app.kubernetes.io/name: coder, app.kubernetes.io/instance: {{ .Release.Name }} }
  ports: [{ name: http, port: 80, targetPort: http }]
`;

/** The same Deployment with another selector, which an existing one cannot take. */
export const OTHER_SELECTOR = DEPLOYMENT_TEMPLATE.replaceAll(
  'app.kubernetes.io/name: coder',
  'app.kubernetes.io/name: coder-server',
);

/** The same Deployment with a volume in every pod, that of the claim `coder-data`. */
export const WITH_VOLUME = DEPLOYMENT_TEMPLATE.replace(
  '          readinessProbe:',
  '          volumeMounts: [{ name: data, mountPath: /data }]\n          readinessProbe:',
).concat('      volumes: [{ name: data, persistentVolumeClaim: { claimName: "{{ .Release.Name }}-data" } }]\n');

/** What a HelmRelease of the incident differs in; laid over the usual spec. */
export type ReleaseSpec = Readonly<Record<string, unknown>>;

/** The HelmRelease: any version of the chart, and little patience, so that a run does not take long. */
export function release(spec: ReleaseSpec = {}): Manifest {
  const { apiVersion, kind, namespace = '', name } = RELEASE;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace },
    spec: {
      interval: '10m',
      timeout: '20s',
      chart: {
        spec: {
          chart: 'coder',
          version: '*',
          interval: '10m',
          sourceRef: { kind: 'HelmRepository', name: REPOSITORY.name, namespace: 'flux-system' },
        },
      },
      ...spec,
    },
  };
}

/** Installs the old version and waits until Flux and the Deployment are content with it. */
export async function installOld(cluster: Cluster, spec: ReleaseSpec = {}, parts: ChartParts = {}): Promise<void> {
  cluster.charts.publish(coderChart(OLD, parts));
  await cluster.git.commit(namespace('coder'), repository(cluster.charts.url), release(spec));
  await cluster.untilCondition(RELEASE, 'Ready', 'True', 90);
}

/** Publishes the new version and makes Flux fetch the repository's index at once, not only after its interval. */
export async function publishNew(cluster: Cluster, parts: ChartParts = {}): Promise<void> {
  cluster.charts.publish(coderChart(NEW, parts));
  await reconcile(cluster, REPOSITORY);
}

/** Asks Flux to look at an object now, as `flux reconcile` does. */
export async function reconcile(cluster: Cluster, named: Named): Promise<void> {
  const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
  await cluster.api.patch(named, { metadata: { annotations } });
}

/** Waits until Flux has given up: the condition Stalled, with the new version as the last that was tried. */
export async function untilStalled(cluster: Cluster, seconds = 120): Promise<unknown> {
  return cluster.untilCondition(RELEASE, 'Stalled', 'True', seconds);
}

/** Holds that the new version runs and that Flux says so; throws what is the case instead. */
export function expectNewRuns(cluster: Cluster): Promise<void> {
  return expectRuns(cluster, NEW);
}

/** The same for the old version. */
export function expectOldRuns(cluster: Cluster): Promise<void> {
  return expectRuns(cluster, OLD);
}

async function expectRuns(cluster: Cluster, version: string): Promise<void> {
  const image = `ghcr.io/coder/coder:v${version}`;
  const [release, deployment] = [await cluster.api.get(RELEASE), await cluster.api.get(DEPLOYMENT)];
  const ready = conditionOf(release, 'Ready');
  if (ready['status'] !== 'True') throw new Error(`the HelmRelease is not ready: ${JSON.stringify(ready)}`);
  // helm-controller adds the digest of an OCI artifact to the version of its chart, as `2.28.1+9c25ad6c1b26`.
  const newest = textAt(release, 'status.history.0.chartVersion').replace(/\+.*/, '');
  if (newest !== version) throw new Error(`${version} is not the newest revision, ${newest} is`);
  if (at(deployment, 'spec.template.spec.containers.0.image') !== image) throw new Error(`${image} is not deployed`);
  if (at(deployment, 'status.readyReplicas') !== 1 || at(deployment, 'status.replicas') !== 1) {
    throw new Error(`the Deployment is not complete: ${JSON.stringify(at(deployment, 'status'))}`);
  }
}

/** A namespace. */
export function namespace(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** The repository of the charts. */
export function repository(url: string): Manifest {
  const { apiVersion, kind, namespace: home = '', name } = REPOSITORY;
  return { apiVersion, kind, metadata: { name, namespace: home }, spec: { url, interval: '10m' } };
}
