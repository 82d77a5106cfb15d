import { firstStart, mediumNode, settled, silentNode } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { storyOf } from './build/ask.ts';
import { apiService, available } from './build/autoscaler.ts';
import type { Built } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** What the whole cluster leans on: APIs that a Service answers for, and nodes. */
const node = mediumNode('node-1');
const app = settled({});
const inSystem = { metadata: { namespace: 'kube-system' } };
const front = deepMerge(
  service('metrics-server', {
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 8080 }],
    selector: { 'app.kubernetes.io/name': 'metrics-server' },
  }),
  inSystem,
);
const ill = firstStart(
  { name: 'metrics-server', namespace: 'kube-system' },
  { change: waiting('CreateContainerConfigError', 'secret "metrics-tls" not found') },
);
const MISSING = 'endpointslices for service/metrics-server in "kube-system" have no addresses with port name "https"';
const GONE = 'service/metrics-server in "kube-system" is not present';
const registered = (reason?: string, message?: string): Built =>
  apiService('v1beta1', 'metrics.k8s.io', available(reason, message));
const away = [...ill.all, front, deepMerge(sliceOf(front, []), inSystem), registered('MissingEndpoints', MISSING)];

function about(name: string, summary: string, objects: readonly Built[], expected: Expected, denied?: string): Story {
  const scene = { objects, ...(denied === undefined ? {} : { denied: [denied] }) };
  return storyOf(`cluster-services/${name}`, summary, scene, expected, {
    runbook: 'cluster-services',
    inputs: { onlyNamespace: 'shop' },
  });
}

export const apiServiceTree: readonly Story[] = [
  about('healthy', 'All of it works.', [node, ...app.all, registered()], healthy),
  about(
    'api-away',
    'The pod behind an API waits for a Secret.',
    [node, ...app.all, ...away],
    problem('secret-missing', 'confirmed', { says: ['Secret kube-system/metrics-tls'] }),
  ),
  about(
    'api-without-service',
    'An API is registered whose Service somebody removed.',
    [node, ...app.all, registered('ServiceNotFound', GONE)],
    problem('api-service-without-service', 'confirmed'),
  ),
  about(
    'apis-denied',
    'The APIServices may not be looked at.',
    [node, ...app.all, registered('ServiceNotFound', GONE)],
    incomplete({ says: ['apiservices'] }),
    'apiservices.apiregistration.k8s.io',
  ),
  about(
    'node-silent',
    'The node below the pods has gone silent.',
    [silentNode('node-1'), ...app.all, registered()],
    problem('node-silent', 'confirmed'),
  ),
  about(
    'other-node-decoy',
    'A node has gone silent that bears nothing of this namespace.',
    [node, silentNode('node-2'), ...app.all, registered()],
    healthy,
  ),
];
