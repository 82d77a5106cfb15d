import type { Change } from './build.ts';
import { listOf, partOf } from './json-parts.ts';
import type { Json } from './merge.ts';

/**
 * The QoS class of a pod, by CPU and memory of all its containers. Source: `ComputePodQOS` of Kubernetes 1.34
 * (`pkg/apis/core/v1/helper/qos`); a limit without a request is one.
 */
export function qosClassOf(spec: Change): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...listOf(spec['containers']), ...listOf(spec['initContainers'])];
  const amounts = containers.flatMap((container) => ['cpu', 'memory'].map((name) => amountOf(container, name)));
  if (amounts.every(({ request, limit }) => isNone(request) && isNone(limit))) return 'BestEffort';
  return amounts.every(({ request, limit }) => !isNone(limit) && request === limit) ? 'Guaranteed' : 'Burstable';
}

function amountOf(container: Change, name: string): { request: Json; limit: Json } {
  const limit = partOf(container, 'resources', 'limits')[name];
  return { request: partOf(container, 'resources', 'requests')[name] ?? limit, limit };
}

function isNone(amount: Json): boolean {
  return amount === undefined || amount === '0' || amount === 0;
}
