import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, nameOf, text } from './read.ts';
import { checkFault, portsThere, probedPath, type HealthCheck } from './traffic/health-check-port.ts';

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

function readCheck({ service, pods }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(service) === '' || !Array.isArray(pods)) return undefined;
  const check = checkOf(service);
  const path = check.protocol === 'TCP' ? '' : written(service, 'healthcheck-path') || defaultPath(service, check);
  const probed = probedPath(list(pods));
  return {
    ...check,
    path,
    code: checkFault(service, list(pods), check),
    ports: portsThere(service, list(pods), check.target),
    probed,
    otherPath: path !== '' && probed !== '' && path !== probed && check.port === 'traffic-port',
  };
}

function checkOf(service: unknown): HealthCheck {
  const target = written(service, 'type') === 'nlb-ip' || written(service, 'nlb-target-type') === 'ip';
  const byKubeProxy = !target && isLocal(service);
  return {
    target: target ? 'ip' : 'instance',
    protocol: (written(service, 'healthcheck-protocol') || (byKubeProxy ? 'HTTP' : 'TCP')).toUpperCase(),
    port: written(service, 'healthcheck-port') || 'traffic-port',
  };
}

/** With the policy Local kube-proxy answers for each node under /healthz, unless an annotation says otherwise. */
function defaultPath(service: unknown, { target }: HealthCheck): string {
  return target === 'instance' && isLocal(service) ? '/healthz' : '/';
}

function isLocal(service: unknown): boolean {
  return field(service, 'spec.externalTrafficPolicy') === 'Local';
}

function written(service: unknown, key: string): string {
  return text(entry(field(service, 'metadata.annotations'), PREFIX + key)).trim();
}
