import { mediumNode, settled } from './build/app.ts';
import { endpointSlice, nameOnly, serviceFor } from './build/admission.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { type Built, type Change, condition, event, object } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { controller } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, ready, type ReleaseSketch } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

const labels = appliedBy();
const app = settled({ labels });
const LATELY = '2025-11-15T18:11:40Z';
const YESTERDAY = '2025-11-14T11:00:00Z';
const owned = { metadata: { labels } };
const service = deepMerge(serviceFor('shop', 'web'), owned);
const served = endpointSlice('shop', 'web', true);
/** What is left of the endpoints when the last pod has gone. */
const deserted = deepMerge(endpointSlice('shop', 'web', true), { endpoints: null, ports: null });
const config = nameOnly('v1', 'ConfigMap', 'web-settings', 'shop', deepMerge(owned, { data: { 'log.level': 'info' } }));
const role = nameOnly('rbac.authorization.k8s.io/v1', 'ClusterRole', 'shop-web', null, { ...owned, rules: [] });
const around: readonly Built[] = [mediumNode('node-1'), chartOf()];

/** Flux 2.9, which keeps an inventory and the condition Drifted. */
const flux29: readonly Built[] = [
  controller('helm-controller', '1.6.3'),
  controller('source-controller', '1.9.4'),
  ...flux.slice(2),
];
const INVENTORY = {
  entries: [
    { id: 'shop_web_apps_Deployment', v: 'v1' },
    { id: 'shop_web__Service', v: 'v1' },
    { id: 'shop_web-settings__ConfigMap', v: 'v1' },
    { id: '_shop-web_rbac.authorization.k8s.io_ClusterRole', v: 'v1' },
  ],
};

function modern(mode: string, sketch: ReleaseSketch = {}): Built {
  return ready({
    ...sketch,
    spec: { ...(mode === '' ? {} : { driftDetection: { mode } }), ...sketch.spec },
    status: { inventory: INVENTORY, ...sketch.status },
  });
}

/** The words of helm-controller (internal/reconcile/atomic_release.go and internal/diff). */
const DRIFTED = 'Cluster state of release shop/web.v2 has drifted from the desired state:\n';
const SCALED = 'Deployment/shop/web changed (0 additions, 1 changes, 0 removals)';

function withDrifted(release: Built, status: string, lines: string): Built {
  const { conditions } = release['status'] as { conditions: readonly Change[] };
  const drifted =
    status === 'True'
      ? condition('Drifted', 'True', 'DriftDetected', `${DRIFTED}${lines}`, LATELY)
      : condition('Drifted', 'False', 'NoDriftDetected', 'No drift detected against the cluster state', LATELY);
  return deepMerge(release, { status: { conditions: [...conditions, { ...drifted, observedGeneration: 12 }] } });
}

function detected(release: Built, lines: string, at: string): Built {
  return event(release, {
    reason: 'DriftDetected',
    message: `${DRIFTED}${lines}`,
    at,
    by: 'helm-controller',
    count: 4,
  });
}

function corrected(release: Built, at: string, count: number): Built {
  const message = 'Cluster state of release shop/web.v2 has been corrected:\nDeployment/shop/web configured';
  return event(release, { reason: 'DriftCorrected', message, type: 'Normal', at, by: 'helm-controller', count });
}

const autoscaler = object(
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    namespace: 'shop',
    name: 'web',
    created: '2025-11-01T09:00:00Z',
  },
  {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
    status: { currentReplicas: 1, desiredReplicas: 3, currentMetrics: null, conditions: [] },
  },
);

function story(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  const entry = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };
  return storyOf(`release-drift/${name}`, summary, { objects: [...objects, ...around], denied }, expected, entry);
}

const DEFINITION = { id: '_widgets.shop.example.org_apiextensions.k8s.io_CustomResourceDefinition', v: 'v1' };
const withDefinition = modern('', { status: { inventory: { entries: [...INVENTORY.entries, DEFINITION] } } });
const enabled = modern('enabled');
const warned = ready({ spec: { driftDetection: { mode: 'warn' } } });
const plain = ready();

/** A release that is Ready, and what it applied is gone or differs. */
export const releaseDrift: readonly Story[] = [
  story(
    'deployment-gone',
    'Somebody deleted the Deployment of a Ready release; its Service has no endpoints (devantler-tech/platform#1844, fluxcd/flux2#4511).',
    [modern(''), service, deserted, config, role, ...flux29],
    problem('objects-gone', 'confirmed', {
      says: ['Deployment shop/web', 'drift detection is off', '--force', 'mode: enabled'],
    }),
  ),
  story(
    'deployment-gone-decoy',
    'Everything that the inventory names is there; yesterday the Deployment was missing for a while.',
    [
      modern(''),
      ...app.all,
      service,
      served,
      config,
      detected(modern(''), 'Deployment/shop/web removed', YESTERDAY),
      role,
      ...flux29,
    ],
    healthy,
  ),
  story(
    'deployment-gone-denied',
    'Somebody deleted the Deployment of a Ready release, and Deployments may not be looked at.',
    [modern(''), service, deserted, config, role, ...flux29],
    incomplete({ says: ['deployments.apps'], never: ['objects-gone'] }),
    ['deployments.apps'],
  ),
  story(
    'config-gone',
    'Somebody deleted the ConfigMap of a Ready release, whose drift detection is on: the next reconcile makes it anew.',
    [enabled, ...app.all, service, served, role, ...flux29],
    problem('objects-gone', 'confirmed', {
      says: ['ConfigMap shop/web-settings', 'puts them back with its next reconcile'],
      never: ['--force'],
    }),
  ),
  story(
    'config-gone-denied',
    'The same, and ConfigMaps may not be looked at.',
    [enabled, ...app.all, service, served, role, ...flux29],
    incomplete({ says: ['configmaps'] }),
    ['configmaps'],
  ),
  story(
    'cluster-role-gone',
    'Somebody deleted the ClusterRole of a Ready release.',
    [modern(''), ...app.all, service, served, config, ...flux29],
    problem('objects-gone', 'confirmed', { says: ['ClusterRole shop-web', 'drift detection is off'] }),
  ),
  story(
    'cluster-role-gone-denied',
    'The same, and what belongs to the whole cluster may not be looked at.',
    [modern(''), ...app.all, service, served, config, ...flux29],
    incomplete({ says: ['clusterroles.rbac.authorization.k8s.io'], never: ['objects-gone'] }),
    ['clusterroles.rbac.authorization.k8s.io'],
  ),
  story(
    'definition-gone',
    'Somebody deleted a CustomResourceDefinition of a Ready release, and with it every object of its kind.',
    [withDefinition, ...app.all, service, served, config, role, ...flux29],
    problem('objects-gone', 'confirmed', {
      says: ['CustomResourceDefinition widgets.shop.example.org', 'spec.upgrade.crds'],
    }),
  ),
  story(
    'workload-gone-without-inventory',
    'Somebody deleted the Deployment of a Ready release; this Flux keeps no inventory, and only the Service is left.',
    [plain, service, deserted, ...flux],
    problem('nothing-behind-service', 'likely', { says: ['no endpoint', '--force', 'A plain flux reconcile'] }),
  ),
  story(
    'workload-gone-warned',
    'The same with drift detection that warns: it has named what was removed.',
    [warned, service, deserted, detected(warned, 'Deployment/shop/web removed', LATELY), ...flux],
    problem('nothing-behind-service', 'confirmed', { says: ['Deployment shop/web removed', 'says so and leaves it'] }),
  ),
  story(
    'workload-gone-without-inventory-denied',
    'The same as the first without an inventory, and EndpointSlices may not be looked at.',
    [plain, service, deserted, ...flux],
    incomplete({ says: ['endpointslices'] }),
    ['endpointslices.discovery.k8s.io'],
  ),
  story(
    'scaled-to-none-decoy',
    'Somebody wants no replica of it at the moment: the Service has no endpoints, and its Deployment is there.',
    [
      plain,
      service,
      deserted,
      deepMerge(app.deployment, {
        spec: { replicas: 0 },
        status: {
          replicas: undefined,
          readyReplicas: undefined,
          availableReplicas: undefined,
          updatedReplicas: undefined,
        },
      }),
      deepMerge(app.newSet, {
        spec: { replicas: 0 },
        status: {
          replicas: 0,
          readyReplicas: undefined,
          availableReplicas: undefined,
          fullyLabeledReplicas: undefined,
        },
      }),
      ...flux,
    ],
    healthy,
  ),
  story(
    'differs',
    'Somebody scaled the Deployment by hand; drift detection says so and leaves it.',
    [withDrifted(modern('warn'), 'True', SCALED), ...app.all, service, served, config, role, ...flux29],
    problem('differs-from-chart', 'confirmed', { says: ['1 changes', 'mode: enabled', 'before it is set back'] }),
  ),
  releaseStory(
    'release-drift/differs-unnamed',
    'The same, and nobody names the release: its own condition says that it is not calm.',
    {
      objects: [
        withDrifted(modern('warn'), 'True', SCALED),
        ...[...app.all, service, served, config, role],
        ...[...flux29, ...around],
      ],
    },
    problem('differs-from-chart', 'confirmed', { says: ['1 changes', 'mode: enabled'] }),
  ),
  story(
    'differs-by-event',
    'The same with Flux 2.7, where only an event says so.',
    [warned, ...app.all, service, served, detected(warned, SCALED, LATELY), ...flux],
    problem('differs-from-chart', 'likely', { says: ['1 changes'] }),
  ),
  story(
    'differs-decoy',
    'Somebody scaled it by hand yesterday; it was set back, and nothing differs any more.',
    [
      withDrifted(modern('warn'), 'False', ''),
      ...app.all,
      service,
      served,
      config,
      detected(modern('warn'), SCALED, '2025-11-15T17:50:00Z'),
      role,
      ...flux29,
    ],
    healthy,
  ),
  story(
    'differs-by-event-denied',
    'It differs with Flux 2.7, where only an event says so, and events may not be read.',
    [warned, ...app.all, service, served, detected(warned, SCALED, LATELY), ...flux],
    incomplete({ says: ['events'] }),
    ['events'],
  ),
  story(
    'fought-over',
    'An autoscaler sets the replicas, and drift detection sets them back with every reconcile.',
    [enabled, ...app.all, service, served, config, autoscaler, corrected(enabled, LATELY, 6), role, ...flux29],
    problem('drift-fought-over', 'confirmed', { says: ['6 times', 'paths:', '/spec/replicas', 'kind: Deployment'] }),
  ),
  story(
    'fought-over-autoscalers-denied',
    'The same, and autoscalers may not be looked at.',
    [enabled, ...app.all, service, served, config, autoscaler, corrected(enabled, LATELY, 6), role, ...flux29],
    problem('drift-fought-over', 'likely', { says: ['show-managed-fields'] }),
    ['horizontalpodautoscalers.autoscaling'],
  ),
  story(
    'corrected-once-decoy',
    'Somebody changed something by hand, drift detection has set it back, and that was it.',
    [enabled, ...app.all, service, served, config, corrected(enabled, LATELY, 1), role, ...flux29],
    healthy,
  ),
  story(
    'correction-refused',
    'What differs cannot be set back: helm-controller lacks the right.',
    [
      enabled,
      ...app.all,
      service,
      served,
      config,
      event(enabled, {
        reason: 'DriftCorrectionFailed',
        message:
          'Failed to correct cluster state of release shop/web.v2:\nDeployment/shop/web dry-run failed: deployments.apps "web" is forbidden: User "system:serviceaccount:shop:deployer" cannot patch resource "deployments" in API group "apps" in the namespace "shop"',
        at: LATELY,
        by: 'helm-controller',
      }),
      role,
      ...flux29,
    ],
    problem('drift-not-corrected', 'likely', { says: ['cannot patch resource'] }),
  ),
];
