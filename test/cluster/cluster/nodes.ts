import type { Api } from '../plane/api.ts';
import type { Manifest } from '../plane/manifest.ts';

/** A simulated node. */
export interface NodeSize {
  readonly name: string;
  /** Quantities, such as `4` and `6Gi`. */
  readonly cpu: string;
  readonly memory: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
}

/** Adds a node; kwok reports it ready a moment later. */
export async function addNode(api: Api, { name, cpu, memory, labels = {}, taints = [] }: NodeSize): Promise<void> {
  const size = { cpu, memory, pods: '110', 'ephemeral-storage': '100Gi' };
  const node: Manifest = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...labels },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: taints.length === 0 ? {} : { taints },
  };
  await api.apply(node, 'harness');
  const { apiVersion, kind } = node;
  await api.applyStatus({ apiVersion, kind, metadata: { name }, status: { capacity: size, allocatable: size } });
}
