import { mediumNode } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { brokenRepository } from './build/broken-repository.ts';
import { application, helmSecret } from './build/by-helm.ts';
import { healthy, incomplete, inProgress, problem, problems, snapshot } from './build/expect.ts';
import { controller } from './build/flux.ts';
import { flux, fluxWithoutHelm, ready, retrying, stalled, unprepared, upgrading } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** Lists of HelmReleases, as `helmrelease list` shows them. */
const around: readonly Built[] = [mediumNode('node-1'), ...flux];
const FAILED_AT = '2025-11-15T17:34:58Z';
const MINUTES_AGO = '2025-11-15T18:13:30Z';

function listStory(folder: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(folder, summary, scene, expected, { runbook: 'helmrelease-list', inputs: {} });
}

/** Words of helm-controller 1.4 and 1.6, seen on a real control plane. */
const noChart = (name: string): string =>
  `HelmChart 'flux-system/shop-${name}' is not ready: latest generation of object has not been reconciled`;
const waitsForChart = (name: string): Built => unprepared('SourceNotReady', noChart(name), { name });
const dependent = (name: string, on: string): Built =>
  unprepared('DependencyNotReady', `dependency 'shop/${on}' is not ready`, {
    name,
    spec: { dependsOn: [{ name: on }] },
  });

const withoutRepository = around.filter(({ kind }) => kind !== 'HelmRepository');

const suspended = (name: string, by?: string): Built => {
  const built = stalled({ name, spec: { suspend: true } });
  if (by === undefined) return built;
  const fields = { fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': { 'f:suspend': {} } } };
  const metadata = built['metadata'] as Change;
  const managedFields = [{ manager: by, operation: 'Update', time: FAILED_AT, ...fields }];
  return { ...built, metadata: { ...metadata, managedFields } };
};

const deletedAt = (name: string, deletionTimestamp: string): Built => {
  const built = ready({ name });
  return { ...built, metadata: { ...(built['metadata'] as Change), deletionTimestamp } };
};

/** A release that no controller has come to. */
const untouched = (name: string): Built => {
  const built = ready({ name });
  return { ...built, status: { observedGeneration: -1 } };
};

/** A release whose chart comes from another repository than the broken one. */
const fromTools: Change = {
  chart: {
    spec: {
      chart: 'web',
      version: '1.5.0',
      sourceRef: { kind: 'HelmRepository', name: 'tools-charts', namespace: 'flux-system' },
    },
  },
};

/** Everything that a list may have to show at once. */
const allSorts: readonly Built[] = [
  brokenRepository,
  waitsForChart('cart'),
  waitsForChart('search'),
  waitsForChart('mail'),
  stalled({ name: 'db' }),
  dependent('api', 'db'),
  dependent('jobs', 'api'),
  retrying({ name: 'worker' }),
  untouched('new'),
  upgrading(MINUTES_AGO, { name: 'admin' }),
  suspended('old', 'flux'),
  suspended('older'),
  deletedAt('gone', MINUTES_AGO),
  ready({ name: 'edge', spec: { ...fromTools, kubeConfig: { secretRef: { name: 'edge-kubeconfig' } } } }),
  ready({ name: 'web', spec: fromTools }),
  ready({ namespace: 'bar', name: 'web', spec: fromTools }),
];

/** One story per company that a release can keep in a list. */
export const releaseList: readonly Story[] = [
  listStory(
    'helmrelease-list/stale-source',
    'Two releases are Ready on what their repository gave them before its index went away.',
    { objects: [ready({ name: 'cart' }), ready(), brokenRepository, ...withoutRepository] },
    problem('held-by-source', 'confirmed', {
      says: ['"severity":"P3"', 'Ready on what was fetched before', '"alsoAffects":[{'],
    }),
  ),
  listStory(
    'helmrelease-list/sources-denied',
    'The repositories may not be listed, so nobody knows whether a Ready release still gets anything new.',
    { objects: [ready(), ...around], denied: ['helmrepositories.source.toolkit.fluxcd.io'] },
    incomplete({ says: ['list helmrepositories.source.toolkit.fluxcd.io', '"state":"denied"'] }),
  ),
  listStory(
    'helmrelease-list/all-sorts',
    'Sixteen releases: three wait for one repository, two for one release, and one each is in every other state.',
    { objects: [...allSorts, ...withoutRepository] },
    problems(
      [
        ['held-by-source', 'confirmed'],
        ['held-by-dependency', 'confirmed'],
        ['release-in-trouble', 'possible'],
        ['release-in-trouble', 'possible'],
        ['release-in-trouble', 'possible'],
      ],
      {
        says: ['shop/db is not ready', 'by flux, which last wrote it 40m ago', 'where spec.kubeConfig leads'],
      },
    ),
  ),
  listStory(
    'helmrelease-list/healthy',
    'Every release is Ready, and one is suspended with the conditions of a failure of long ago.',
    { objects: [ready(), suspended('old', 'flux'), ...around] },
    healthy,
  ),
  listStory(
    'helmrelease-list/at-work',
    'One release is being upgraded and one deleted, both inside their time.',
    { objects: [upgrading(MINUTES_AGO), deletedAt('gone', MINUTES_AGO), ...around] },
    inProgress({ says: ['upgrade since 2025-11-15 18:13:30 UTC, may take until 2025-11-15 18:18:30 UTC'] }),
  ),
  listStory(
    'helmrelease-list/denied',
    'HelmReleases may be listed nowhere.',
    { objects: [ready(), ...around], denied: ['helmreleases.helm.toolkit.fluxcd.io'] },
    incomplete({ says: ['may not be listed', 'helmreleases.helm.toolkit.fluxcd.io'] }),
  ),
  listStory(
    'helmrelease-list/controller-away',
    'helm-controller has no ready pod; an upgrade that it announced stands still.',
    { objects: [upgrading(FAILED_AT), mediumNode('node-1'), ...fluxWithoutHelm] },
    problems(
      [
        ['nothing-reconciles', 'confirmed'],
        ['release-in-trouble', 'possible'],
      ],
      { says: ['should have ended at'] },
    ),
  ),
  listStory(
    'helmrelease-list/controller-denied',
    'Deployments may not be listed, so whether helm-controller runs is not known; the upgrade is over its time.',
    {
      objects: [upgrading('2025-11-15T17:00:00Z'), mediumNode('node-1'), ...fluxWithoutHelm],
      denied: ['deployments.apps'],
    },
    problem('release-in-trouble', 'possible', { says: ['deployments.apps'] }),
  ),
  listStory(
    'helmrelease-list/source-controller-away',
    'source-controller has no ready pod, while every release is Ready.',
    {
      objects: [
        ready(),
        mediumNode('node-1'),
        controller('helm-controller', '1.4.0'),
        controller('source-controller', '1.7.0', { status: { readyReplicas: undefined } }),
      ],
    },
    problem('no-chart-arrives', 'confirmed'),
  ),
  listStory(
    'helmrelease-list/by-hand',
    'Flux is there without one HelmRelease; Helm keeps releases all the same.',
    {
      objects: [
        ...around,
        helmSecret('web', 1, 'superseded'),
        helmSecret('web', 2, 'deployed'),
        helmSecret('db', 7, 'pending-upgrade'),
      ],
    },
    incomplete({ says: ['Helm keeps 2 releases here', 'revision 2 is deployed', 'revision 7 is pending-upgrade'] }),
  ),
  listStory(
    'helmrelease-list/argocd',
    'No Flux at all: Argo CD deploys.',
    { objects: [mediumNode('node-1'), application] },
    incomplete({ says: ['Argo CD has applications here', 'Synced, Degraded; deploys to shop'] }),
  ),
  {
    ...listStory(
      'helmrelease-list/empty',
      'Flux is there, and nothing that Helm or Argo CD deploys.',
      { objects: around },
      incomplete({ says: ['There is no HelmRelease'] }),
    ),
    snapshot: {
      ...snapshot(),
      complete: ['helmreleases.helm.toolkit.fluxcd.io', 'deployments.apps', 'nodes', 'secrets'],
    },
  },
  listStory(
    'helmrelease-list/secrets-denied',
    'There is no HelmRelease, and whether Helm is used by hand may not be seen.',
    { objects: [...around, helmSecret('web', 1, 'deployed')], denied: ['secrets'] },
    incomplete({ says: ['"lookup":"list secrets'] }),
  ),
  listStory(
    'helmrelease-glance/one-source',
    'Three releases wait for one HelmRepository: that is one cause.',
    { objects: [brokenRepository, waitsForChart('cart'), waitsForChart('search'), ...withoutRepository] },
    problem('held-by-source', 'confirmed', { says: ['"alsoAffects":[{', '404 Not Found'] }),
  ),
  listStory(
    'helmrelease-glance/one-source-denied',
    'The same where sources may not be listed: that it is one cause is not known.',
    {
      objects: [brokenRepository, waitsForChart('cart'), waitsForChart('search'), ...withoutRepository],
      denied: ['helmrepositories.source.toolkit.fluxcd.io'],
    },
    problems(
      [
        ['release-in-trouble', 'possible'],
        ['release-in-trouble', 'possible'],
      ],
      { says: ['helmrepositories.source.toolkit.fluxcd.io'] },
    ),
  ),
  listStory(
    'helmrelease-glance/source-since-ready',
    'The repository is Ready again; the release has not asked again yet. The message alone makes the source no cause.',
    { objects: [waitsForChart('cart'), ...around] },
    problem('release-in-trouble', 'possible', { never: ['held-by-source'] }),
  ),
  listStory(
    'helmrelease-glance/dependency-chain',
    'jobs waits for api, api for db, and the upgrade of db has failed.',
    {
      objects: [stalled({ name: 'db' }), dependent('api', 'db'), dependent('jobs', 'api'), ...around],
    },
    problems([
      ['held-by-dependency', 'confirmed'],
      ['release-in-trouble', 'possible'],
    ]),
  ),
  listStory(
    'helmrelease-glance/dependency-circle',
    'Two releases wait for each other; helm-controller does not notice.',
    { objects: [dependent('api', 'db'), dependent('db', 'api'), ...around] },
    problems(
      [
        ['release-in-trouble', 'possible'],
        ['release-in-trouble', 'possible'],
      ],
      { says: ['shop/api waits for it in turn'] },
    ),
  ),
  listStory(
    'helmrelease-glance/dependency-missing',
    'A release waits for one that does not exist.',
    { objects: [dependent('api', 'nobody'), ...around] },
    problem('release-in-trouble', 'possible', { says: ['shop/nobody does not exist'] }),
  ),
  listStory(
    'helmrelease-glance/healthy',
    'A release that depends on another one is Ready.',
    { objects: [ready({ name: 'db' }), ready({ name: 'api', spec: { dependsOn: [{ name: 'db' }] } }), ...around] },
    healthy,
  ),
];
