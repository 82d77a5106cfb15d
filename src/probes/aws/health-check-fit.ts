import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, field, list, nameOf, text } from '../read.ts';
import { checkFault, portsThere, probedPath, type CheckTarget } from '../traffic/health-check-port.ts';
import { listIn, stateIn, textsIn } from './answer.ts';

/**
 * The health check that a target group really makes, where `aws-health-check` reads what its Service asks for: somebody may have
 * changed it in AWS, and a group that was bound by hand follows no annotation.
 */
export const healthCheckFit: Probe = {
  name: 'health-check-fit',
  computes: 'Where the health check of a target group of AWS goes, and whether anything of a Service is there.',
  params: {
    answer: { is: 'object', means: 'What `aws elbv2 describe-target-groups` printed of the one group.' },
    service: { is: 'object', means: 'The Service that the group is for.' },
    pods: { is: 'list', means: 'The pods that it chooses.' },
  },
  returns: {
    sort: 'What its targets are: `ip`, `instance`, `alb` or `lambda`.',
    protocol: 'The protocol of the check in capitals, such as `TCP` or `HTTP`.',
    port: 'Its port: `traffic-port` or a number.',
    path: 'The path that it asks for; empty for TCP.',
    codes: 'The answers that it takes for good, as AWS writes them; empty for TCP.',
    enabled: 'Whether it is made at all.',
    code: 'Empty where it can be answered, and where the targets are neither pods nor nodes; else as in `aws-health-check`.',
    ports: 'The ports that could be meant, as one line.',
    probed: 'The path of the first readiness probe over HTTP of these pods; empty without one.',
    otherPath: 'Whether the check asks for another path than that probe does, on the port of the traffic.',
    attached: 'Whether a load balancer has the group.',
    balancers: 'The ARNs of those that have it (list of texts).',
  },
  run: readFit,
};

function readFit({ answer, service, pods }: ProbeArgs): ProbeResult | undefined {
  const groups = listIn(answer, 'TargetGroups');
  const [group] = groups ?? [];
  if (groups?.length !== 1 || nameOf(service) === '' || !Array.isArray(pods)) return undefined;
  const [check, balancers] = [checkOf(group), textsIn(group, 'LoadBalancerArns')];
  const { sort, path, port } = check;
  const probed = probedPath(list(pods));
  return {
    ...check,
    codes: text(field(group, 'Matcher.HttpCode')) || text(field(group, 'Matcher.GrpcCode')),
    enabled: entry(group, 'HealthCheckEnabled') !== false,
    code: isJudged(sort) ? checkFault(service, list(pods), { ...check, target: sort }) : '',
    ports: isJudged(sort) ? portsThere(service, list(pods), sort) : 'none',
    probed,
    otherPath: path !== '' && probed !== '' && path !== probed && port === 'traffic-port',
    attached: balancers.length > 0,
    balancers,
  };
}

function checkOf(group: unknown) {
  const protocol = text(entry(group, 'HealthCheckProtocol')).toUpperCase();
  return {
    sort: stateIn(group, 'TargetType'),
    protocol,
    port: text(entry(group, 'HealthCheckPort')) || 'traffic-port',
    path: protocol === 'TCP' ? '' : text(entry(group, 'HealthCheckPath')),
  };
}

function isJudged(sort: string): sort is CheckTarget {
  return sort === 'ip' || sort === 'instance';
}
