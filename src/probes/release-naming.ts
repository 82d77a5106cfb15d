import type { Probe } from '../model/probe.ts';
import { compareText, field, fullName, list, nameOf, text } from './read.ts';
import { isRelease, releaseName, storageNamespace, targetNamespace } from './release/helm-release.ts';

/**
 * What the names of a release can do to somebody. Helm knows it by another name than its object where
 * `spec.targetNamespace` is set; a change of any of the three uninstalls the old release first (helm-controller,
 * `ReleaseTargetChanged`); two objects that come to one name in one storage namespace fight over one release.
 */
export const releaseNaming: Probe = {
  name: 'release-naming',
  computes: 'The name that Helm knows a HelmRelease by, whether it moves, and which other HelmRelease has the same.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    releases: { is: 'list', optional: true, means: 'all HelmReleases' },
  },
  returns: {
    name: 'name of the Helm release',
    composed: 'whether it is made of the target namespace and the name, with nobody having written it down',
    shortened: 'whether it is cut and ends in a digest, being longer than 53 characters',
    before: 'what the installed release is known by where that differs from the spec: `namespace/name`; else empty',
    wanted: 'what the spec asks for: `namespace/name`',
    rivals: 'the other HelmReleases that come to the same name in the same storage namespace, as `namespace/name`',
  },
  run({ release, releases }) {
    if (!isRelease(release)) return undefined;
    const name = releaseName(release);
    const before = installedAs(release);
    const wanted = `${targetNamespace(release)}/${name}`;
    const explicit = text(field(release, 'spec.releaseName'));
    return {
      name,
      composed: explicit === '' && text(field(release, 'spec.targetNamespace')) !== '',
      shortened: explicit === '' && name.length < fullLength(release),
      before: before === wanted ? '' : before,
      wanted,
      rivals: list(releases)
        .filter((other) => !isSame(other, release) && keyOf(other) === keyOf(release))
        .map(fullName)
        .toSorted(compareText),
    };
  },
};

function installedAs(release: unknown): string {
  const [name, namespace] = ['name', 'namespace'].map((key) => text(field(release, `status.history.0.${key}`)));
  return name === undefined || name === ''
    ? `${targetNamespace(release)}/${releaseName(release)}`
    : `${namespace ?? ''}/${name}`;
}

function fullLength(release: unknown): number {
  const target = text(field(release, 'spec.targetNamespace'));
  return nameOf(release).length + (target === '' ? 0 : target.length + 1);
}

function isSame(one: unknown, other: unknown): boolean {
  return fullName(one) === fullName(other);
}

/** Releases on a remote cluster are kept there: the same name on two clusters is no clash. */
function keyOf(release: unknown): string {
  const remote = JSON.stringify(field(release, 'spec.kubeConfig') ?? null);
  return `${storageNamespace(release)}/${releaseName(release)} ${remote}`;
}
