import { mediumNode, rollout, settled } from './build/app.ts';
import { crashLoop } from './build/app-status.ts';
import { webhookConfiguration } from './build/admission.ts';
import { brokenRepository } from './build/broken-repository.ts';
import { releaseStory } from './build/ask.ts';
import { condition, type Built } from './build/build.ts';
import { problem, problems } from './build/expect.ts';
import { controller } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, stalled, unprepared } from './build/web-release.ts';
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
];
