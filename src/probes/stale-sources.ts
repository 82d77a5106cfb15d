import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, field, list, nameOf, namespaceOf, text } from './read.ts';
import { viewCondition } from './release/condition-view.ts';
import { releaseConditions } from './release-conditions.ts';
import { releaseTarget } from './release-target.ts';

/** The conditions with which source-controller says that a source is not fetched, and the status that says so. */
const FAILS = { Stalled: 'True', Ready: 'False', FetchFailed: 'True' } as const;

/**
 * HelmReleases that are Ready on what was fetched before, while their source fails. A release tells of a source that never
 * gave anything; one that gave something once may fail for weeks and no release says so.
 */
export const staleSources: Probe = {
  name: 'stale-sources',
  computes: 'Which Ready HelmReleases of a list take their chart from a source that fails.',
  params: {
    releases: { is: 'list', means: 'the HelmReleases' },
    sources: { is: 'list', means: 'the sources of all kinds' },
  },
  returns: {
    behind: 'one per such release: {release, target}, where target is what the probe release-target gives',
  },
  run({ releases, sources }) {
    if (!Array.isArray(releases) || !Array.isArray(sources)) return undefined;
    const calm = list(releases).flatMap((release): readonly Row[] => {
      const target = releaseTarget.run({ release });
      return target === undefined || !isCalm(release) ? [] : [{ release, target }];
    });
    const failing = new Set(list(sources).filter(fails).map(nameOfSource));
    return { behind: calm.filter(({ target }) => failing.has(wantedBy(target))) };
  },
};

interface Row {
  readonly release: unknown;
  readonly target: ProbeResult;
}

/** One in trouble is walked anyway; one that is suspended or goes away wants nothing new. */
function isCalm(release: unknown): boolean {
  const { trouble, suspended, deleting } = releaseConditions.run({ release }) ?? {};
  return trouble === false && suspended !== true && deleting !== true;
}

/** An OCI HelmRepository is never fetched, whatever its status says; a suspended source is meant to stay as it is. */
function fails(source: unknown): boolean {
  const spec = field(source, 'spec');
  if (entry(spec, 'type') === 'oci' || entry(spec, 'suspend') === true) return false;
  return Object.entries(FAILS).some(([type, status]) => viewCondition(source, type).status === status);
}

function nameOfSource(source: unknown): string {
  return `${text(field(source, 'kind'))} ${namespaceOf(source)}/${nameOf(source)}`;
}

function wantedBy({ sourceKind, sourceNamespace, sourceName }: ProbeResult): string {
  return `${text(sourceKind)} ${text(sourceNamespace)}/${text(sourceName)}`;
}
