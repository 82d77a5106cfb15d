import type { Chart } from '../../chart/repository.ts';
import { coderChart, NEW, OLD, release, WITH_VOLUME } from '../../incidents/coder.ts';
import type { HelmController } from '../../plane/flux.ts';
import { type Manifest, mergeInto } from '../../plane/manifest.ts';

/** The namespace of all of them. */
export const SHOP = 'shop';
/** The label by which the Alert knows the releases that it tells of. */
const TOLD = { 'shop.test/told': 'yes' };

/** A HelmRelease with one thing about it that the lint has to name. */
export interface LintCase {
  readonly name: string;
  /** Laid over a spec that leaves nothing to say. */
  readonly spec?: Readonly<Record<string, unknown>>;
  /** The chart that it takes, where that is not the usual one. */
  readonly chart?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The codes that have to be said of it, and no other. */
  readonly codes: readonly string[];
  /** Where only some versions of helm-controller tell what shows it. */
  readonly on?: readonly HelmController[];
  /** Whether it never gets as far as being installed. */
  readonly stays?: 'out';
}

/** Every finding that can be made on a plane, and one release without any. What only time brings is left out. */
export const CASES: readonly LintCase[] = [
  { name: 'clean', codes: [] },
  {
    name: 'hasty',
    spec: { values: { podAnnotations: { 'kubelet.test/fails': 'ContainerCreating' } } },
    codes: ['timeout-below-history'],
  },
  { name: 'floating', spec: { chart: { spec: { version: '*' } } }, codes: ['version-unpinned'] },
  { name: 'once', spec: { upgrade: { strategy: undefined } }, codes: ['no-retries'] },
  {
    name: 'leaver',
    spec: { upgrade: { strategy: undefined, remediation: { retries: 2, strategy: 'uninstall' } } },
    codes: ['uninstalls-on-failure'],
  },
  {
    name: 'database',
    chart: 'database',
    spec: { upgrade: { strategy: undefined, remediation: { retries: 2 } } },
    codes: ['rolls-back-over-data'],
  },
  { name: 'definitions', chart: 'definitions', codes: [] },
  { name: 'custom', chart: 'custom', codes: ['crd-owner-not-awaited'], on: ['1.6'] },
  { name: 'patient', chart: 'custom', spec: { dependsOn: [{ name: 'definitions' }] }, codes: [] },
  { name: 'half-crds', spec: { install: { crds: 'CreateReplace' } }, codes: ['crds-not-upgraded'] },
  { name: 'latest', chart: 'latest', codes: ['image-not-pinned'] },
  { name: 'drifting', spec: { driftDetection: undefined }, codes: ['drift-undetected'] },
  { name: 'unheard', labels: { 'shop.test/told': 'no' }, codes: ['no-alert'] },
  { name: 'vain', spec: { install: { createNamespace: true } }, codes: ['field-without-effect'] },
  { name: 'waiting', spec: { dependsOn: [{ name: 'nobody' }] }, codes: ['depends-on-nothing'], stays: 'out' },
  { name: 'twin-one', spec: { releaseName: 'twin', suspend: true }, codes: ['release-name-clash'], stays: 'out' },
  { name: 'twin-two', spec: { releaseName: 'twin', suspend: true }, codes: ['release-name-clash'], stays: 'out' },
  { name: 'composed', spec: { targetNamespace: 'shop-too', storageNamespace: SHOP }, codes: ['release-name-composed'] },
  { name: 'moving', codes: ['release-moves'] },
  { name: 'stranger', spec: { serviceAccountName: 'nobody' }, codes: ['impersonated-account-missing'], stays: 'out' },
  {
    name: 'optional',
    spec: { valuesFrom: [{ kind: 'ConfigMap', name: 'nowhere', optional: true }] },
    codes: ['optional-values-missing'],
  },
  { name: 'restless', spec: { interval: '1m' }, codes: ['interval-below-timeout'] },
];

/** The HelmRelease of a case: a spec that leaves nothing to say, and its own one thing. */
export function releaseOf({ name, spec = {}, chart = 'coder', labels = {} }: LintCase): Manifest {
  const usual = release({ interval: '15m', timeout: '10m', ...CAREFUL });
  const named = mergeInto(usual, {
    metadata: { name, namespace: SHOP, labels: { ...TOLD, ...labels } },
    spec: { chart: { spec: { chart, version: OLD } }, values: { memory: '64Mi', cpu: '50m' } },
  });
  return mergeInto(named, { spec }) as Manifest;
}

const CAREFUL = {
  upgrade: { strategy: { name: 'RetryOnFailure', retryInterval: '5m' } },
  driftDetection: { mode: 'warn' },
};

/** An Alert for the releases with the label, and the Provider that it hands its events to. */
export const ALERTS: readonly Manifest[] = [
  {
    apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
    kind: 'Provider',
    metadata: { name: 'on-call', namespace: 'flux-system' },
    spec: { type: 'slack', channel: 'on-call' },
  },
  {
    apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
    kind: 'Alert',
    metadata: { name: 'releases', namespace: 'flux-system' },
    spec: {
      eventSeverity: 'error',
      eventSources: [{ kind: 'HelmRelease', name: '*', namespace: SHOP, matchLabels: TOLD }],
      providerRef: { name: 'on-call' },
    },
  },
];

/** A volume and the claim that asks for it by name: nobody on the plane makes one. */
export const VOLUME: Manifest = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'database' },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    storageClassName: '',
    hostPath: { path: '/data' },
  },
};

const CLAIM = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ .Release.Name }}-data
  annotations: { helm.sh/resource-policy: keep }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: ""
  volumeName: database
  resources: { requests: { storage: 1Gi } }
`;

const WIDGETS = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.shop.test }
spec:
  group: shop.test
  scope: Namespaced
  names: { kind: Widget, listKind: WidgetList, plural: widgets, singular: widget }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;

const WIDGET = 'apiVersion: shop.test/v1\nkind: Widget\nmetadata: { name: "{{ .Release.Name }}" }\n';

/** The charts that the releases take. */
export function chartsOf(): readonly Chart[] {
  const usual = coderChart(OLD);
  const deployment = usual.templates['deployment.yaml'] ?? '';
  const latest = deployment.replace('ghcr.io/coder/coder:v{{ .Chart.AppVersion }}', 'ghcr.io/coder/coder:latest');
  const templated = (name: string, templates: Readonly<Record<string, string>>): Chart => ({
    ...coderChart(OLD, { templates }),
    name,
  });
  return [
    usual,
    coderChart(NEW),
    templated('latest', { 'deployment.yaml': latest }),
    templated('database', { 'deployment.yaml': WITH_VOLUME, 'claim.yaml': CLAIM }),
    { ...usual, name: 'definitions', files: { 'crds/widgets.yaml': WIDGETS } },
    templated('custom', { 'widget.yaml': WIDGET }),
  ];
}
