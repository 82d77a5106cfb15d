import { mediumNode } from './build/app.ts';
import { namespace } from './build/admission.ts';
import { workloadStory } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { failing, running, type Failing } from './build/failing.ts';
import { nodeAddress } from './build/running-pod.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Programs that come to a Service by the address and port of a node, which need not have a pod of it. */
const nodes = [mediumNode('node-1'), mediumNode('node-2')];
const db = running('db');
const DOOR = 31_432;
const asks = (node: string, how = 'i/o timeout'): string =>
  `2025/11/15 18:12:41 dial tcp ${nodeAddress(node)}:${String(DOOR)}: ${how}\n`;

/** A Service in front of `db`, whose only pod is on node-1, with a port on every node. */
function door(policy: string, type = 'NodePort'): readonly Built[] {
  const ports: readonly Change[] = [{ name: 'main', port: 5432, protocol: 'TCP', targetPort: 8080, nodePort: DOOR }];
  const own = service('db', {
    type,
    externalTrafficPolicy: policy,
    ports,
    selector: { 'app.kubernetes.io/name': 'db' },
  });
  return [own, sliceOf(own, [db.newPod], { ports: [{ name: 'main', port: 8080, protocol: 'TCP' }] })];
}

function story(
  name: string,
  summary: string,
  scene: Failing,
  around: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
): Story {
  const whole = {
    objects: [...nodes, namespace('shop'), ...scene.objects, ...db.all, ...around],
    logs: scene.logs,
    ...(denied === undefined ? {} : { denied }),
  };
  return workloadStory(`dependency/${name}`, summary, whole, expected);
}

/** One story per way in which a node does or does not pass on what comes to its port. */
export const dependencyDoor: readonly Story[] = [
  story(
    'node-without-pod',
    'A program asks for a Service on a node that has no pod of it, and externalTrafficPolicy is Local.',
    failing('web', asks('node-2')),
    door('Local'),
    problem('service-local-not-on-node', 'confirmed', {
      says: ['asked for on node node-2', 'Ready pods are on node-1', 'externalTrafficPolicy: Cluster', 'i/o timeout'],
    }),
  ),
  story(
    'node-without-pod-of-balancer',
    'The same of a Service with a load balancer, by the port that it has on every node.',
    failing('web', asks('node-2')),
    door('Local', 'LoadBalancer'),
    problem('service-local-not-on-node', 'confirmed', { says: ['asked for on node node-2'] }),
  ),
  story(
    'node-with-pod-decoy',
    'The node that is asked has a pod of it: something else is in the way, and that node-2 has none is as it should be.',
    failing('web', asks('node-1')),
    door('Local'),
    problem('dependency-refuses', 'likely', { never: ['which has no pod of it'] }),
  ),
  story(
    'node-passes-on-decoy',
    'Every node passes on to all pods: that the node has none explains nothing.',
    failing('web', asks('node-2')),
    door('Cluster'),
    problem('dependency-refuses', 'likely', { never: ['which has no pod of it'] }),
  ),
  story(
    'node-refuses-decoy',
    'Who is refused has come to somebody: a node without a pod drops what comes in.',
    failing('web', asks('node-2', 'connect: connection refused')),
    door('Local'),
    problem('container-crashes', 'likely', { never: ['which has no pod of it'] }),
  ),
  story(
    'node-without-pod-denied',
    'Nodes may not be looked at: nobody can tell that the address is one.',
    failing('web', asks('node-2')),
    door('Local'),
    problem('outside-not-reached', 'likely', { says: ['nodes'], never: ['which has no pod of it'] }),
    ['nodes'],
  ),
  workloadStory(
    'dependency/node-without-pod-healthy',
    'The same Service, and nobody who asks for it on that node.',
    { objects: [...nodes, namespace('shop'), ...db.all, ...door('Local')] },
    healthy,
    'Deployment/shop/db',
  ),
];
