import { entry, field, list, namespaceOf, nameOf, text } from '../read.ts';
import { labelsOf } from '../scheduling/pods.ts';

/** A text that is equal for the same workload: namespace, kind and name. */
function workloadKey(namespace: string, kind: string, name: string): string {
  return `${namespace}|${kind}|${name}`;
}

/** The key of a workload itself. */
export function keyOfWorkload(workload: unknown): string {
  return workloadKey(namespaceOf(workload), text(entry(workload, 'kind')), nameOf(workload));
}

/**
 * The key of the workload that answers for a pod: its controller, or the Deployment of that controller. A Deployment
 * names its ReplicaSets after itself and the hash that it puts on their pods (pkg/controller/deployment/sync.go), so
 * neither has to be asked for. Undefined for a pod that nobody controls.
 */
export function answersFor(pod: unknown): string | undefined {
  const controller = controllerOf(pod);
  if (controller === undefined) return undefined;
  const [kind, name] = [text(entry(controller, 'kind')), text(entry(controller, 'name'))];
  const hash = `-${text(entry(labelsOf(pod), 'pod-template-hash'))}`;
  const ofDeployment = kind === 'ReplicaSet' && hash !== '-' && name.endsWith(hash);
  return ofDeployment
    ? workloadKey(namespaceOf(pod), 'Deployment', name.slice(0, -hash.length))
    : workloadKey(namespaceOf(pod), kind, name);
}

/** The entry of `metadata.ownerReferences` that controls an object; undefined without one. */
export function controllerOf(object: unknown): unknown {
  return list(field(object, 'metadata.ownerReferences')).find((each) => entry(each, 'controller') !== false);
}
