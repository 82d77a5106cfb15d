import { field, list, entry, num, text } from '../read.ts';
import { declaredPorts, declaredText, numberOn, portsOf, type ServicePort } from './service-port.ts';

/** What a load balancer of AWS sends its health check to: pods (`ip`) or ports of nodes (`instance`). */
export type CheckTarget = 'ip' | 'instance';

const CHECK_PROTOCOLS = ['TCP', 'HTTP', 'HTTPS'];

/** A health check: where it goes, by which protocol, and the port as it is written. */
export interface HealthCheck {
  readonly target: CheckTarget;
  readonly protocol: string;
  /** `traffic-port`, a number, or the name of a port of the Service. */
  readonly port: string;
}

/**
 * Why nothing can answer a health check: `protocol`, `no-such-name`, `name-of-name`, `port-of-service`, `port-of-pod`,
 * `no-such-port`; empty where something may. The check goes to pods or nodes, never through the Service.
 */
export function checkFault(service: unknown, pods: readonly unknown[], check: HealthCheck): string {
  const { target, protocol, port } = check;
  if (!CHECK_PROTOCOLS.includes(protocol)) return 'protocol';
  if (port === 'traffic-port') return '';
  if (!/^\d+$/.test(port)) return namedFault(service, target, port);
  return target === 'ip' ? podPortFault(service, pods, Number(port)) : nodePortFault(service, pods, Number(port));
}

/** The ports that could be meant, as one line: those of the containers, or those of the nodes. */
export function portsThere(service: unknown, pods: readonly unknown[], target: CheckTarget): string {
  return target === 'ip' ? declaredText(pods.flatMap(declaredPorts)) : nodePorts(service).join(', ') || 'none';
}

/** The path of the first readiness probe over HTTP among these pods; empty without one. */
export function probedPath(pods: readonly unknown[]): string {
  const containers = pods.flatMap((pod) => list(field(pod, 'spec.containers')));
  return containers.map((each) => text(field(each, 'readinessProbe.httpGet.path'))).find(Boolean) ?? '';
}

function namedFault(service: unknown, target: CheckTarget, port: string): string {
  const meant = portsOf(service).find(({ name }) => name === port);
  if (meant === undefined) return 'no-such-name';
  return target === 'ip' && typeof meant.target === 'string' ? 'name-of-name' : '';
}

/** A port that no container declares may be open all the same; where it leads to none of the Service either, it is doubtful. */
function podPortFault(service: unknown, pods: readonly unknown[], port: number): string {
  const declared = pods.flatMap(declaredPorts);
  if (declared.length === 0 || declared.some(({ number }) => number === port)) return '';
  if (portsOf(service).some((each) => pods.some((pod) => numberOn(pod, each) === port))) return '';
  return portsOf(service).some((each) => each.port === port) ? 'port-of-service' : 'no-such-port';
}

function nodePortFault(service: unknown, pods: readonly unknown[], port: number): string {
  if (nodePorts(service).includes(String(port))) return '';
  if (pods.some((pod) => portsOf(service).some((each) => numberOn(pod, each) === port))) return 'port-of-pod';
  return portsOf(service).some((each: ServicePort) => each.port === port) ? 'port-of-service' : 'no-such-port';
}

function nodePorts(service: unknown): readonly string[] {
  const own = list(field(service, 'spec.ports')).map((each) => num(entry(each, 'nodePort')));
  const all = [...own, num(field(service, 'spec.healthCheckNodePort'))];
  return all.flatMap((each) => (each === undefined || each === 0 ? [] : [String(each)]));
}
