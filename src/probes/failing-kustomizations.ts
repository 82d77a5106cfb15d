import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, field, fullName, list } from './read.ts';
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
  },
  returns: {
    failing:
      'one per Kustomization that fails before it has applied: {kustomization, applies, count}; suspended ones are not among them',
    suspended: 'one per Kustomization that is suspended, likewise with the name in `name`',
  },
  run({ kustomizations, releases, applied }) {
    if (!Array.isArray(kustomizations) || !Array.isArray(releases)) return undefined;
    const all = list(releases).filter(isRelease);
    const seen = list(kustomizations).filter(isRelease);
    const withReleases = (kustomization: unknown): readonly ProbeResult[] =>
      toResult(
        kustomization,
        all.filter((release) => applierOf(field(release, 'metadata.labels')) === fullName(kustomization)),
      );
    return {
      failing: seen.filter((one) => !isSuspended(one) && failsWith(one, list(applied)) !== '').flatMap(withReleases),
      suspended: seen.filter(isSuspended).flatMap(withReleases),
    };
  },
};

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
