import { valid } from 'semver';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { field, nameOf, namespaceOf, text } from './read.ts';
import {
  actionTimeout,
  intervalSeconds,
  isRelease,
  lastAction,
  releaseName,
  storageNamespace,
  targetNamespace,
} from './release/helm-release.ts';

/** Where a HelmRelease puts its things, which chart it wants and how long it may take. */
export const releaseTarget: Probe = {
  name: 'release-target',
  computes: 'The names, namespaces, chart and times that follow from the spec of a HelmRelease.',
  params: { release: { is: 'object', means: 'the HelmRelease' } },
  returns: {
    name: 'name of the Helm release, as `helm` wants it',
    namespace: "namespace of the chart's objects",
    storageNamespace: "namespace of Helm's release Secrets, the one for `helm -n`",
    helmChartNamespace: 'namespace of the HelmChart object; empty with an OCIRepository or ExternalArtifact',
    helmChartName: 'name of the HelmChart object; empty with an OCIRepository or ExternalArtifact',
    sourceKind: 'kind of the source that the chart comes from',
    sourceNamespace: 'namespace of that source',
    sourceName: 'name of that source',
    chart: 'name of the chart, or its path in a repository; empty where only the source knows it',
    versionPolicy: 'version or range that is wanted; empty where the source alone decides',
    pinned: 'whether the policy is one exact version; null where the source alone decides',
    intervalSeconds: 'seconds between reconciles; null if unreadable',
    timeoutSeconds: 'seconds that the last attempted kind of action may take; null if unreadable',
  },
  run({ release }) {
    if (!isRelease(release)) return undefined;
    return {
      name: releaseName(release),
      namespace: targetNamespace(release),
      storageNamespace: storageNamespace(release),
      ...helmChart(release),
      ...source(release),
      ...wantedChart(release),
      intervalSeconds: intervalSeconds(release),
      timeoutSeconds: actionTimeout(release, lastAction(release)),
    };
  },
};

/** A chart template makes a HelmChart `<namespace>-<name>` beside its source; a chartRef may name an existing one. */
function helmChart(release: unknown): ProbeResult {
  const own = namespaceOf(release);
  if (text(field(release, 'spec.chartRef.kind')) === 'HelmChart') {
    const { sourceNamespace, sourceName } = source(release);
    return { helmChartNamespace: sourceNamespace, helmChartName: sourceName };
  }
  if (field(release, 'spec.chart.spec') === undefined) return { helmChartNamespace: '', helmChartName: '' };
  const noted = /^([^/]+)\/([^/]+)$/.exec(text(field(release, 'status.helmChart')));
  return {
    helmChartNamespace: noted?.[1] ?? (text(field(release, 'spec.chart.spec.sourceRef.namespace')) || own),
    helmChartName: noted?.[2] ?? `${own}-${nameOf(release)}`,
  };
}

function source(release: unknown): ProbeResult {
  const ref = field(release, 'spec.chartRef') ?? field(release, 'spec.chart.spec.sourceRef');
  return {
    sourceKind: text(field(ref, 'kind')),
    sourceNamespace: text(field(ref, 'namespace')) || namespaceOf(release),
    sourceName: text(field(ref, 'name')),
  };
}

/** The version field is obeyed for Helm repositories only; Git, buckets and chartRefs hold the version themselves. */
function wantedChart(release: unknown): ProbeResult {
  const chart = text(field(release, 'spec.chart.spec.chart')) || text(field(release, 'status.history.0.chartName'));
  if (text(field(release, 'spec.chart.spec.sourceRef.kind')) !== 'HelmRepository') {
    return { chart, versionPolicy: '', pinned: null };
  }
  const versionPolicy = text(field(release, 'spec.chart.spec.version')) || '*';
  return { chart, versionPolicy, pinned: valid(versionPolicy) !== null };
}
