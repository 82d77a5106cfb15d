import { compareText, entry, field, list, nameOf, text } from '../read.ts';
import { effectiveRequest } from '../scheduling/effective-request.ts';
import { hasEnded } from '../scheduling/pods.ts';
import { effectiveLimits } from './limits.ts';
import { countedResource } from './quota-resource.ts';
import { countsPod } from './quota-scopes.ts';
import { objectUsage } from './quota-objects.ts';

/** Who uses a quota: a pod, a Service or a claim, or the owner of pods where pods themselves are counted. */
export interface QuotaUser {
  readonly name: string;
  readonly amount: number;
}

/**
 * The users of one resource of a quota, largest first, by what the pods of its namespace request (`podComputeUsageHelper`,
 * pkg/quota/v1/evaluator/core/pods.go), or its Services and claims where those are counted. A pod that has ended counts for
 * `count/pods` alone. None for what is counted of other objects, such as `count/jobs.batch`.
 */
export function quotaUsers(
  quota: unknown,
  resource: string,
  pods: readonly unknown[],
  objects: readonly unknown[] = [],
): readonly QuotaUser[] {
  const usage = objectUsage(resource);
  const users = usage === undefined ? podUsers(quota, resource, pods) : named(objects, usage);
  return users
    .filter(({ amount }) => amount > 0)
    .toSorted((a, b) => b.amount - a.amount || compareText(a.name, b.name));
}

function named(objects: readonly unknown[], usage: (object: unknown) => number): readonly QuotaUser[] {
  return objects.map((object) => ({ name: nameOf(object), amount: usage(object) }));
}

function podUsers(quota: unknown, resource: string, pods: readonly unknown[]): readonly QuotaUser[] {
  const living = pods.filter((pod) => resource === 'count/pods' || !hasEnded(pod));
  const counted = living.filter((pod) => countsPod(quota, pod));
  return isNumberOfPods(resource) ? byOwner(counted) : byPod(resource, counted);
}

function isNumberOfPods(resource: string): boolean {
  return resource === 'pods' || resource === 'count/pods';
}

function byPod(resource: string, pods: readonly unknown[]): readonly QuotaUser[] {
  const counted = countedResource(resource);
  const amounts = resource.startsWith('limits.') ? effectiveLimits : effectiveRequest;
  return pods.map((pod) => ({ name: nameOf(pod), amount: amounts(pod).get(counted) ?? 0 }));
}

function byOwner(pods: readonly unknown[]): readonly QuotaUser[] {
  const counts = new Map<string, number>();
  for (const pod of pods) counts.set(ownerOf(pod), (counts.get(ownerOf(pod)) ?? 0) + 1);
  return [...counts].map(([name, amount]) => ({ name, amount }));
}

function ownerOf(pod: unknown): string {
  const owner = list(field(pod, 'metadata.ownerReferences')).find((each) => entry(each, 'controller') !== false);
  return owner === undefined ? nameOf(pod) : `${text(entry(owner, 'kind'))}/${text(entry(owner, 'name'))}`;
}
