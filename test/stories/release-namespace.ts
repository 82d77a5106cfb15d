import { mediumNode, settled } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { type Built, type Change, condition, event, object } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { revision } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import { appliedBy, chartOf, flux, ready, stalled, unprepared } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** A namespace that a release needs, in the words that helm-controller 1.4 and a real API server were seen to use. */
const AT = '2025-11-15T18:14:40Z';
const BEFORE = '2025-11-01T09:00:00Z';
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf(), namespaceObject('shop')];
const complete = settled({ labels: appliedBy() }).all;

/** The first install failed because the namespace that the objects go to is not there; Helm has stored that. */
function withoutTarget(why: string): Built {
  const said = `Helm install failed for release web-front/web-front-web with chart web@1.5.0: ${why}`;
  const spec = { targetNamespace: 'web-front' };
  return deepMerge(stalled({ spec }), {
    status: {
      upgradeFailures: undefined,
      installFailures: 1,
      lastAttemptedReleaseAction: 'install',
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to install after 1 attempt(s)', AT),
        condition('Ready', 'Unknown', 'Progressing', 'Fulfilling prerequisites', AT),
        condition('Released', 'False', 'InstallFailed', said, AT),
      ],
      history: [
        revision(
          { namespace: 'web-front', name: 'web-front-web', chart: 'web' },
          { version: 1, chartVersion: '1.5.0', status: 'failed', at: AT },
        ),
      ],
    },
  });
}

const MISSING = '2 errors occurred:\n\t* namespaces "web-front" not found\n\t* namespaces "web-front" not found';
const GOING =
  '2 errors occurred:\n\t* services "web-front-web" is forbidden: unable to create new content in namespace web-front because it is being terminated\n\t* deployments.apps "web-front-web" is forbidden: unable to create new content in namespace web-front because it is being terminated';

/** Helm cannot store its first revision, which is tried again and again. */
function withoutStorage(): Built {
  const said =
    'Helm install failed for release shop/web with chart web@1.5.0: create: failed to create: namespaces "helm-records" not found';
  return deepMerge(unprepared('InstallFailed', said, { spec: { storageNamespace: 'helm-records' } }), {
    status: {
      failures: 4,
      storageNamespace: 'helm-records',
      lastAttemptedReleaseAction: 'install',
      history: [],
      conditions: [
        condition('Reconciling', 'True', 'Progressing', "Running 'install' action with timeout of 5m0s", AT),
        condition('Ready', 'False', 'InstallFailed', said, AT),
        condition('Released', 'False', 'InstallFailed', said, AT),
      ],
    },
  });
}

/** A namespace that was deleted, with the conditions that its controller writes. */
function terminating(conditions: readonly Change[]): Built {
  return namespaceObject('web-front', {
    metadata: { deletionTimestamp: '2025-11-15T17:40:00Z' },
    status: { phase: 'Terminating', conditions },
  });
}

const DISCOVERED = condition(
  'NamespaceDeletionDiscoveryFailure',
  'False',
  'ResourcesDiscovered',
  'All resources successfully discovered',
  '2025-11-15T17:40:05Z',
);
const heldByFinalizer = terminating([
  DISCOVERED,
  condition(
    'NamespaceContentRemaining',
    'True',
    'SomeResourcesRemain',
    'Some resources are remaining: configmaps. has 1 resource instances',
    '2025-11-15T17:40:05Z',
  ),
  condition(
    'NamespaceFinalizersRemaining',
    'True',
    'SomeFinalizersRemain',
    'Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances',
    '2025-11-15T17:40:05Z',
  ),
]);
const heldByApi = terminating([
  condition(
    'NamespaceDeletionDiscoveryFailure',
    'True',
    'DiscoveryFailed',
    'Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1',
    '2025-11-15T17:40:05Z',
  ),
]);
const held = object(
  { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'web-front', name: 'hold', created: BEFORE },
  {
    metadata: {
      finalizers: ['example.org/hold'],
      deletionTimestamp: '2025-11-15T17:40:04Z',
      deletionGracePeriodSeconds: 0,
    },
    data: {},
  },
);
const deadApi = object(
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    namespace: null,
    name: 'v1beta1.metrics.k8s.io',
    created: BEFORE,
  },
  {
    spec: {
      group: 'metrics.k8s.io',
      groupPriorityMinimum: 100,
      version: 'v1beta1',
      versionPriority: 100,
      service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
    },
    status: {
      conditions: [
        condition(
          'Available',
          'False',
          'MissingEndpoints',
          'endpoints for service/metrics-server in "kube-system" have no addresses with port name "https"',
          '2025-11-15T16:00:00Z',
        ),
      ],
    },
  },
);

function story(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  return storyOf(`missing-namespace/${name}`, summary, { objects: [...objects, ...around], denied }, expected);
}

/** All of them. */
export const releaseNamespace: readonly Story[] = [
  story(
    'missing',
    'The namespace that the release goes to was never made.',
    [withoutTarget(MISSING)],
    problem('namespace-missing', 'confirmed', {
      says: ['The objects of the release go there', 'kind: Namespace', 'name: web-front', '--reset'],
    }),
  ),
  story(
    'missing-denied',
    'The same, and namespaces may not be looked at.',
    [withoutTarget(MISSING)],
    problem('namespace-missing', 'likely', { says: ['namespaces'] }),
    ['namespaces'],
  ),
  story(
    'missing-storage',
    'The namespace that Helm is to store the revisions in was never made, and Helm never makes it.',
    [withoutStorage()],
    problem('namespace-missing', 'confirmed', {
      says: ['never makes that namespace by itself', 'name: helm-records', 'flux reconcile'],
      never: ['createNamespace: true', '--reset'],
    }),
  ),
  story(
    'made-since',
    'Somebody made the namespace since the last attempt; only the retry counter is in the way.',
    [withoutTarget(MISSING), namespaceObject('web-front')],
    problem('prerequisite-met-now', 'likely', {
      says: ['holds; its retries are used up', '--reset'],
      never: ['no reset is needed'],
    }),
  ),
  story(
    'made-and-going',
    'The namespace is there again, and is being deleted again.',
    [withoutTarget(MISSING), heldByFinalizer, held],
    problem('namespace-terminating', 'confirmed'),
  ),
  story(
    'terminating',
    'The namespace was deleted, and an object in it does not let it go.',
    [withoutTarget(GOING), heldByFinalizer, held],
    problem('namespace-terminating', 'confirmed', {
      says: ['ConfigMap hold (example.org/hold)', 'reads like a missing right and is none'],
      never: ['RoleBinding'],
    }),
  ),
  story(
    'terminating-denied',
    'The same, and namespaces may not be looked at.',
    [withoutTarget(GOING), heldByFinalizer, held],
    problem('namespace-terminating', 'likely', { says: ['namespaces'] }),
    ['namespaces'],
  ),
  story(
    'terminating-for-an-api',
    'The namespace was deleted, and an API that does not answer keeps every deletion from its end.',
    [withoutTarget(GOING), heldByApi, deadApi],
    problem('namespace-held-by-api', 'confirmed', { says: ['v1beta1.metrics.k8s.io', 'metrics-server'] }),
  ),
  story(
    'terminating-for-an-api-denied',
    'The same, and which API it is may not be looked at.',
    [withoutTarget(GOING), heldByApi, deadApi],
    problem('namespace-held-by-api', 'likely', { says: ['apiservices'] }),
    ['apiservices.apiregistration.k8s.io'],
  ),
  storyOf(
    'missing-namespace/decoy',
    'The release is Ready; a namespace was missing an hour ago, and another one is being deleted now.',
    {
      objects: [
        ready(),
        event(ready(), {
          reason: 'InstallFailed',
          message:
            'Helm install failed for release web-front/web-front-web with chart web@1.5.0: namespaces "web-front" not found',
          at: '2025-11-15T17:20:00Z',
          by: 'helm-controller',
        }),
        heldByFinalizer,
        held,
        ...complete,
        ...around,
      ],
    },
    healthy,
    { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } },
  ),
];
