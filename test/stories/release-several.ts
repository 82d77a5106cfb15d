import { mediumNode, rollout, settled, silentNode } from './build/app.ts';
import { crashLoop, waiting } from './build/app-status.ts';
import { releaseStory } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { healthy, incomplete, problem, problems, snapshot } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, ready, stalled } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Clusters with several HelmReleases, with none, and with some that nobody may see. */
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];
const labels = appliedBy();
const complete = settled({ labels });
const byHand = deepMerge(ready(), { metadata: { labels: undefined } });
const crashing = rollout({ labels }, { change: crashLoop(1) });
const logs = { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' };
const LONG_AGO = '2025-11-15T17:00:00Z';

const lost = (namespace: string) =>
  rollout(
    { namespace, labels: appliedBy(namespace) },
    {
      node: 'node-2',
      change: { status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: LONG_AGO }] } },
    },
  );
const wanting = (name: string) =>
  rollout(
    { name, labels: appliedBy('shop', name) },
    { change: waiting('CreateContainerConfigError', 'secret "shared-db" not found') },
  );

/** One story per company that a release can keep. */
export const releaseSeveral: readonly Story[] = [
  releaseStory(
    'helmreleases/one-node-lost',
    'Two releases wait for pods on a node that has gone silent: that is one cause.',
    {
      objects: [
        stalled(),
        stalled({ namespace: 'bar' }),
        ...lost('shop').all,
        ...lost('bar').all,
        silentNode('node-2'),
        chartOf('bar'),
        ...around,
      ],
    },
    problem('node-silent', 'confirmed', { says: ['"alsoAffects":[{'] }),
  ),
  releaseStory(
    'helmreleases/one-secret-missing',
    'Two releases want one Secret that does not exist: that is one cause.',
    {
      objects: [
        stalled(),
        stalled({ name: 'api' }),
        ...wanting('web').all,
        ...wanting('api').all,
        chartOf('shop', 'api'),
        ...around,
      ],
    },
    problem('secret-missing', 'confirmed', { says: ['"alsoAffects":[{', 'shared-db'] }),
  ),
  releaseStory(
    'helmreleases/two-causes',
    'Two releases in trouble for two reasons; the deeper one comes first.',
    {
      objects: [
        stalled(),
        stalled({ name: 'api' }),
        ...crashing.all,
        ...wanting('api').all,
        chartOf('shop', 'api'),
        ...around,
      ],
      logs,
    },
    problems([
      ['secret-missing', 'confirmed'],
      ['container-crashes', 'confirmed'],
    ]),
  ),
  releaseStory(
    'helmreleases/healthy',
    'Every release is Ready.',
    {
      objects: [
        ready(),
        ready({ name: 'api' }),
        ...complete.all,
        ...settled({ name: 'api', labels: appliedBy('shop', 'api') }).all,
        chartOf('shop', 'api'),
        ...around,
      ],
    },
    healthy,
  ),
  releaseStory(
    'helmreleases/denied',
    'HelmReleases may be listed nowhere.',
    { objects: [ready(), ...complete.all, ...around], denied: ['helmreleases.helm.toolkit.fluxcd.io'] },
    incomplete({ says: ['helmreleases.helm.toolkit.fluxcd.io'] }),
  ),
  releaseStory(
    'helmreleases/no-such-kind',
    'The cluster has no Flux.',
    { objects: [mediumNode('node-1'), ...settled({}).all] },
    incomplete({ says: ['helmreleases.helm.toolkit.fluxcd.io'] }),
  ),
  releaseStory(
    'helmreleases/kustomizations-denied',
    'A release that a Kustomization applies is Ready, and Kustomizations may not be listed.',
    {
      objects: [ready(), ...complete.all, chartOf(), ...around],
      denied: ['kustomizations.kustomize.toolkit.fluxcd.io'],
    },
    incomplete({ says: ['kustomizations.kustomize.toolkit.fluxcd.io'] }),
  ),
  releaseStory(
    'helmreleases/kustomizations-denied-healthy',
    'A release that somebody applied by hand is Ready, and Kustomizations may not be listed, which matters nothing to it.',
    {
      objects: [byHand, ...complete.all, chartOf(), ...around],
      denied: ['kustomizations.kustomize.toolkit.fluxcd.io'],
    },
    healthy,
  ),
  {
    ...releaseStory(
      'helmreleases/empty',
      'Flux is there, and not one HelmRelease.',
      { objects: [mediumNode('node-1'), ...flux] },
      incomplete({ says: ['no HelmRelease'] }),
    ),
    snapshot: { ...snapshot(), complete: ['helmreleases.helm.toolkit.fluxcd.io', 'deployments.apps', 'nodes', 'pods'] },
  },
  {
    ...releaseStory(
      'helmreleases/deployments-not-held',
      'A capture of a stalled release that holds no Deployments.',
      { objects: [stalled(), mediumNode('node-1')] },
      problem('unexplained', 'possible', { says: ['deployments.apps'] }),
    ),
    snapshot: { ...snapshot(), complete: ['nodes'] },
  },
];
