import { entry, field, list, text } from '../read.ts';
import { readAmount } from '../scheduling/amounts.ts';

type Usage = (object: unknown) => number;

const ofService: Readonly<Record<string, Usage>> = {
  services: () => 1,
  'services.loadbalancers': (service) => (typeOf(service) === 'LoadBalancer' ? 1 : 0),
  'services.nodeports': nodePorts,
};

/**
 * How much a Service or a claim uses of a resource that a quota counts of them (`Usage` in services.go and
 * persistent_volume_claims.go, pkg/quota/v1/evaluator/core); undefined for a resource of anything else.
 */
export function objectUsage(resource: string): Usage | undefined {
  const name = resource.replace(/^count\/(?=services$|persistentvolumeclaims$)/, '');
  const service = Object.hasOwn(ofService, name) ? ofService[name] : undefined;
  if (service !== undefined) return ofKind('Service', service);
  const claim =
    /^(?:(?<className>.+)\.storageclass\.storage\.k8s\.io\/)?(?:requests\.storage|persistentvolumeclaims)$/.exec(name);
  if (claim === null) return undefined;
  const amount = name.endsWith('requests.storage') ? storage : () => 1;
  return ofKind('PersistentVolumeClaim', ofClass(claim.groups?.['className'], amount));
}

function ofKind(kind: string, usage: Usage): Usage {
  return (object) => (entry(object, 'kind') === kind ? usage(object) : 0);
}

function ofClass(className: string | undefined, usage: Usage): Usage {
  if (className === undefined) return usage;
  return (claim) => (text(field(claim, 'spec.storageClassName')) === className ? usage(claim) : 0);
}

function storage(claim: unknown): number {
  return readAmount('storage', field(claim, 'spec.resources.requests.storage')) ?? 0;
}

function typeOf(service: unknown): string {
  return text(field(service, 'spec.type'));
}

/** Every port of a NodePort Service and of a balancer, unless that was told to do without node ports. */
function nodePorts(service: unknown): number {
  const ports = list(field(service, 'spec.ports'));
  if (typeOf(service) === 'NodePort') return ports.length;
  if (typeOf(service) !== 'LoadBalancer') return 0;
  if (field(service, 'spec.allocateLoadBalancerNodePorts') !== false) return ports.length;
  return ports.filter((port) => entry(port, 'nodePort') !== undefined).length;
}
