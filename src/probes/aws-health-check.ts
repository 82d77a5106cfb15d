import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, nameOf, num, text } from './read.ts';
import { declaredPorts, declaredText, numberOn, portsOf, type ServicePort } from './traffic/service-port.ts';

/**
 * The health check that a load balancer of AWS makes of a Service, by its annotations (aws-load-balancer-controller,
 * pkg/service/model_build_target_group.go): it is sent to the pod or to the port of the node, never to the port of the Service.
 */
export const awsHealthCheck: Probe = {
  name: 'aws-health-check',
  computes:
    'Where the health check that a load balancer of AWS makes of a Service goes, and whether anything is there.',
  params: {
    service: { is: 'object', means: 'The Service.' },
    pods: { is: 'list', means: 'The pods that it chooses.' },
  },
  returns: {
    target: '`ip` where the load balancer sends to pods, `instance` where it sends to ports of nodes.',
    protocol: '`TCP`, `HTTP`, `HTTPS`, or what is written there instead.',
    port: 'The port as it is written: `traffic-port`, a number, or the name of a port of the Service.',
    path: 'The path that is asked for; empty for TCP.',
    code: 'Empty where it can be answered, else why not: `protocol`, `no-such-name`, `name-of-name`, `port-of-service`, `port-of-pod`, `no-such-port`.',
    ports: 'The ports that could be meant, as one line: those of the containers, or those of the nodes.',
    probed: 'The path of the first readiness probe over HTTP of these pods; empty without one.',
    otherPath: 'Whether the check asks the same pods over HTTP for another path than that probe does.',
  },
  run: readCheck,
};

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const PROTOCOLS = ['TCP', 'HTTP', 'HTTPS'];

interface Check {
  readonly target: 'ip' | 'instance';
  readonly protocol: string;
  readonly port: string;
}

function readCheck({ service, pods }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(service) === '' || !Array.isArray(pods)) return undefined;
  const check = checkOf(service);
  const path = check.protocol === 'TCP' ? '' : written(service, 'healthcheck-path') || defaultPath(service, check);
  const probed = list(pods).map(probedPath).find(Boolean) ?? '';
  const declared = list(pods).flatMap(declaredPorts);
  return {
    ...check,
    path,
    code: faultOf(service, list(pods), check),
    ports: check.target === 'ip' ? declaredText(declared) : nodePorts(service).join(', ') || 'none',
    probed,
    otherPath: path !== '' && probed !== '' && path !== probed && check.port === 'traffic-port',
  };
}

function checkOf(service: unknown): Check {
  const target = written(service, 'type') === 'nlb-ip' || written(service, 'nlb-target-type') === 'ip';
  const byKubeProxy = !target && isLocal(service);
  return {
    target: target ? 'ip' : 'instance',
    protocol: (written(service, 'healthcheck-protocol') || (byKubeProxy ? 'HTTP' : 'TCP')).toUpperCase(),
    port: written(service, 'healthcheck-port') || 'traffic-port',
  };
}

/** With the policy Local kube-proxy answers for each node under /healthz, unless an annotation says otherwise. */
function defaultPath(service: unknown, { target }: Check): string {
  return target === 'instance' && isLocal(service) ? '/healthz' : '/';
}

function isLocal(service: unknown): boolean {
  return field(service, 'spec.externalTrafficPolicy') === 'Local';
}

function written(service: unknown, key: string): string {
  return text(entry(field(service, 'metadata.annotations'), PREFIX + key)).trim();
}

function faultOf(service: unknown, pods: readonly unknown[], { target, protocol, port }: Check): string {
  if (!PROTOCOLS.includes(protocol)) return 'protocol';
  if (port === 'traffic-port') return '';
  if (!/^\d+$/.test(port)) return namedFault(service, target, port);
  return target === 'ip' ? podPortFault(service, pods, Number(port)) : nodePortFault(service, pods, Number(port));
}

function namedFault(service: unknown, target: Check['target'], port: string): string {
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

function probedPath(pod: unknown): string {
  const paths = list(field(pod, 'spec.containers')).map((each) => field(each, 'readinessProbe.httpGet.path'));
  return paths.map(text).find(Boolean) ?? '';
}
