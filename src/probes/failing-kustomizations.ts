import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, condition, entry, field, fullName, list, namespaceOf, text } from './read.ts';
import { applierOf, failsWith } from './release/applies.ts';
import { isRelease, isSuspended } from './release/helm-release.ts';

/** How many names a sentence takes. */
const TOLD = 5;

/** Which Kustomizations keep what Git says from reaching some HelmReleases. */
export const failingKustomizations: Probe = {
  name: 'failing-kustomizations',
  computes:
    'Which Kustomizations that apply given HelmReleases do not apply what Git says at present, failing or suspended.',
  params: {
    kustomizations: { is: 'list', means: 'the Kustomizations' },
    releases: { is: 'list', means: 'the HelmReleases in question' },
    applied: { is: 'list', means: 'reasons of Ready with which everything was applied all the same' },
    sources: {
      is: 'list',
      optional: true,
      means: 'the sources that they apply from: a Kustomization stays Ready with what it has when its source fails',
    },
  },
  returns: {
    failing:
      'one per Kustomization that fails before it has applied, or whose source cannot be fetched: {kustomization, applies, count}; suspended ones are not among them',
    suspended: 'one per Kustomization that is suspended, likewise with the name in `name`',
  },
  run({ kustomizations, releases, applied, sources }) {
    if (!Array.isArray(kustomizations) || !Array.isArray(releases)) return undefined;
    const all = list(releases).filter(isRelease);
    const seen = list(kustomizations).filter(isRelease);
    const withReleases = (kustomization: unknown): readonly ProbeResult[] =>
      toResult(
        kustomization,
        all.filter((release) => applierOf(field(release, 'metadata.labels')) === fullName(kustomization)),
      );
    const failing = new Set(list(sources).filter(isRelease).filter(isFailing).map(keyOf));
    const brings = (one: unknown): boolean => failsWith(one, list(applied)) === '' && !failing.has(keyOfSource(one));
    return {
      failing: seen.filter((one) => !isSuspended(one) && !brings(one)).flatMap(withReleases),
      suspended: seen.filter(isSuspended).flatMap(withReleases),
    };
  },
};

function isFailing(source: unknown): boolean {
  return !isSuspended(source) && text(entry(condition(source, 'Ready'), 'status')) === 'False';
}

function keyOf(source: unknown): string {
  return `${text(entry(source, 'kind'))} ${fullName(source)}`;
}

/** The source of a Kustomization, by default of its own namespace (kustomize.toolkit.fluxcd.io/v1, CrossNamespaceSourceReference). */
function keyOfSource(kustomization: unknown): string {
  const told = (key: string): string => text(field(kustomization, `spec.sourceRef.${key}`));
  return `${told('kind')} ${told('namespace') || namespaceOf(kustomization)}/${told('name')}`;
}

function toResult(kustomization: unknown, releases: readonly unknown[]): readonly ProbeResult[] {
  if (releases.length === 0) return [];
  const names = releases.map(fullName).toSorted(compareText);
  const more = names.length > TOLD ? ` and ${String(names.length - TOLD)} more` : '';
  return [
    {
      kustomization,
      name: fullName(kustomization),
      applies: `${names.slice(0, TOLD).join(', ')}${more}`,
      count: names.length,
    },
  ];
}
