import { mediumNode, rollout, settled } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { releaseStory, storyOf, type Scene } from './build/ask.ts';
import { condition, event, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem, problems } from './build/expect.ts';
import { controller } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, ready, stalled, unprepared, upgrading } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** Releases that wait for other releases. */
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];
const complete = settled({ labels: appliedBy() }).all;
const AT = '2025-11-15T18:14:40Z';
const MINUTES_AGO = '2025-11-15T18:13:30Z';

interface Dependency {
  readonly name: string;
  readonly namespace?: string;
  readonly readyExpr?: string;
}

/** Words of helm-controller 1.4 and 1.6 (`checkDependencies`), each for its first dependency that is not ready. */
function waits(name: string, on: readonly Dependency[], said?: string, change: Change = {}): Built {
  const { name: first = '', namespace = 'shop' } = on[0] ?? {};
  const words = said ?? `dependency '${namespace}/${first}' is not ready`;
  const spec = { dependsOn: on.map((each) => ({ ...each })) };
  return deepMerge(unprepared('DependencyNotReady', words, { name, spec }), change);
}

/** A chart name of its own for a namespace of its own. */
const brokenBase = (namespace: string): readonly Built[] => [
  stalled({ namespace, name: 'base' }),
  chartOf(namespace, 'base'),
  ...rollout(
    { namespace, name: 'base', labels: appliedBy(namespace, 'base') },
    { change: waiting('ImagePullBackOff', 'Back-off pulling image "registry.example/base:1.5.0"') },
  ).all,
];

function named(release: string): Story['entry'] {
  return { runbook: 'helmrelease', inputs: { release: `HelmRelease/${release}` } };
}

/** A story that asks about one release of several. */
function chainStory(folder: string, summary: string, scene: Scene, expected: Expected, release = 'shop/web'): Story {
  return storyOf(folder, summary, scene, expected, named(release));
}

const suspended = (name: string, built: Built): Built =>
  deepMerge(built, { metadata: { name, generation: 13 }, spec: { suspend: true } });

const SAME_VERSION = "dep.metadata.labels['app/version'] == self.metadata.labels['app/version']";
const NO_KEY = `failed to evaluate the CEL expression '${SAME_VERSION}': no such key: app/version`;

const missing = (full: string): string => {
  const [, name = ''] = full.split('/');
  return `unable to get '${full}' dependency: helmreleases.helm.toolkit.fluxcd.io "${name}" not found`;
};

/** The event of a time when a release had to wait. */
const waited = (release: Built, on: string): Built =>
  event(release, {
    reason: 'DependencyNotReady',
    message: `dependency '${on}' is not ready`,
    at: MINUTES_AGO,
    by: 'helm-controller',
    type: 'Normal',
  });

const gated: Change = {
  name: 'manager',
  image: 'ghcr.io/fluxcd/helm-controller:v1.6.0',
  args: ['--watch-all-namespaces', '--feature-gates=AdditiveCELDependencyCheck=true'],
};

/** web waits for api in its own namespace, and api for base in another one; the upgrade of base has failed. */
const three: readonly Built[] = [
  waits('web', [{ name: 'api' }]),
  waits('api', [{ name: 'base', namespace: 'data' }]),
  ...brokenBase('data'),
  chartOf('shop', 'api'),
  ...complete,
  ...around,
];
const HELM_RELEASES = 'helmreleases.helm.toolkit.fluxcd.io';

const chains: readonly Story[] = [
  releaseStory(
    'flux-dependency/chain-of-three',
    'web waits for api, api for base in another namespace, and the upgrade of base has failed: one cause, two that wait.',
    { objects: three },
    problems(
      [
        ['image-pull-fails', 'likely'],
        ['dependency-not-ready', 'confirmed'],
      ],
      { says: ['shop/api → data/base', '"alsoAffects":[{', 'kubedoc helmrelease recover data/base'] },
    ),
  ),
  chainStory(
    'flux-dependency/chain-of-three-denied',
    'The same, asked about web by somebody who may not list HelmReleases.',
    { objects: three, denied: [HELM_RELEASES] },
    problem('dependency-not-ready', 'possible', { says: ["dependency 'shop/api' is not ready"] }),
  ),
  chainStory(
    'flux-dependency/chain-of-three-decoy',
    'All three are Ready; the events of the time when they were not are left.',
    {
      objects: [
        ...[ready({ spec: { dependsOn: [{ name: 'api' }] } })].flatMap((web) => [web, waited(web, 'shop/api')]),
        ready({ name: 'api', spec: { dependsOn: [{ name: 'base', namespace: 'data' }] } }),
        ready({ namespace: 'data', name: 'base' }),
        ...complete,
        ...around,
      ],
    },
    healthy,
  ),
  storyOf(
    'release-behind/chain-of-three',
    'Asked about web alone, kubedoc walks base, at the end of the chain, as well.',
    { objects: three },
    problem('image-pull-fails', 'likely', { says: ['"name":"api"', '"name":"base"'] }),
    { runbook: 'release-behind', inputs: { release: 'HelmRelease/shop/web' } },
  ),
  storyOf(
    'release-behind/healthy',
    'What web waits for is Ready.',
    {
      objects: [ready({ spec: { dependsOn: [{ name: 'api' }] } }), ready({ name: 'api' }), ...complete, ...around],
    },
    healthy,
    { runbook: 'release-behind', inputs: { release: 'HelmRelease/shop/web' } },
  ),
  storyOf(
    'release-behind/denied',
    'The HelmReleases may not be listed.',
    { objects: three, denied: [HELM_RELEASES] },
    incomplete(),
    { runbook: 'release-behind', inputs: { release: 'HelmRelease/shop/web' } },
  ),
  chainStory(
    'flux-dependency/two-dependencies',
    'web needs api and queue; api is suspended, and queue is not there at all.',
    {
      objects: [
        waits('web', [{ name: 'api' }, { name: 'queue' }]),
        suspended('api', stalled({ name: 'api', status: { observedGeneration: 12 } })),
        ...complete,
        ...around,
      ],
    },
    problems([
      ['dependency-missing', 'confirmed'],
      ['dependency-suspended', 'confirmed'],
    ]),
  ),
  chainStory(
    'flux-dependency/dependency-at-work',
    'api is being upgraded and is inside its time; web follows by itself.',
    {
      objects: [waits('web', [{ name: 'api' }]), upgrading(MINUTES_AGO, { name: 'api' }), ...complete, ...around],
    },
    inProgress({ says: ['shop/api is being installed or upgraded'] }),
  ),
  chainStory(
    'flux-dependency/dependency-since-ready',
    'api has become Ready a moment ago; web is looked at every half minute.',
    { objects: [waits('web', [{ name: 'api' }]), ready({ name: 'api' }), ...complete, ...around] },
    problem('prerequisite-met-now', 'likely', { never: ['--reset'] }),
  ),
];

const ends: readonly Story[] = [
  chainStory(
    'dependency-root/circle-of-three',
    'web waits for api, api for queue, and queue for web.',
    {
      objects: [
        waits('web', [{ name: 'api' }]),
        waits('api', [{ name: 'queue' }]),
        waits('queue', [{ name: 'web', namespace: 'shop' }]),
        ...complete,
        ...around,
      ],
    },
    problem('dependency-cycle', 'confirmed', {
      says: ['shop/web → shop/api → shop/queue → shop/web', 'without shop/web'],
      never: ['--reset'],
    }),
  ),
  chainStory(
    'dependency-root/circle-further-on',
    'web waits for api; api and queue wait for each other, and web is no part of that.',
    {
      objects: [
        waits('web', [{ name: 'api' }]),
        waits('api', [{ name: 'queue' }]),
        waits('queue', [{ name: 'api' }]),
        ...complete,
        ...around,
      ],
    },
    problem('dependency-cycle', 'confirmed', { says: ['shop/api → shop/queue → shop/api'] }),
  ),
  chainStory(
    'dependency-root/itself',
    'web names itself.',
    { objects: [waits('web', [{ name: 'web' }]), ...complete, ...around] },
    problem('dependency-cycle', 'confirmed', { says: ['shop/web → shop/web'] }),
  ),
  chainStory(
    'dependency-root/mistyped-name',
    'web waits for data/databse; there is data/database.',
    {
      objects: [
        waits('web', [{ name: 'databse', namespace: 'data' }], missing('data/databse')),
        ready({ namespace: 'data', name: 'database' }),
        ...complete,
        ...around,
      ],
    },
    problem('dependency-missing', 'confirmed', {
      says: [
        'The nearest that there is: data/database',
        'dependsOn: [{\\"name\\":\\"database\\",\\"namespace\\":\\"data\\"}]',
      ],
    }),
  ),
  chainStory(
    'dependency-root/other-namespace',
    'web waits for database, which is in another namespace: without a namespace its own one is meant.',
    {
      objects: [
        waits('web', [{ name: 'database' }], missing('shop/database')),
        ready({ namespace: 'data', name: 'database' }),
        ...complete,
        ...around,
      ],
    },
    problem('dependency-missing', 'confirmed', { says: ['The nearest that there is: data/database'] }),
  ),
  chainStory(
    'dependency-root/kustomization-of-that-name',
    'web waits for apps in flux-system, which is a Kustomization.',
    {
      objects: [
        waits('web', [{ name: 'apps', namespace: 'flux-system' }], missing('flux-system/apps')),
        ...complete,
        ...around,
      ],
    },
    problem('dependency-is-kustomization', 'confirmed'),
  ),
  chainStory(
    'dependency-root/suspended-though-ready',
    'fluxcd/flux2#3302: velero is suspended and says Ready=True of the spec before; whatever waits for it hears that it is not ready.',
    {
      objects: [
        waits('web', [{ name: 'velero', namespace: 'velero' }]),
        suspended('velero', ready({ namespace: 'velero', name: 'velero' })),
        ...complete,
        ...around,
      ],
    },
    problem('dependency-suspended', 'confirmed', {
      says: ['It still says Ready=True', 'flux resume helmrelease velero -n velero'],
      never: ['--reset'],
    }),
  ),
  chainStory(
    'dependency-root/never-looked-at',
    'api was made, and no controller has come to it.',
    {
      objects: [
        waits('web', [{ name: 'api' }]),
        { ...ready({ name: 'api' }), status: { observedGeneration: -1 } },
        ...complete,
        ...around,
      ],
    },
    problem('dependency-never-reconciled', 'confirmed'),
  ),
  chainStory(
    'dependency-root/expression-false',
    'api is Ready, and the readyExpr of web wants both to be of one version.',
    {
      objects: [
        waits(
          'web',
          [{ name: 'api', readyExpr: SAME_VERSION }],
          "dependency 'shop/api' is not ready according to readyExpr eval",
          {
            metadata: { labels: { 'app/version': 'v2' } },
          },
        ),
        deepMerge(ready({ name: 'api' }), { metadata: { labels: { 'app/version': 'v1' } } }),
        ...complete,
        ...around,
      ],
    },
    problem('dependency-expression-false', 'likely', {
      says: ["dep.metadata.labels['app/version'] is v1", "self.metadata.labels['app/version'] is v2"],
    }),
  ),
  chainStory(
    'dependency-root/expression-beside-usual-test',
    'The gate AdditiveCELDependencyCheck is on: api meets the readyExpr, and is not ready all the same.',
    {
      objects: [
        waits('web', [{ name: 'api', readyExpr: "dep.metadata.name == 'api'" }]),
        stalled({ name: 'api' }),
        controller('helm-controller', '1.6.0', {
          spec: { template: { spec: { containers: [gated] } } },
        }),
        ...complete,
        ...around.filter((each) => (each['metadata'] as { name: string }).name !== 'helm-controller'),
      ],
    },
    problem('dependency-not-ready', 'confirmed'),
  ),
  chainStory(
    'dependency-root/healthy',
    'web is Ready, and so is what it depends on.',
    {
      objects: [ready({ spec: { dependsOn: [{ name: 'api' }] } }), ready({ name: 'api' }), ...complete, ...around],
    },
    healthy,
  ),
  chainStory(
    'dependency-root/denied',
    'The Kustomizations may not be read: whether one has that name stays open, that no HelmRelease has it does not.',
    {
      objects: [
        waits('web', [{ name: 'apps', namespace: 'flux-system' }], missing('flux-system/apps')),
        ...complete,
        ...around,
      ],
      denied: ['kustomizations.kustomize.toolkit.fluxcd.io'],
    },
    problem('dependency-missing', 'confirmed'),
  ),
];

const NO_REFERENCE =
  "terminal error: failed to evaluate dependency api: failed to parse the CEL expression 'dpe.status.observedGeneration > 0': ERROR: <input>:1:1: undeclared reference to 'dpe' (in container '')\n | dpe.status.observedGeneration > 0\n | ^";
const NO_BOOLEAN =
  'terminal error: failed to evaluate dependency api: CEL expression output type mismatch: expected bool, got dyn';
const NO_OPERAND =
  "failed to create custom status evaluator for healthchecks[0]: failed to parse the expression Current: failed to parse the CEL expression 'status.': ERROR: <input>:1:8: Syntax error: no viable alternative at input '.'\n | status.\n | .......^";

/** helm-controller gives up: Ready and Stalled say the same, and Reconciling is gone. */
function givenUp(why: string, spec: Change): Built {
  const said = `Reconciliation failed terminally due to configuration error: ${why}`;
  const built = unprepared('InvalidCELExpression', said, { spec });
  const status = built['status'] as { conditions: readonly Change[] };
  const left = status.conditions.filter(({ type }) => type !== 'Reconciling');
  const stalledSaying = { ...condition('Stalled', 'True', 'InvalidCELExpression', said, AT), observedGeneration: 12 };
  return { ...built, status: { ...(status as unknown as Change), conditions: [stalledSaying, ...left] } };
}

const mistyped = givenUp(NO_REFERENCE, {
  dependsOn: [{ name: 'api', readyExpr: 'dpe.status.observedGeneration > 0' }],
});

const expressions: readonly Story[] = [
  chainStory(
    'flux-dependency/expression-invalid',
    'The readyExpr of web says dpe where dep is meant; helm-controller gives up until the spec changes.',
    { objects: [mistyped, ready({ name: 'api' }), ...complete, ...around] },
    problem('cel-invalid', 'confirmed', {
      says: ['spec.dependsOn[0].readyExpr', 'line 1, column 1', "undeclared reference to 'dpe'"],
      never: ['--reset', 'flux reconcile'],
    }),
  ),
  releaseStory(
    'flux-dependency/expression-invalid-denied',
    'The same, and the HelmReleases may not be listed.',
    { objects: [mistyped, ready({ name: 'api' }), ...complete, ...around], denied: [HELM_RELEASES] },
    incomplete(),
  ),
  chainStory(
    'flux-dependency/expression-invalid-decoy',
    'The expression was mended; the warning of before is left.',
    {
      objects: [
        ...[ready({ spec: { dependsOn: [{ name: 'api' }] } })].flatMap((web) => [
          web,
          event(web, { reason: 'InvalidCELExpression', message: NO_REFERENCE, at: MINUTES_AGO, by: 'helm-controller' }),
        ]),
        ready({ name: 'api' }),
        ...complete,
        ...around,
      ],
    },
    healthy,
  ),
  chainStory(
    'flux-dependency/expression-of-no-boolean',
    'A field alone as readyExpr: helm-controller cannot know that it is true or false.',
    {
      objects: [
        givenUp(NO_BOOLEAN, { dependsOn: [{ name: 'api', readyExpr: 'dep.spec.suspend' }] }),
        ready({ name: 'api' }),
        ...complete,
        ...around,
      ],
    },
    problem('cel-invalid', 'confirmed', { says: ['expected bool, got dyn', 'compare it'] }),
  ),
  chainStory(
    'flux-dependency/health-check-invalid',
    'A health check of helm-controller 1.6 ends in the middle.',
    {
      objects: [
        givenUp(NO_OPERAND, {
          healthCheckExprs: [{ apiVersion: 'example.com/v1', kind: 'Database', current: 'status.' }],
        }),
        ...complete,
        ...around,
      ],
    },
    problem('cel-invalid', 'confirmed', { says: ['spec.healthCheckExprs[0].current', 'line 1, column 8'] }),
  ),
  chainStory(
    'flux-dependency/expression-without-field',
    'The readyExpr reads a label that api does not bear.',
    {
      objects: [
        waits('web', [{ name: 'api', readyExpr: SAME_VERSION }], NO_KEY),
        ready({ name: 'api' }),
        ...complete,
        ...around,
      ],
    },
    problem('expression-fails', 'confirmed', { says: ["dep.metadata.labels['app/version'] is not there", 'has()'] }),
  ),
  chainStory(
    'flux-dependency/expression-without-field-denied',
    'The same, and api may not be looked at.',
    {
      objects: [
        waits('web', [{ name: 'api', readyExpr: SAME_VERSION }], NO_KEY),
        ready({ name: 'api' }),
        ...complete,
        ...around,
      ],
      denied: [HELM_RELEASES],
    },
    problem('expression-fails', 'likely'),
  ),
  chainStory(
    'flux-dependency/healthy',
    'A release that depends on another one by an expression is Ready.',
    {
      objects: [
        ready({ spec: { dependsOn: [{ name: 'api', readyExpr: "dep.metadata.name == 'api'" }] } }),
        ready({ name: 'api' }),
        ...complete,
        ...around,
      ],
    },
    healthy,
  ),
];

/** One story per way in which a chain of dependsOn ends, and per expression that helm-controller cannot use. */
export const releaseDependency: readonly Story[] = [...chains, ...ends, ...expressions];
