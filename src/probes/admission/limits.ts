import { field, list, record } from '../read.ts';
import { type Amounts } from '../scheduling/amounts.ts';
import { effectiveRequest } from '../scheduling/effective-request.ts';

/**
 * The limits of a pod (or a pod template) per resource, summed as its requests are: containers and sidecars together,
 * init containers one after the other (`PodLimits` in k8s.io/component-helpers/resource). A resource that only some
 * containers limit is the sum of those.
 */
export function effectiveLimits(pod: unknown): Amounts {
  const limited = (name: string): readonly unknown[] => list(field(pod, `spec.${name}`)).map(limitsAsRequests);
  const resources = { limits: field(pod, 'spec.resources.limits') };
  return effectiveRequest({
    spec: {
      containers: limited('containers'),
      initContainers: limited('initContainers'),
      overhead: field(pod, 'spec.overhead'),
      resources: limitsAsRequests({ resources })['resources'],
    },
  });
}

function limitsAsRequests(container: unknown): Readonly<Record<string, unknown>> {
  return { ...record(container), resources: { requests: field(container, 'resources.limits') } };
}
