import { compare, minVersion, rcompare, satisfies, valid, validRange, type SemVer } from 'semver';
import type { Probe } from '../model/probe.ts';
import { nearest } from '../text/similar.ts';
import { compareText, field, list, nameOf, namespaceOf, text } from './read.ts';

/**
 * What a cluster knows of a chart that its source does not have as it is asked for. No index is fetched: the artifacts
 * of the objects that use the same source and the history of the release tell what was there.
 */
export const chartCandidates: Probe = {
  name: 'chart-candidates',
  computes:
    'Which names and versions of a chart are known in the cluster, and which come nearest to what is asked for.',
  params: {
    chart: { is: 'text', means: 'name of the chart that is asked for' },
    wanted: { is: 'text', means: 'version or range that is asked for' },
    objects: {
      is: 'list',
      optional: true,
      means: 'HelmCharts or OCIRepositories that get charts from the same source',
    },
    release: { is: 'object', optional: true, means: 'the HelmRelease, for the versions that it had' },
  },
  returns: {
    nearestName:
      'the name that others get from there and that is near; empty when the name itself is got or none is near',
    namesText: 'names that others get from there, in order, as one line; `none` without any',
    versions: 'versions that are known to exist, newest first',
    versionsText: 'the nearest of them with where they were seen, as one line; `none` without any',
    nearest: 'the known version that comes nearest to what is asked for; empty without one',
    preRelease: 'the newest known version that would do if pre-releases counted; empty without one',
    readable: 'whether what is asked for is a version or a range at all',
  },
  run({ chart, wanted, objects, release }) {
    if (typeof chart !== 'string' || typeof wanted !== 'string') return undefined;
    const got = list(objects).flatMap(artifactOf);
    const names = namesOf(got);
    const seen = newestFirst([...got, ...historyOf(release)].filter(({ name }) => name === chart || name === ''));
    const range = rangeOf(wanted);
    const versions = seen.map(({ version }) => version);
    const inOrder = range === null ? seen : byDistance(seen, minVersion(range));
    return {
      nearestName: names.includes(chart) ? '' : (nearest(chart, names) ?? ''),
      namesText: toLine(names),
      versions,
      versionsText: toLine(inOrder.slice(0, SHOWN).map(toText)),
      nearest: inOrder[0]?.version ?? '',
      preRelease: range === null ? '' : (versions.find((version) => isHidden(version, range)) ?? ''),
      readable: range !== null,
    };
  },
};

/** As many versions as fit into one line. */
const SHOWN = 4;

interface Seen {
  /** Name of the chart; empty where the object has only this one. */
  readonly name: string;
  readonly version: string;
  readonly by: string;
}

/** The revision of a HelmChart's artifact is the version, that of an OCIRepository's is `tag@digest`. */
function artifactOf(object: unknown): Seen[] {
  const version = text(field(object, 'status.artifact.revision')).replace(/@.*$/, '').replace(/_/g, '+');
  if (valid(version) === null) return [];
  const name = text(field(object, 'status.observedChartName')) || text(field(object, 'spec.chart'));
  return [{ name, version, by: `${text(field(object, 'kind'))} ${namespaceOf(object)}/${nameOf(object)}` }];
}

function namesOf(got: readonly Seen[]): readonly string[] {
  return [...new Set(got.map(({ name }) => name))].filter((name) => name !== '').toSorted(compareText);
}

function historyOf(release: unknown): Seen[] {
  return list(field(release, 'status.history')).flatMap((entry) => {
    const version = text(field(entry, 'chartVersion'));
    return valid(version) === null ? [] : [{ name: text(field(entry, 'chartName')), version, by: 'had before' }];
  });
}

function newestFirst(seen: readonly Seen[]): readonly Seen[] {
  const once = [...new Map(seen.toReversed().map((each) => [each.version, each])).values()];
  return once.toSorted((a, b) => rcompare(a.version, b.version));
}

/** Helm's ranges take commas for "and". */
function rangeOf(wanted: string): string | null {
  return validRange(wanted.replaceAll(',', ' '));
}

/** Those above what is asked for first, the nearest of each side before the farther ones. */
function byDistance(seen: readonly Seen[], from: SemVer | null): readonly Seen[] {
  if (from === null) return seen;
  const above = seen.filter(({ version }) => compare(version, from) >= 0).toReversed();
  return [...above, ...seen.filter(({ version }) => compare(version, from) < 0)];
}

/** Helm leaves pre-releases out of a range that does not name one. */
function isHidden(version: string, range: string): boolean {
  return !satisfies(version, range) && satisfies(version, range, { includePrerelease: true });
}

function toText({ version, by }: Seen): string {
  return `${version} (${by})`;
}

function toLine(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.join(', ');
}
