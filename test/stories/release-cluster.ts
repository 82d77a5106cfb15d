import { INSTALLED } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { condition, object, type Built, type Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { helmRelease } from './build/flux.ts';
import { around, before, complete, named, warned } from './build/refused-release.ts';
import { ready, unprepared } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Releases that go to another cluster, or whose controller does not reach its own. */
const kubeConfig = { kubeConfig: { secretRef: { name: 'edge' } } };
const STATE =
  'Could not determine release state: failed to retrieve last release from storage: query: failed to query with labels: ';
const ASKED =
  'Get "https://edge.example:6443/api/v1/namespaces/shop/secrets?labelSelector=name%3Dweb%2Cowner%3Dhelm": ';

const client = (message: string, spec: Change = kubeConfig): Built => unprepared('RESTClientError', message, { spec });
const state = (why: string, spec: Change = kubeConfig): Built => unprepared('StateError', `${STATE}${why}`, { spec });

function secret(name: string): Built {
  return object({ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name, created: INSTALLED }, { type: 'Opaque' });
}

const ABSENT = client(`could not get KubeConfig secret 'shop/edge': secrets "edge" not found`);
const KEYLESS = client("KubeConfig secret 'shop/edge' does not contain a 'value' or 'value.yaml' key with data");
const GARBAGE = client(
  "failed to load KubeConfig from secret 'shop/edge': invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
);
const EXPIRED = state('Unauthorized');
const REFUSED = state(`${ASKED}dial tcp 203.0.113.7:6443: connect: connection refused`);
const UNKNOWN_HOST = state(`${ASKED}dial tcp: lookup edge.example on 10.96.0.10:53: no such host`);
const UNTRUSTED = state(`${ASKED}tls: failed to verify certificate: x509: certificate signed by unknown authority`);
const SILENT = state(
  'Get "https://10.96.0.1:443/api/v1/namespaces/shop/secrets?labelSelector=name%3Dweb%2Cowner%3Dhelm": dial tcp 10.96.0.1:443: i/o timeout',
  {},
);
const LOST = state('Unauthorized', {});

/** Another release that goes the same way, and fares as well or as badly. */
function neighbour(spec: Change, failing?: string): Built {
  const at = '2025-11-15T17:30:00Z';
  const said = 'Helm install succeeded for release shop/search.v1 with chart search@1.0.0';
  const isReady =
    failing === undefined
      ? condition('Ready', 'True', 'InstallSucceeded', said, at)
      : condition('Ready', 'False', 'StateError', failing, at);
  return helmRelease({
    namespace: 'shop',
    name: 'search',
    chart: 'search',
    version: '1.0.0',
    spec,
    conditions: [isReady],
    history: [],
  });
}

const edge = secret('edge');

const configs: readonly Story[] = [
  storyOf(
    'target-cluster/kubeconfig-missing',
    'The Secret with the kubeconfig of the other cluster is missing; one with nearly its name is there.',
    { objects: [ABSENT, secret('edges'), ...before.all, ...around] },
    problem('kubeconfig-missing', 'confirmed', {
      says: [
        'Secret shop/edge, with the kubeconfig',
        'called nearly so: edges',
        'kubectl create secret generic edge -n shop',
        '--from-file=value=<kubeconfig>',
        'on this cluster',
      ],
      never: ['--reset'],
    }),
    named,
  ),
  storyOf(
    'target-cluster/kubeconfig-missing-decoy',
    'The release installs into this cluster since; the warning of an attempt before is left.',
    { objects: [ready(), warned(LOST), ...complete, ...around] },
    healthy,
    named,
  ),
  storyOf(
    'target-cluster/kubeconfig-missing-denied',
    'Secrets may not be looked at.',
    { objects: [ABSENT, ...before.all, ...around], denied: ['secrets'] },
    problem('kubeconfig-missing', 'likely', { says: ['secrets'] }),
    named,
  ),
  storyOf(
    'target-cluster/kubeconfig-there-since',
    'The Secret was made since the last attempt.',
    { objects: [ABSENT, edge, ...before.all, ...around] },
    problem('prerequisite-met-now', 'likely', { never: ['--reset'] }),
    named,
  ),
  storyOf(
    'target-cluster/kubeconfig-keyless',
    'The Secret holds no kubeconfig under the key that is looked for.',
    { objects: [KEYLESS, edge, ...before.all, ...around] },
    problem('kubeconfig-unusable', 'likely', { says: ['value.yaml'] }),
    named,
  ),
  storyOf(
    'target-cluster/kubeconfig-garbage',
    'What the Secret holds is no kubeconfig.',
    { objects: [GARBAGE, edge, ...before.all, ...around] },
    problem('kubeconfig-unusable', 'likely', { says: ['no configuration has been provided'] }),
    named,
  ),
];

const answers: readonly Story[] = [
  storyOf(
    'target-cluster/token-expired',
    'The token in the kubeconfig has expired; another release with the same kubeconfig meets the same.',
    { objects: [EXPIRED, neighbour(kubeConfig, `${STATE}Unauthorized`), edge, ...before.all, ...around] },
    problem('target-credentials-refused', 'likely', {
      says: ['has expired or was withdrawn', '1 of 1 are not Ready'],
      never: ['rollout restart'],
    }),
    named,
  ),
  storyOf(
    'target-cluster/refused',
    'Nobody listens at the address of the other API server.',
    { objects: [REFUSED, neighbour(kubeConfig), edge, ...before.all, ...around] },
    problem('target-unreachable', 'likely', {
      says: ['nobody listens at its address', 'names edge.example:6443', '0 of 1 are not Ready'],
    }),
    named,
  ),
  storyOf(
    'target-cluster/unknown-host',
    'The host in the kubeconfig is not known.',
    { objects: [UNKNOWN_HOST, edge, ...before.all, ...around] },
    problem('target-unreachable', 'likely', { says: ['not known to the DNS'] }),
    named,
  ),
  storyOf(
    'target-cluster/untrusted',
    'The other API server shows a certificate that the kubeconfig does not trust.',
    { objects: [UNTRUSTED, edge, ...before.all, ...around] },
    problem('target-unreachable', 'likely', { says: ['is not what the kubeconfig trusts'] }),
    named,
  ),
  storyOf(
    'target-cluster/silent',
    'helm-controller gets no answer of its own API server, and neither release goes on.',
    { objects: [SILENT, neighbour({}, `${STATE}timeout`), ...before.all, ...around] },
    problem('cluster-unreachable', 'likely', { says: ['1 of 1 are not Ready', 'does not answer in time'] }),
    named,
  ),
  storyOf(
    'target-cluster/credentials-lost',
    'helm-controller has lost its credentials, and every release says so.',
    { objects: [LOST, neighbour({}, `${STATE}Unauthorized`), ...before.all, ...around] },
    problem('controller-credentials-lost', 'confirmed', { says: ['The same is said of 2 HelmReleases'] }),
    named,
  ),
];

/** All of them. */
export const releaseCluster: readonly Story[] = [...configs, ...answers];
