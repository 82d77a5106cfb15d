import type { Cluster } from '../../cluster/cluster.ts';
import { at, conditionOf, type Manifest, type Named, textAt } from '../../plane/manifest.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a Deployment differs in. */
export interface AppParts {
  readonly name?: string;
  readonly replicas?: number;
  readonly pod?: Fields;
  readonly container?: Fields;
  /** What its pods' kubelet says of them from the start. */
  readonly fails?: Trouble;
}

/** What a kubelet says of a container that it cannot start or that does not stay up. */
export interface Trouble {
  readonly reason: string;
  readonly message?: string;
}

/** A Deployment of one container `web` with the port `http`; it and its label `app` are called `shop` unless named otherwise. */
export function app(
  namespace: string,
  { name = 'shop', replicas = 1, pod, container, fails }: AppParts = {},
): Manifest {
  const labels = { app: name };
  const annotations = fails === undefined ? {} : marksOf(fails);
  const web = { name: 'web', image: 'registry.example/web:1.0', ports: [{ name: 'http', containerPort: 8080 }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations }, spec: { containers: [{ ...web, ...container }], ...pod } },
    },
  };
}

/** A Service on port 80 for the pods of an {@link app}. */
export function service(namespace: string, spec: Fields = {}, name = 'shop'): Manifest {
  const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports, ...spec },
  };
}

/** Waits until a Deployment says that all its pods are available. */
export function untilComplete(cluster: Cluster, namespace: string, name = 'shop'): Promise<unknown> {
  return cluster.until(`Deployment ${namespace}/${name} to be complete`, async () => {
    const deployment = await cluster.api.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name });
    const wanted = at(deployment, 'spec.replicas');
    return at(deployment, 'status.availableReplicas') === wanted && at(deployment, 'status.updatedReplicas') === wanted;
  });
}

/** Waits until a Deployment says that its pods are refused. */
export function untilRefused(cluster: Cluster, namespace: string): Promise<unknown> {
  return cluster.until(`the pods of ${namespace}/shop to be refused`, async () => {
    const deployment = await cluster.api.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'shop' });
    return conditionOf(deployment, 'ReplicaFailure')['status'] === 'True';
  });
}

/** Waits until the scheduler says of a pod that it found no node. */
export function untilUnscheduled(cluster: Cluster, namespace: string): Promise<unknown> {
  return cluster.until(`a pod of ${namespace} to find no node`, async () => {
    const pods = await cluster.api.list('v1', 'Pod', namespace);
    return pods.some((pod) => conditionOf(pod, 'PodScheduled')['reason'] === 'Unschedulable');
  });
}

/** The pods of an {@link app}. */
export async function podsOf(cluster: Cluster, namespace: string, name = 'shop'): Promise<readonly Named[]> {
  const pods = await cluster.api.list('v1', 'Pod', namespace);
  const own = pods.filter((pod) => textAt(pod, 'metadata.labels.app') === name);
  return own.map((pod) => ({ apiVersion: 'v1', kind: 'Pod', namespace, name: textAt(pod, 'metadata.name') }));
}

/** Has the kubelet of an app's pods say that their containers wait for this; waits until they are not ready. */
export async function fallOver(cluster: Cluster, namespace: string, trouble: Trouble): Promise<void> {
  await untilComplete(cluster, namespace);
  await annotate(cluster, namespace, marksOf(trouble));
  await cluster.until(`the pods of ${namespace} to fall over`, async () => {
    const deployment = await cluster.api.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'shop' });
    return at(deployment, 'status.unavailableReplicas') === at(deployment, 'spec.replicas');
  });
}

/** Has the kubelet try again, and succeed. */
export async function comeBack(cluster: Cluster, namespace: string): Promise<void> {
  await annotate(cluster, namespace, { 'kubelet.test/fails': null, 'kubelet.test/message': null });
}

function marksOf({ reason, message }: Trouble): Fields {
  return { 'kubelet.test/fails': reason, ...(message === undefined ? {} : { 'kubelet.test/message': message }) };
}

async function annotate(cluster: Cluster, namespace: string, annotations: Fields): Promise<void> {
  for (const pod of await podsOf(cluster, namespace)) await cluster.api.patch(pod, { metadata: { annotations } });
}
