import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, list, text } from '../read.ts';
import { listIn } from './answer.ts';
import { endpointFor, endpointsIn, type Endpoint } from './vpc-endpoints.ts';
import { wayOut, type WayOut } from './way-out.ts';

/**
 * How the subnets of nodes get to services of AWS: by an endpoint in the VPC, or out of it. Endpoints and gateways that were
 * deleted stay listed for a while, and a subnet without a table of its own has the main one of the VPC.
 */
export const egress: Probe = {
  name: 'egress',
  computes: 'Which services of AWS some subnets reach by an endpoint or by a way out of the VPC, and which by neither.',
  params: {
    endpoints: { is: 'object', means: 'What `aws ec2 describe-vpc-endpoints` printed of the VPC.' },
    gateways: { is: 'object', means: 'What `aws ec2 describe-nat-gateways` printed of the VPC.' },
    tables: { is: 'object', means: 'What `aws ec2 describe-route-tables` printed of the VPC.' },
    subnets: { is: 'list', means: 'The ids of the subnets that the nodes stand in.' },
    services: { is: 'list', means: 'The services that are wanted, such as `ecr.api` and `s3`.' },
  },
  returns: {
    subnets:
      'One row per subnet: subnet, table (the id of its route table), main (whether it is the main one), way (`nat`, `internet`, `other`, `blackhole`, `gateway-gone` or `none`), by (the id of what its default route leads to), state (of that NAT gateway, in small letters).',
    cut: 'The rows of subnets without a way out: `blackhole`, `gateway-gone` or `none`.',
    services:
      'One row per wanted service: service, code (`endpoint`, `out` where every subnet has a way out, `perhaps` where that way is no NAT gateway, or `none`), endpoint (its id), state (of that endpoint, in small letters), fault (why an endpoint that is there does not serve: `state`, `private-dns`, `route-table`; empty otherwise), groups (ids of its security groups), policy (of that endpoint: `open` to everybody, `restricted` or `unknown`).',
    lacking: 'The wanted services that have neither (list of texts).',
    gone: 'Endpoints of wanted services that are deleted or being deleted, as rows of service, endpoint, state.',
    gateways: 'One row per NAT gateway: id, state (in small letters), code, message (why it failed).',
    blackholes: 'Routes of those subnets that lead to something that is gone: rows of table, to, by.',
  },
  run: judge,
};

function judge({ endpoints, gateways, tables, subnets, services }: ProbeArgs): ProbeResult | undefined {
  const [there, nats] = [endpointsIn(endpoints), listIn(gateways, 'NatGateways')];
  const routes = listIn(tables, 'RouteTables');
  const ids = list(subnets).map(text);
  if (there === undefined || nats === undefined || routes === undefined || ids.length === 0) return undefined;
  const ways = ids.map((id) => wayOut(id, routes, nats));
  // Without a table, not even the main one, the answer was not about this VPC.
  if (ways.some(({ table }) => table === '')) return undefined;
  const wanted = list(services).map(text);
  const rows = wanted.map((service) => rowOf(service, there, ways));
  return {
    subnets: ways.map(({ subnet, table, main, way, by, state }) => ({ subnet, table, main, way, by, state })),
    cut: ways.filter(isCut),
    services: rows,
    lacking: rows.filter(({ code }) => code === 'none').map(({ service }) => service),
    gone: there
      .filter(({ isGone, service }) => isGone && wanted.includes(service))
      .map(({ service, id, state }) => ({ service, endpoint: id, state })),
    gateways: nats.map(gatewayRow),
    blackholes: blackholesOf(ways),
  };
}

function isCut({ way }: WayOut): boolean {
  return way === 'blackhole' || way === 'gateway-gone' || way === 'none';
}

function rowOf(service: string, all: readonly Endpoint[], ways: readonly WayOut[]) {
  const found = endpointFor(service, all, ways);
  const { id, state, fault, groups, policy } = found;
  const shown = { service, endpoint: id, state, fault, groups, policy };
  if (id !== '' && fault === '') return { ...shown, code: 'endpoint' };
  if (ways.some(isCut)) return { ...shown, code: 'none' };
  return { ...shown, code: ways.every(({ way }) => way === 'nat') ? 'out' : 'perhaps' };
}

function gatewayRow(gateway: unknown): ProbeResult {
  return {
    id: text(entry(gateway, 'NatGatewayId')),
    state: text(entry(gateway, 'State')).toLowerCase(),
    code: text(entry(gateway, 'FailureCode')),
    message: text(entry(gateway, 'FailureMessage')),
  };
}

function blackholesOf(ways: readonly WayOut[]): readonly ProbeResult[] {
  const all = ways.flatMap(({ table, blackholes }) => blackholes.map((each) => ({ table, ...each })));
  return [...new Map(all.map((each) => [`${each.table} ${each.to}`, each])).values()];
}
