import { describe, expect, test } from 'vitest';
import { admittedPod } from './build/admitted-pod.ts';
import { container, event, node, pod, type Change } from './build/build.ts';
import { furnished } from './build/furnish.ts';
import { partOf, textOf } from './build/json-parts.ts';
import { qosClassOf } from './build/qos-class.ts';

const NOW = '2025-11-15T18:15:03Z';
const sketch = {
  name: 'web',
  pod: 'web-0',
  namespace: 'shop',
  image: 'registry.example/shop/web:1',
  created: '2025-11-15T17:00:00Z',
};

describe('a pod as the API server admits it', () => {
  test('has an account, a token, a priority and five minutes on a silent node', () => {
    const { spec, metadata } = admittedPod(pod(null, sketch)) as unknown as {
      spec: { containers: { volumeMounts: unknown[] }[]; volumes: { name: string }[]; tolerations: { key: string }[] };
      metadata: object;
    };
    expect(spec).toMatchObject({ serviceAccount: 'default', serviceAccountName: 'default', priority: 0 });
    expect(spec.tolerations.map(({ key }) => key)).toEqual([
      'node.kubernetes.io/not-ready',
      'node.kubernetes.io/unreachable',
    ]);
    expect(spec.volumes[0]?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
    expect(spec.containers[0]?.volumeMounts).toEqual([
      { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: spec.volumes[0]?.name, readOnly: true },
    ]);
    expect(metadata).toHaveProperty('generateName', undefined);
  });

  test('admitted again is the same', () => {
    const once = admittedPod(pod(null, sketch));
    expect(admittedPod(once)).toEqual(once);
  });

  test('keeps what it says itself', () => {
    const own = { spec: { automountServiceAccountToken: false, tolerations: [{ operator: 'Exists' }], priority: 7 } };
    const { spec } = admittedPod(pod(null, sketch, own));
    expect(spec).toMatchObject({ tolerations: [{ operator: 'Exists' }], priority: 7 });
    expect(spec).not.toHaveProperty('volumes');
  });
});

test.each<[string, string, Change]>([
  ['BestEffort', 'nothing is said', {}],
  ['Guaranteed', 'limits alone', { limits: { cpu: '1', memory: '1Gi' } }],
  [
    'Burstable',
    'a request below its limit',
    { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } },
  ],
  ['Burstable', 'memory alone', { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }],
])('%s: %s', (expected, _when, resources) => {
  expect(qosClassOf({ containers: [{ name: 'web', resources }] })).toBe(expected);
});

describe('a whole cluster', () => {
  const there = node('node-1', { cpu: '4', memory: '8Gi' });
  const placed = pod(null, { ...sketch, node: 'node-1' });
  const part = (kind: string, name: string, ...objects: Parameters<typeof furnished>[0]): Change => {
    const found = furnished(objects, NOW).find(
      (each) => each['kind'] === kind && partOf(each, 'metadata')['name'] === name,
    );
    return found ?? {};
  };

  test('a running pod has the address of its node and its own', () => {
    const { status } = part('Pod', 'web-0', there, placed);
    const [address] = partOf(part('Node', 'node-1', there), 'status')['addresses'] as { address: string }[];
    expect(status).toMatchObject({ hostIP: address?.address, podIP: expect.stringMatching(/^10\.244\./) as unknown });
    expect(status).toHaveProperty(
      'containerStatuses.0.containerID',
      expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
    );
  });

  test('a pod whose sandbox is not there yet has no address of its own, and one without a node none at all', () => {
    const creating = { ...placed, ...container('web', sketch.image, { waiting: { reason: 'ContainerCreating' } }) };
    expect(part('Pod', 'web-0', there, creating)['status']).not.toHaveProperty('podIP');
    expect(part('Pod', 'web-0', there, creating)['status']).toHaveProperty('hostIP');
    expect(part('Pod', 'web-0', pod(null, sketch))['status']).not.toHaveProperty('hostIP');
  });

  test('a node has a lease that was renewed just now; a silent one has not renewed it since it fell silent', () => {
    expect(partOf(part('Lease', 'node-1', there), 'spec')['renewTime']).toBe('2025-11-15T18:14:59.000000Z');
    const unknown = { type: 'Ready', status: 'Unknown', lastTransitionTime: '2025-11-15T17:20:00Z' };
    const silent = node('node-1', { cpu: '4', memory: '8Gi' }, { status: { conditions: [unknown] } });
    expect(partOf(part('Lease', 'node-1', silent), 'spec')['renewTime']).toBe('2025-11-15T17:19:10.000000Z');
  });

  test('a namespace has its account and its certificate, once', () => {
    const kinds = furnished([placed, placed], NOW)
      .filter((each) => [partOf(each, 'metadata')['namespace'], partOf(each, 'metadata')['name']].includes('shop'))
      .map((each) => each['kind']);
    expect(kinds).toEqual(['Pod', 'Pod', 'Namespace', 'ServiceAccount', 'ConfigMap']);
  });

  test("an event of a kubelet names its node and the pod's container", () => {
    const back = event(placed, { reason: 'BackOff', message: 'Back-off', at: NOW });
    const name = textOf(partOf(back, 'metadata')['name']);
    expect(part('Event', name, there, placed, back)).toMatchObject({
      source: { component: 'kubelet', host: 'node-1' },
      involvedObject: { fieldPath: 'spec.containers{web}' },
    });
  });
});
