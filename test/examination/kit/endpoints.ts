import { object, ownedBy, type Built, type Change } from '../../stories/build/build.ts';
import { suffixOf } from '../../stories/build/digest.ts';
import { listOf, partOf, textOf } from '../../stories/build/json-parts.ts';
import type { Json } from '../../stories/build/merge.ts';

/** What the endpoints and EndpointSlice controllers make of Services and pods. */
export function endpointsOf(objects: readonly Built[]): readonly Built[] {
  const pods = objects.filter((each) => each['kind'] === 'Pod');
  return objects
    .filter((each) => each['kind'] === 'Service' && Object.keys(partOf(each, 'spec', 'selector')).length > 0)
    .flatMap((service) => {
      const chosen = pods.filter((pod) => isChosen(pod, service));
      return [sliceOf(service, chosen), endpointsObject(service, chosen)];
    });
}

function isChosen(pod: Built, service: Built): boolean {
  const same = partOf(pod, 'metadata')['namespace'] === partOf(service, 'metadata')['namespace'];
  const labels = partOf(pod, 'metadata', 'labels');
  const wanted = Object.entries(partOf(service, 'spec', 'selector'));
  const status = partOf(pod, 'status');
  const isOver = ['Succeeded', 'Failed'].includes(textOf(status['phase']));
  return same && !isOver && status['podIP'] !== undefined && wanted.every(([key, value]) => labels[key] === value);
}

function isReady(pod: Built): boolean {
  return listOf(partOf(pod, 'status')['conditions']).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** The number that a Service's port comes to in a pod; a name that the pod does not know comes to none. */
function portIn(pod: Built, port: Change): Json {
  const { targetPort } = port as { targetPort: Json };
  if (typeof targetPort === 'number') return targetPort;
  const ports = listOf(partOf(pod, 'spec')['containers']).flatMap((each) => listOf(each['ports']));
  return ports.find(({ name }) => name === targetPort)?.['containerPort'];
}

function portsOf(service: Built, pods: readonly Built[]): readonly Change[] {
  return listOf(partOf(service, 'spec')['ports']).flatMap((port) => {
    const number = pods.map((pod) => portIn(pod, port)).find((each) => each !== undefined);
    const name = port['name'] ?? '';
    return number === undefined ? [] : [{ name, port: number, protocol: port['protocol'] }];
  });
}

const identityOf = (service: Built): { namespace: string; name: string; created: string } => {
  const { namespace, name, creationTimestamp } = service['metadata'] as {
    namespace: string;
    name: string;
    creationTimestamp: string;
  };
  return { namespace, name, created: creationTimestamp };
};

const referenceTo = (pod: Built): Change => {
  const { name, namespace, uid } = partOf(pod, 'metadata');
  return { kind: 'Pod', name, namespace, uid };
};

function headless(service: Built): Readonly<Record<string, string>> {
  return partOf(service, 'spec')['clusterIP'] === 'None' ? { 'service.kubernetes.io/headless': '' } : {};
}

function sliceOf(service: Built, pods: readonly Built[]): Built {
  const { namespace, name, created } = identityOf(service);
  const publishes = partOf(service, 'spec')['publishNotReadyAddresses'] === true;
  const endpoints = pods.map((pod) => {
    const terminating = partOf(pod, 'metadata')['deletionTimestamp'] !== undefined;
    const ready = isReady(pod);
    return {
      addresses: [partOf(pod, 'status')['podIP']],
      conditions: { ready: publishes || (ready && !terminating), serving: publishes || ready, terminating },
      nodeName: partOf(pod, 'spec')['nodeName'],
      targetRef: referenceTo(pod),
    };
  });
  const ports = portsOf(service, pods);
  return object(
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      namespace,
      name: `${name}-${suffixOf(`${namespace}/${name}`, 5)}`,
      created,
    },
    {
      metadata: {
        generateName: `${name}-`,
        generation: 4,
        labels: {
          ...partOf(service, 'metadata', 'labels'),
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': name,
          ...headless(service),
        },
        ...(ownedBy(service)['metadata'] as Change),
      },
      addressType: 'IPv4',
      endpoints: endpoints.length === 0 || ports.length === 0 ? null : endpoints,
      ports: ports.length === 0 ? null : ports,
    },
  );
}

function endpointsObject(service: Built, pods: readonly Built[]): Built {
  const { namespace, name, created } = identityOf(service);
  const ports = portsOf(service, pods);
  const address = (pod: Built): Change => ({
    ip: partOf(pod, 'status')['podIP'],
    nodeName: partOf(pod, 'spec')['nodeName'],
    targetRef: referenceTo(pod),
  });
  const ready = pods.filter(isReady).map(address);
  const others = pods.filter((pod) => !isReady(pod)).map(address);
  const subset = {
    ...(ready.length === 0 ? {} : { addresses: ready }),
    ...(others.length === 0 ? {} : { notReadyAddresses: others }),
    ports,
  };
  return object(
    { apiVersion: 'v1', kind: 'Endpoints', namespace, name, created },
    {
      metadata: {
        labels: {
          ...partOf(service, 'metadata', 'labels'),
          'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
          ...headless(service),
        },
      },
      ...(pods.length === 0 || ports.length === 0 ? {} : { subsets: [subset] }),
    },
  );
}
