import { entry, list, text } from '../read.ts';
import { stateIn } from './answer.ts';

/** How a subnet gets out of its VPC, by the default route of its table. */
export interface WayOut {
  readonly subnet: string;
  /** The id of its route table; empty where none was found, not even the main one. */
  readonly table: string;
  /** Whether that is the main table of the VPC, which a subnet has without an association. */
  readonly main: boolean;
  readonly way: 'nat' | 'internet' | 'other' | 'blackhole' | 'gateway-gone' | 'none';
  /** The id of what the route leads to; empty without one. */
  readonly by: string;
  /** Of that NAT gateway, in small letters; empty without one. */
  readonly state: string;
  readonly blackholes: readonly { readonly to: string; readonly by: string }[];
}

/** Finds the table of a subnet, and where its default route leads to (ec2 describe-route-tables, describe-nat-gateways). */
export function wayOut(subnet: string, tables: readonly unknown[], gateways: readonly unknown[]): WayOut {
  const own = tables.find((table) => associations(table).some((each) => entry(each, 'SubnetId') === subnet));
  const table = own ?? tables.find((each) => associations(each).some((one) => entry(one, 'Main') === true));
  const routes = list(entry(table, 'Routes'));
  const blackholes = routes.filter(isBlackhole).map((route) => ({ to: destinationOf(route), by: targetOf(route) }));
  const start = { subnet, table: text(entry(table, 'RouteTableId')), main: own === undefined, blackholes };
  const route = routes.find((each) => destinationOf(each) === '0.0.0.0/0') ?? routes.find(isOut);
  if (route === undefined) return { ...start, way: 'none', by: '', state: '' };
  return { ...start, ...leadsTo(route, gateways) };
}

function associations(table: unknown): readonly unknown[] {
  return list(entry(table, 'Associations'));
}

function isOut(route: unknown): boolean {
  return destinationOf(route) === '::/0';
}

function isBlackhole(route: unknown): boolean {
  return stateIn(route, 'State') === 'blackhole';
}

function destinationOf(route: unknown): string {
  const keys = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];
  return keys.map((key) => text(entry(route, key))).find(Boolean) ?? '';
}

const TARGETS = [
  'NatGatewayId',
  'GatewayId',
  'TransitGatewayId',
  'VpcPeeringConnectionId',
  'NetworkInterfaceId',
  'InstanceId',
  'EgressOnlyInternetGatewayId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
];

function targetOf(route: unknown): string {
  return TARGETS.map((key) => text(entry(route, key))).find(Boolean) ?? '';
}

/** A route to a NAT gateway may say active for a while after the gateway is gone, so the gateway counts as well. */
function leadsTo(route: unknown, gateways: readonly unknown[]): Pick<WayOut, 'way' | 'by' | 'state'> {
  const [by, nat] = [targetOf(route), text(entry(route, 'NatGatewayId'))];
  const gateway = gateways.find((each) => nat !== '' && text(entry(each, 'NatGatewayId')) === nat);
  const state = stateIn(gateway, 'State');
  if (isBlackhole(route)) return { way: 'blackhole', by, state };
  // A gateway that is not listed belongs to another VPC or account, of which nothing is known.
  if (nat !== '' && gateway === undefined) return { way: 'other', by, state };
  // One that is private translates addresses between networks, and leads to no internet by itself.
  if (stateIn(gateway, 'ConnectivityType') === 'private') return { way: 'other', by, state };
  if (nat !== '') return { way: state === 'available' ? 'nat' : 'gateway-gone', by, state };
  return { way: by.startsWith('igw-') ? 'internet' : 'other', by, state };
}
