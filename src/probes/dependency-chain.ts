import { nearest } from '../text/similar.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { fluxControllers } from './flux-controllers.ts';
import { compareText, entry, field, fullName, list, namespaceOf, text } from './read.ts';
import { dependenciesOf, type DependencyRoot, dependencyRoots, type Seen } from './release/dependency-root.ts';
import { viewCondition } from './release/condition-view.ts';
import { isRelease } from './release/helm-release.ts';

/** Where the dependencies of a release lead that keep it waiting. */
export const dependencyChain: Probe = {
  name: 'dependency-chain',
  computes:
    'Which HelmReleases at the ends of its chains of `dependsOn` keep a release waiting, and why each is the end.',
  params: {
    release: { is: 'object', means: 'the HelmRelease that waits' },
    releases: { is: 'list', means: 'the HelmReleases that there are' },
    said: { is: 'text', optional: true, means: 'what helm-controller says of it; its condition Ready where left out' },
    now: { is: 'text', means: 'the present time, RFC 3339' },
    onlyNamespace: { is: 'text', optional: true, means: 'the namespace that the list was limited to' },
    controllers: {
      is: 'list',
      optional: true,
      means: 'Deployments among which helm-controller is, for its feature gates',
    },
  },
  returns: {
    roots:
      'one per end of a chain: {kind, name, shortName, namespace, object, holder, holderName, expression, chain, chainText, circleText, nearest, corrected, names}; ' +
      'kind is `missing`, `not-listed`, `circle`, `suspended`, `never`, `at-work`, `expression` or `unready`',
    ownCauses: 'the releases among them that are not ready for a reason of their own',
    holders: 'the release and all that wait between it and the ends',
    count: 'how many ends there are (count)',
  },
  run({ release, releases, said, now, onlyNamespace, controllers }) {
    if (!isRelease(release) || !Array.isArray(releases)) return undefined;
    const all = [...list(releases).filter(isRelease), release];
    const byName = new Map(all.map((each) => [fullName(each), each]));
    const additive = fluxControllers.run({ deployments: controllers })?.['additiveDependencyCheck'] === true;
    const seen = { byName, onlyNamespace: text(onlyNamespace) || null, now: text(now), additive };
    const roots = dependencyRoots(release, text(said) || viewCondition(release, 'Ready').message, seen);
    const between = [fullName(release), ...roots.flatMap(({ chain }) => chain)];
    return {
      roots: roots.map((root) => toResult(root, release, seen)),
      ownCauses: roots.filter(({ kind }) => kind === 'unready').map(({ object }) => object),
      holders: [...new Set(between)].flatMap((name) => byName.get(name) ?? []),
      count: roots.length,
    };
  },
};

function toResult(root: DependencyRoot, release: unknown, { byName }: Seen): ProbeResult {
  const { kind, name, object, holder, chain, circle } = root;
  const [namespace = '', shortName = ''] = name.split('/');
  const names = [...byName.keys()].filter((each) => each !== fullName(holder)).toSorted(compareText);
  const near = kind === 'missing' ? nearestOf(name, names) : '';
  return {
    kind,
    name,
    namespace,
    shortName,
    object,
    holder,
    holderName: fullName(holder),
    expression: dependenciesOf(holder).find((each) => each.name === name)?.expression ?? '',
    chain,
    chainText: [fullName(release), ...chain].join(' → '),
    circleText: circle.join(' → '),
    nearest: near,
    corrected: near === '' ? '' : corrected(holder, name, near),
    names,
  };
}

/** The same name in another namespace is nearer than any other letters. */
function nearestOf(name: string, names: readonly string[]): string {
  const bare = name.slice(name.indexOf('/'));
  return names.find((each) => each.endsWith(bare)) ?? nearest(name, names) ?? '';
}

/** `spec.dependsOn` of a release with one name in place of another, as one line of JSON. */
function corrected(holder: unknown, wrong: string, right: string): string {
  const [namespace, name] = right.split('/');
  const entries = list(field(holder, 'spec.dependsOn')).map((each) => {
    const own = `${text(entry(each, 'namespace')) || namespaceOf(holder)}/${text(entry(each, 'name'))}`;
    return own === wrong ? { ...(each as object), name, namespace } : each;
  });
  return JSON.stringify(entries);
}
