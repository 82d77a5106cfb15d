import { firstStart, mediumNode, settled } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { storyOf } from './build/ask.ts';
import { able, active, apiService, autoscaler, available, limited, measured } from './build/autoscaler.ts';
import type { Built, Change } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Autoscalers that cannot scale, those that may not, and those that only look like it. */
const node = mediumNode('node-1');
const app = settled({});
const UNABLE = 'the HPA was unable to compute the replica count: failed to get cpu utilization: ';
const FETCH = `${UNABLE}unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: `;
const NOT_SERVED = `${FETCH}the server could not find the requested resource (get pods.metrics.k8s.io)`;
const AWAY = `${FETCH}the server is currently unable to handle the request (get pods.metrics.k8s.io)`;
const UNREADY = `${UNABLE}did not receive metrics for targeted pods (pods might be unready)`;
const NO_REQUEST = `${UNABLE}missing request for cpu in container web of Pod web-5d7f9b8c6-q5w9b`;
const SHARED =
  'pods by selector app.kubernetes.io/name=web are controlled by multiple HPAs: [shop/web shop/web-memory]';
const NONE = 'scaling is disabled since the replica count of the target is zero';

const server = settled({ name: 'metrics-server', namespace: 'kube-system' });
const inSystem = { metadata: { namespace: 'kube-system' } };
const front = deepMerge(
  service('metrics-server', {
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 8080 }],
    selector: { 'app.kubernetes.io/name': 'metrics-server' },
  }),
  inSystem,
);
const httpsPort: Change = { ports: [{ name: 'https', port: 8080, protocol: 'TCP' }] };
const metrics = [
  ...server.all,
  front,
  deepMerge(sliceOf(front, [server.newPod], httpsPort), inSystem),
  apiService('v1beta1', 'metrics.k8s.io', available()),
];
const MISSING = 'endpointslices for service/metrics-server in "kube-system" have no addresses with port name "https"';
const ill = firstStart(
  { name: 'metrics-server', namespace: 'kube-system' },
  { change: waiting('CreateContainerConfigError', 'secret "metrics-tls" not found') },
);
const silent = (reason: string, message: string): Built =>
  apiService('v1beta1', 'metrics.k8s.io', available(reason, message));
const illMetrics = [...ill.all, front, deepMerge(sliceOf(front, []), inSystem), silent('MissingEndpoints', MISSING)];
const GONE = 'service/metrics-server in "kube-system" is not present';
const NO_ANSWER =
  'failing or missing response from https://10.96.40.7:443/apis/metrics.k8s.io/v1beta1: Get "https://10.96.40.7:443/apis/metrics.k8s.io/v1beta1": context deadline exceeded';

const fine = autoscaler([able(), active(), limited()], { status: measured(55, 1) });
const without = (message: string): Built => autoscaler([able(), active('FailedGetResourceMetric', message)]);
const bare = settled({ container: { resources: { requests: { cpu: undefined }, limits: { cpu: undefined } } } });
const waits = firstStart({}, { change: waiting('CreateContainerConfigError', 'secret "web-db" not found') });
const lost = autoscaler([able('deployments.apps "wbe" not found')], { target: 'wbe' });
const full = autoscaler([able(), active(), limited(true)], { status: measured(140, 3) });
const second = autoscaler([able(), active('AmbiguousSelector', SHARED)], { name: 'web-memory' });
const shared = autoscaler([able(), active('AmbiguousSelector', SHARED)]);
const atZero = settled({ deployment: { spec: { replicas: 0 } } });

function about(name: string, summary: string, objects: readonly Built[], expected: Expected, denied?: string): Story {
  const scene = { objects: [node, ...objects], ...(denied === undefined ? {} : { denied: [denied] }) };
  const inputs = { autoscaler: 'HorizontalPodAutoscaler/shop/web' };
  return storyOf(`autoscaler/${name}`, summary, scene, expected, { runbook: 'autoscaler', inputs });
}

export const autoscalerTree: readonly Story[] = [
  about('healthy', 'It measures, and has what it wants.', [...app.all, ...metrics, fine], healthy),
  about(
    'target-missing',
    'Its target is misspelt.',
    [...app.all, lost],
    problem('autoscaler-target-missing', 'confirmed', { says: ['The nearest name there is web', 'name: web'] }),
  ),
  about(
    'target-denied',
    'The same, and the Deployments may not be looked at.',
    [...app.all, lost],
    problem('autoscaler-cannot-scale', 'likely', { says: ['deployments.apps'] }),
    'deployments.apps',
  ),
  about(
    'no-metrics-server',
    'Nobody installed metrics-server.',
    [...app.all, without(NOT_SERVED)],
    problem('metrics-api-missing', 'confirmed', { says: ['metrics-server, which is not installed'] }),
  ),
  about(
    'apis-denied',
    'The same, and the APIServices may not be looked at.',
    [...app.all, without(NOT_SERVED)],
    problem('autoscaler-without-metric', 'likely', { says: ['apiservices'] }),
    'apiservices.apiregistration.k8s.io',
  ),
  about(
    'metrics-server-ill',
    'metrics-server waits for a Secret: the autoscaler is a symptom of that.',
    [...app.all, ...illMetrics, without(AWAY)],
    problem('secret-missing', 'confirmed', { says: ['Secret kube-system/metrics-tls', AWAY.slice(-40)] }),
  ),
  about(
    'metrics-service-gone',
    'The Service of metrics-server was deleted.',
    [...app.all, silent('ServiceNotFound', GONE), without(AWAY)],
    problem('api-service-without-service', 'confirmed', { says: ['kube-system/metrics-server, which does not exist'] }),
  ),
  about(
    'metrics-silent',
    'metrics-server runs, and the API server does not get through to it.',
    [...app.all, ...metrics.slice(0, -1), silent('FailedDiscoveryCheck', NO_ANSWER), without(AWAY)],
    problem('api-service-away', 'likely', { says: ['context deadline exceeded'] }),
  ),
  about(
    'metric-lost',
    'The API is there, and has no such metric.',
    [
      ...app.all,
      ...metrics,
      without(FETCH.replace('unable to fetch metrics from', 'no metrics returned from').slice(0, -2)),
    ],
    problem('autoscaler-without-metric', 'likely', { says: ['no metrics returned from resource metrics API'] }),
  ),
  about(
    'no-request',
    'Its container requests no CPU.',
    [...bare.all, ...metrics, without(NO_REQUEST)],
    problem('autoscaler-without-request', 'confirmed', { says: ['cpu: <amount>', '- name: web'] }),
  ),
  about(
    'old-pod-without-request-decoy',
    'A pod of an older revision requests none; the template does.',
    [...app.all, ...metrics, without(NO_REQUEST)],
    problem('autoscaler-without-request', 'likely'),
  ),
  about(
    'pods-unready',
    'Its pods wait for a Secret, so there is nothing to measure.',
    [...waits.all, ...metrics, without(UNREADY)],
    problem('secret-missing', 'confirmed', { says: ['Secret shop/web-db'] }),
  ),
  about(
    'two-for-one',
    'Two autoscalers want to scale one Deployment.',
    [...app.all, ...metrics, shared, second],
    problem('autoscalers-for-one-target', 'confirmed', { says: ['web-memory'] }),
  ),
  about(
    'at-maximum',
    'It has all the replicas that it may start, and the load is higher still.',
    [...app.all, ...metrics, full],
    problem('autoscaler-at-maximum', 'confirmed', { says: ['cpu 140% of the request (target 80%)', 'P3'] }),
  ),
  about(
    'at-maximum-decoy',
    'It has all that it may start, and they are enough.',
    [...app.all, ...metrics, autoscaler([able(), active(), limited()], { status: measured(83, 3) })],
    healthy,
  ),
  about(
    'switched-off-decoy',
    'Somebody has scaled its target to none.',
    [atZero.deployment, ...metrics, autoscaler([able(), active('ScalingDisabled', NONE)])],
    { ...healthy, says: ['does nothing until somebody scales it up'] },
  ),
  about('new', 'It was made a moment ago.', [...app.all, autoscaler([])], incomplete({ says: ['not yet looked'] })),
];
