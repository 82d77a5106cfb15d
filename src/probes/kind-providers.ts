import type { Probe } from '../model/probe.ts';
import { compareText, entry, field, fullName, list, nameOf, namespaceOf, text } from './read.ts';
import { viewCondition } from './release/condition-view.ts';
import { awaitedBy, ownerOf, pluralsOf } from './release/crd-owner.ts';
import { isRelease } from './release/helm-release.ts';

/** Which HelmRelease brings a kind that the cluster does not know, or would bring it. */
export const kindProviders: Probe = {
  name: 'kind-providers',
  computes: 'Which HelmReleases bring the CustomResourceDefinition of a kind, and how one waits for the first of them.',
  params: {
    release: { is: 'object', means: 'the HelmRelease that needs the kind' },
    releases: { is: 'list', means: 'all HelmReleases' },
    crds: { is: 'list', means: 'the CustomResourceDefinitions, their metadata' },
    group: { is: 'text', means: 'the API group of the kind' },
    kind: { is: 'text', means: 'the kind' },
    charts: { is: 'list', means: 'names of charts that are known to bring kinds of the group' },
  },
  returns: {
    namespace: 'namespace of the HelmRelease that brings it; empty where none is known to',
    name: 'its name; empty where none is known to',
    chart: 'its chart',
    how: 'by what that is known: one of `inventory`, `other-kinds`, `chart`; empty where none is known to',
    sure: 'whether a mark of Flux says so, and not the name of its chart alone',
    release: 'that HelmRelease; null where none is known to',
    ready: 'whether it is Ready',
    status: 'status of its condition Ready; empty where it has none',
    reason: 'reason of that condition',
    suspended: 'whether it is suspended',
    awaited: 'whether the release waits for it already, directly or through others',
    dependsOn:
      'what to write between the brackets of `spec.dependsOn` so that it is waited for, with what stands there already',
  },
  run({ release, releases, crds, group, kind, charts }) {
    if (!isRelease(release) || !Array.isArray(releases) || !Array.isArray(crds)) return undefined;
    const wanted = { group: text(group), kind: text(kind) };
    if (wanted.group === '' || wanted.kind === '') return undefined;
    const others = list(releases)
      .filter((each) => fullName(each) !== fullName(release))
      .toSorted((a, b) => compareText(fullName(a), fullName(b)));
    const found = providerOf(others, list(crds), wanted, list(charts));
    if (found === undefined) return NOBODY;
    const { provider, how, sure } = found;
    const ready = viewCondition(provider, 'Ready');
    return {
      namespace: namespaceOf(provider),
      name: nameOf(provider),
      chart: chartOf(provider),
      how,
      sure,
      release: provider,
      ready: ready.status === 'True',
      status: ready.status,
      reason: ready.reason,
      suspended: field(provider, 'spec.suspend') === true,
      awaited: awaitedBy(release, list(releases)).has(fullName(provider)),
      dependsOn: dependsOnText(release, provider),
    };
  },
};

const NOBODY = {
  namespace: '',
  name: '',
  chart: '',
  how: '',
  sure: false,
  release: null,
  ready: false,
  status: '',
  reason: '',
  suspended: false,
  awaited: false,
  dependsOn: '',
};

interface Wanted {
  readonly group: string;
  readonly kind: string;
}

/** By what a provider is known. */
export const SIGNS = ['inventory', 'other-kinds', 'chart'] as const;

interface Found {
  readonly provider: unknown;
  readonly how: (typeof SIGNS)[number];
  readonly sure: boolean;
}

/**
 * The surest sign first: Flux notes on a CRD whose it is, and in `status.inventory` what a release applied
 * (helm-controller 1.5 and later), even when the CRD was deleted since. A chart's name is a hint.
 */
function providerOf(
  releases: readonly unknown[],
  crds: readonly unknown[],
  { group, kind }: Wanted,
  charts: readonly unknown[],
): Found | undefined {
  const applied = releases.find((each) => hasApplied(each, { group, kind }));
  if (applied !== undefined) return { provider: applied, how: 'inventory', sure: true };
  const owners = crds
    .filter((each) => nameOf(each).endsWith(`.${group}`))
    .map((each) => ownerOf([each], group, singularOf(each)));
  const owner = releases.find((each) => owners.includes(fullName(each)));
  if (owner !== undefined) return { provider: owner, how: 'other-kinds', sure: true };
  const byChart = releases.find((each) => charts.includes(chartOf(each)));
  if (byChart === undefined) return undefined;
  return { provider: byChart, how: 'chart', sure: false };
}

function hasApplied(release: unknown, { group, kind }: Wanted): boolean {
  const names = pluralsOf(kind).map((plural) => `_${plural}.${group}_apiextensions.k8s.io_CustomResourceDefinition`);
  return list(field(release, 'status.inventory.entries')).some((each) => names.includes(text(entry(each, 'id'))));
}

/** Enough of a kind for the plural to be found again: the plural itself. */
function singularOf(crd: unknown): string {
  return nameOf(crd).split('.')[0] ?? '';
}

function chartOf(release: unknown): string {
  const path = text(field(release, 'spec.chart.spec.chart')) || text(field(release, 'status.history.0.chartName'));
  return path.split('/').at(-1) ?? '';
}

/** JSON stands for itself in YAML; a list in a patch replaces the one that is there, so that one is kept in it. */
function dependsOnText(release: unknown, provider: unknown): string {
  const more = { name: nameOf(provider), namespace: namespaceOf(provider) };
  return [...list(field(release, 'spec.dependsOn')), more].map((each) => JSON.stringify(each)).join(', ');
}
