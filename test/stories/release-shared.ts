import { mediumNode, refused, rollout, settled } from './build/app.ts';
import { crashLoop, waiting } from './build/app-status.ts';
import { quota, webhookConfiguration } from './build/admission.ts';
import { brokenRepository } from './build/broken-repository.ts';
import { releaseStory } from './build/ask.ts';
import { condition, event, type Built } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { controller, helmChart, helmRepository } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { failing } from './build/source.ts';
import { appliedBy, chartOf, flux, ready as release, stalled, unprepared } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Many releases that fail for one thing: one finding, with all that it keeps from going on. */
const NAMES = ['cart', 'mail', 'search', 'web'];
const FAILED_AT = '2025-11-15T17:34:58Z';
const node = mediumNode('node-1');
const serving = NAMES.flatMap((name) => settled({ name, labels: appliedBy('shop', name) }).all);
const without = (...kinds: readonly string[]): readonly Built[] =>
  flux.filter(({ kind, metadata }) => !kinds.includes(`${kind as string}/${(metadata as { name: string }).name}`));

/** As helm-controller 1.4 and 1.6 say it, whatever is wrong with the chart. */
const noChart = (name: string): Built =>
  unprepared(
    'SourceNotReady',
    `HelmChart 'flux-system/shop-${name}' is not ready: latest generation of object has not been reconciled`,
    { name },
  );

/** A HelmChart that nobody has looked at since its spec was changed. */
const behind = (name: string): Built => deepMerge(chartOf('shop', name), { metadata: { generation: 2 } });
const sourceControllerAway = controller('source-controller', '1.7.0', {
  status: { readyReplicas: undefined, availableReplicas: undefined, unavailableReplicas: 1 },
});

const NO_ENDPOINT =
  'Internal error occurred: failed calling webhook "images.policy.example": failed to call webhook: Post "https://policy.policy.svc:443/validate?timeout=10s": no endpoints available for service "policy"';

/** Helm stored a revision, and the API server took none of it. */
function refusedByWebhook(name: string): Built {
  const said = `Helm upgrade failed for release shop/${name} with chart web@1.5.0: ${NO_ENDPOINT}`;
  return deepMerge(stalled({ name }), {
    status: {
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', FAILED_AT),
        condition('Ready', 'Unknown', 'Progressing', 'Fulfilling prerequisites', FAILED_AT),
        condition('Released', 'False', 'UpgradeFailed', said, FAILED_AT),
      ].map((each) => ({ ...each, observedGeneration: 12 })),
    },
  });
}

/** The new pod of a release that waits for its image: what containerd says of the host, as the kubelet puts it. */
function pulling(name: string, host: string, why: string): readonly Built[] {
  const image = `${host}/shop/${name}:1.5.0`;
  const tried = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://${host}/v2/shop/${name}/manifests/1.5.0": ${why}`;
  const change = waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${tried}`, { image });
  return rollout({ name, labels: appliedBy('shop', name), container: { image } }, { change }).all;
}

const NO_NAME = (host: string): string => `dial tcp: lookup ${host} on 10.0.0.2:53: no such host`;
const NO_ANSWER = 'dial tcp 203.0.113.7:443: i/o timeout';

const failedUpgrades = [...NAMES.map((name) => stalled({ name })), ...NAMES.map((name) => chartOf('shop', name))];

const OVER_QUOTA =
  'exceeded quota: team, requested: requests.memory=512Mi, used: requests.memory=4Gi, limited: requests.memory=4Gi';
const overQuota = NAMES.flatMap((name) => refused({ name, labels: appliedBy('shop', name) }, OVER_QUOTA).all);
const usedUp = quota('team', { 'requests.memory': '4Gi' }, { 'requests.memory': '4Gi' });

/** A repository whose host cannot be looked up, as source-controller 1.7 says it. */
function unknownHost(repository: string, host: string): Built {
  const said = `failed to fetch Helm repository index: failed to cache index to temporary file: Get "https://${host}/${repository}/index.yaml": ${NO_NAME(host)}`;
  return failing(helmRepository(repository, `https://${host}/${repository}`), 'Failed', said);
}

/** A release of another chart, from that chart's repository. */
const fromRepository = (name: string, chart: string): readonly Built[] => [
  deepMerge(noChart(name), {
    spec: { chart: { spec: { chart, sourceRef: { name: `${chart}-charts` } } } },
  }),
  helmChart('shop', name, { chart, version: '1.5.0', fetched: '1.5.0' }),
];

const ALL = ['"name":"cart"', '"name":"mail"', '"name":"search"', '"alsoAffects":[{'];

/** One story per thing that takes many releases down. */
export const releaseShared: readonly Story[] = [
  releaseStory(
    'helmreleases/one-repository-broken',
    'Four releases take their charts from a repository whose index has gone.',
    {
      objects: [
        ...NAMES.map(noChart),
        ...NAMES.map((name) => chartOf('shop', name)),
        ...serving,
        brokenRepository,
        ...without('HelmRepository/web-charts'),
        node,
      ],
    },
    problem('index-not-fetched', 'confirmed', { says: ALL }),
  ),
  releaseStory(
    'helmreleases/one-dependency-broken',
    'Three releases wait for a fourth one, which crashes; two of them by way of another.',
    {
      objects: [
        ...['cart', 'mail'].map((name) =>
          unprepared('DependencyNotReady', "dependency 'shop/search' is not ready", {
            name,
            spec: { dependsOn: [{ name: 'search' }] },
          }),
        ),
        unprepared('DependencyNotReady', "dependency 'shop/web' is not ready", {
          name: 'search',
          spec: { dependsOn: [{ name: 'web' }] },
        }),
        stalled(),
        ...NAMES.map((name) => chartOf('shop', name)),
        ...['cart', 'mail', 'search'].flatMap((name) => settled({ name, labels: appliedBy('shop', name) }).all),
        ...rollout({ labels: appliedBy() }, { change: crashLoop(1) }).all,
        ...flux,
        node,
      ],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' },
    },
    problems(
      [
        ['container-crashes', 'confirmed'],
        ['dependency-not-ready', 'confirmed'],
      ],
      { says: ALL },
    ),
  ),
  releaseStory(
    'helmreleases/source-controller-away',
    'source-controller has no ready pod, and four releases want charts that it has not fetched.',
    {
      objects: [
        ...NAMES.map(noChart),
        ...NAMES.map(behind),
        ...serving,
        sourceControllerAway,
        ...without('Deployment/source-controller'),
        node,
      ],
    },
    problem('source-not-observed', 'confirmed', { says: ALL }),
  ),
  releaseStory(
    'helmreleases/one-webhook-away',
    'Four upgrades were refused because nobody stands behind an admission webhook.',
    {
      objects: [
        ...NAMES.map(refusedByWebhook),
        ...NAMES.map((name) => chartOf('shop', name)),
        ...serving,
        webhookConfiguration('policy', 'images.policy.example', { namespace: 'policy', name: 'policy' }),
        ...flux,
        node,
      ],
    },
    problem('admission-webhook-away', 'confirmed', { says: ALL }),
  ),
  releaseStory(
    'helmreleases/one-registry-away',
    'Four new pods wait for images of one registry, whose name no node can look up.',
    {
      objects: [
        ...failedUpgrades,
        ...NAMES.flatMap((name) => pulling(name, 'registry.example', NO_NAME('registry.example'))),
        ...flux,
        node,
      ],
    },
    problem('image-registry-dns', 'confirmed', { says: [...ALL, 'The registry registry.example has no address'] }),
  ),
  releaseStory(
    'helmreleases/two-registries-away',
    'Two new pods wait for images of one registry that does not answer, two for those of another: two causes.',
    {
      objects: [
        ...failedUpgrades,
        ...NAMES.flatMap((name, place) => pulling(name, place < 2 ? 'one.example' : 'two.example', NO_ANSWER)),
        ...flux,
        node,
      ],
    },
    problems(
      [
        ['image-registry-unreachable', 'confirmed'],
        ['image-registry-unreachable', 'confirmed'],
      ],
      { says: ['The registry one.example does not answer', 'The registry two.example does not answer'] },
    ),
  ),
  releaseStory(
    'helmreleases/registry-back',
    'The registry could not be looked up for a while, as old events tell; all pods run by now.',
    {
      objects: [
        ...NAMES.map((name) => release({ name })),
        ...NAMES.map((name) => chartOf('shop', name)),
        ...NAMES.flatMap((name) => {
          const app = settled({ name, labels: appliedBy('shop', name) });
          const message = `Failed to pull image "registry.example/${name}:1.5.0": ${NO_NAME('registry.example')}`;
          return [...app.all, event(app.newPod, { reason: 'Failed', message, at: '2025-11-15T17:30:05Z', count: 4 })];
        }),
        ...flux,
        node,
      ],
    },
    healthy,
  ),
  releaseStory(
    'helmreleases/one-quota-full',
    'Four upgrades wait for pods that the quota of their namespace refuses.',
    { objects: [...failedUpgrades, ...overQuota, usedUp, ...flux, node] },
    problem('pods-refused-by-quota', 'confirmed', { says: ALL }),
  ),
  releaseStory(
    'helmreleases/one-host-unknown',
    'Four releases take charts from two repositories at one host, whose name cannot be looked up.',
    {
      objects: [
        ...['cart', 'mail'].flatMap((name) => fromRepository(name, 'web')),
        ...['search', 'web'].flatMap((name) => fromRepository(name, 'tools')),
        ...serving,
        unknownHost('web', 'charts.example'),
        unknownHost('tools', 'charts.example'),
        ...without('HelmRepository/web-charts'),
        node,
      ],
    },
    problem('source-dns', 'confirmed', { says: ALL }),
  ),
  releaseStory(
    'helmreleases/two-hosts-unknown',
    'The same with a host for each repository: two causes.',
    {
      objects: [
        ...['cart', 'mail'].flatMap((name) => fromRepository(name, 'web')),
        ...['search', 'web'].flatMap((name) => fromRepository(name, 'tools')),
        ...serving,
        unknownHost('web', 'charts.example'),
        unknownHost('tools', 'tools.example'),
        ...without('HelmRepository/web-charts'),
        node,
      ],
    },
    problems([
      ['source-dns', 'confirmed'],
      ['source-dns', 'confirmed'],
    ]),
  ),
  releaseStory(
    'helmreleases/one-repository-stale',
    'Four releases run on what their repository gave them before its index went away, and say nothing of it.',
    {
      objects: [
        ...NAMES.map((name) => release({ name })),
        ...NAMES.map((name) => chartOf('shop', name)),
        ...serving,
        brokenRepository,
        ...without('HelmRepository/web-charts'),
        node,
      ],
    },
    problem('index-not-fetched', 'confirmed', { says: [...ALL, 'is Ready all the same', '"severity":"P3"'] }),
  ),
  releaseStory(
    'helmreleases/one-repository-stale-and-wanted',
    'One of four releases wants a new chart from the repository whose index went away: that one decides how bad it is.',
    {
      objects: [
        ...['cart', 'mail', 'search'].map((name) => release({ name })),
        noChart('web'),
        ...NAMES.map((name) => chartOf('shop', name)),
        ...serving,
        brokenRepository,
        ...without('HelmRepository/web-charts'),
        node,
      ],
    },
    problem('index-not-fetched', 'confirmed', { says: [...ALL, '"severity":"P2"'], never: ['"severity":"P3"'] }),
  ),
  releaseStory(
    'helmreleases/stale-source-denied',
    'The repositories may not be listed, so nobody knows whether anything new arrives.',
    {
      objects: [release(), chartOf(), ...settled({ labels: appliedBy() }).all, ...flux, node],
      denied: ['helmrepositories.source.toolkit.fluxcd.io'],
    },
    incomplete({ says: ['helmrepositories.source.toolkit.fluxcd.io'] }),
  ),
  releaseStory(
    'helmreleases/source-controller-away-behind-ready',
    'Every release is Ready, and source-controller has no ready pod: nothing new arrives.',
    {
      objects: [
        ...NAMES.map((name) => release({ name })),
        ...NAMES.map((name) => chartOf('shop', name)),
        ...serving,
        sourceControllerAway,
        ...without('Deployment/source-controller'),
        node,
      ],
    },
    problem('no-chart-arrives', 'confirmed'),
  ),
];
