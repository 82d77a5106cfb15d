import { onceFor } from '../once-for.ts';
import { entry, field, list, named, text } from '../read.ts';
import { type Amounts, larger, plus, readAmounts } from './amounts.ts';

const NOTHING: Amounts = new Map();

/**
 * What a pod (or a pod template) takes from a node, per resource: millicores, bytes, counts. The rule is that of
 * `PodRequests` in k8s.io/component-helpers/resource: containers and sidecars run together, an init container runs
 * beside the sidecars started before it, the larger of both counts; requests of the pod itself replace that; overhead
 * comes on top.
 */
export function effectiveRequest(pod: unknown): Amounts {
  return onceFor(pod, READ, readRequest);
}

/** The checks of a workshop ask for those of the same thousands of pods again and again. */
const READ = new WeakMap<object, Amounts>();

function readRequest(pod: unknown): Amounts {
  const base = larger(steadyRequest(pod), initRequest(pod));
  return plus(withPodLevel(base, field(pod, 'spec.resources')), readAmounts(field(pod, 'spec.overhead')));
}

function steadyRequest(pod: unknown): Amounts {
  const sidecars = list(field(pod, 'spec.initContainers')).filter(isSidecar);
  const running = [
    ...list(field(pod, 'spec.containers')).map((container) => runningRequest(pod, container, 'containerStatuses')),
    ...sidecars.map((container) => runningRequest(pod, container, 'initContainerStatuses')),
  ];
  return running.reduce(plus, NOTHING);
}

function initRequest(pod: unknown): Amounts {
  let sidecars = NOTHING;
  let most = NOTHING;
  for (const container of list(field(pod, 'spec.initContainers'))) {
    if (isSidecar(container)) sidecars = plus(sidecars, runningRequest(pod, container, 'initContainerStatuses'));
    else most = larger(most, plus(specRequest(container), sidecars));
  }
  return most;
}

/** A sidecar is an init container that is restarted for ever (`restartPolicy: Always`, KEP-753). */
export function isSidecar(container: unknown): boolean {
  return entry(container, 'restartPolicy') === 'Always';
}

/** Requests after an in-place resize: what is wanted and what the kubelet still holds, whichever is larger. */
function runningRequest(pod: unknown, container: unknown, statuses: string): Amounts {
  const wanted = specRequest(container);
  const status = named(field(pod, `status.${statuses}`), text(entry(container, 'name')));
  const held = larger(
    readAmounts(field(status, 'resources.requests')),
    readAmounts(entry(status, 'allocatedResources')),
  );
  if (held.size === 0) return wanted;
  return isResizeInfeasible(pod) ? held : larger(wanted, held);
}

/** A limit without a request becomes the request; a stored pod has that already, a template has not (SetDefaults_Pod). */
function specRequest(container: unknown): Amounts {
  return new Map([
    ...readAmounts(field(container, 'resources.limits')),
    ...readAmounts(field(container, 'resources.requests')),
  ]);
}

function isResizeInfeasible(pod: unknown): boolean {
  if (field(pod, 'status.resize') === 'Infeasible') return true;
  return list(field(pod, 'status.conditions')).some(
    (each) => entry(each, 'type') === 'PodResizePending' && entry(each, 'reason') === 'Infeasible',
  );
}

/** `spec.resources` (KEP-2837): its requests replace the sum, its limits stand in where nothing is requested. */
function withPodLevel(base: Amounts, resources: unknown): Amounts {
  const total = new Map(base);
  for (const [resource, amount] of readAmounts(entry(resources, 'limits'))) {
    if (isPodLevelResource(resource) && !total.has(resource)) total.set(resource, amount);
  }
  for (const [resource, amount] of readAmounts(entry(resources, 'requests'))) {
    if (isPodLevelResource(resource)) total.set(resource, amount);
  }
  return total;
}

function isPodLevelResource(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}
