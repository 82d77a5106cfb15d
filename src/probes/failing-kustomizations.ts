import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, text } from './read.ts';
import { fullName } from './release/dependency-root.ts';
import { viewCondition } from './release/condition-view.ts';
import { isRelease, isSuspended } from './release/helm-release.ts';

/** Reasons with which everything was applied all the same (kustomize-controller, `reconcile`: both come after the apply). */
const APPLIED: ReadonlySet<string> = new Set(['HealthCheckFailed', 'PruneFailed']);

/** How many names a sentence takes. */
const TOLD = 5;

/** Which Kustomizations keep what Git says from reaching some HelmReleases. */
export const failingKustomizations: Probe = {
  name: 'failing-kustomizations',
  computes: 'Which Kustomizations that apply given HelmReleases do not apply what Git says at present.',
  params: {
    kustomizations: { is: 'list', means: 'the Kustomizations' },
    releases: { is: 'list', means: 'the HelmReleases in question' },
  },
  returns: {
    failing:
      'one per Kustomization that fails before it has applied: {kustomization, applies, count}; suspended ones are not among them',
  },
  run({ kustomizations, releases }) {
    if (!Array.isArray(kustomizations) || !Array.isArray(releases)) return undefined;
    const all = list(releases).filter(isRelease);
    const failing = list(kustomizations)
      .filter((each) => isRelease(each) && !isSuspended(each) && fails(each))
      .flatMap((kustomization) =>
        toResult(
          kustomization,
          all.filter((release) => applierOf(release) === fullName(kustomization)),
        ),
      );
    return { failing };
  },
};

function fails(kustomization: unknown): boolean {
  const { status, reason } = viewCondition(kustomization, 'Ready');
  return status === 'False' && !APPLIED.has(reason);
}

/** `namespace/name` of the Kustomization that applied an object, by the labels that kustomize-controller leaves on it. */
function applierOf(release: unknown): string {
  const labels = field(release, 'metadata.labels');
  const label = (key: string): string => text(entry(labels, `kustomize.toolkit.fluxcd.io/${key}`));
  return `${label('namespace')}/${label('name')}`;
}

function toResult(kustomization: unknown, releases: readonly unknown[]): readonly ProbeResult[] {
  if (releases.length === 0) return [];
  const names = releases.map(fullName).toSorted(compareText);
  const more = names.length > TOLD ? ` and ${String(names.length - TOLD)} more` : '';
  return [{ kustomization, applies: `${names.slice(0, TOLD).join(', ')}${more}`, count: names.length }];
}
