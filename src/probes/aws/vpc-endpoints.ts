import { entry, text } from '../read.ts';
import { opennessOf, type Openness } from './policy-openness.ts';
import { listIn, stateIn, textsIn } from './answer.ts';
import type { WayOut } from './way-out.ts';

/** An endpoint of a VPC for a service of AWS. */
export interface Endpoint {
  readonly id: string;
  /** The service without region, such as `ecr.api`. */
  readonly service: string;
  /** In small letters, as AWS itself is not of one mind about them. */
  readonly state: string;
  readonly isGateway: boolean;
  readonly privateDns: boolean;
  /** Of a gateway endpoint, the route tables that lead to it. */
  readonly tables: readonly string[];
  readonly groups: readonly string[];
  /** Whether its policy lets everybody do everything. */
  readonly policy: Openness;
  /** Whether it is deleted, or being so; it stays listed for a while. */
  readonly isGone: boolean;
}

/** The endpoints of an answer; undefined where it has another shape. */
export function endpointsIn(answer: unknown): readonly Endpoint[] | undefined {
  return listIn(answer, 'VpcEndpoints')?.map(read);
}

function read(endpoint: unknown): Endpoint {
  const state = stateIn(endpoint, 'State');
  const groups = entry(endpoint, 'Groups');
  return {
    id: text(entry(endpoint, 'VpcEndpointId')),
    service: serviceOf(text(entry(endpoint, 'ServiceName'))),
    state,
    isGateway: stateIn(endpoint, 'VpcEndpointType') === 'gateway',
    privateDns: entry(endpoint, 'PrivateDnsEnabled') === true,
    tables: textsIn(endpoint, 'RouteTableIds'),
    groups: Array.isArray(groups) ? groups.map((each) => text(entry(each, 'GroupId'))).filter(Boolean) : [],
    policy: opennessOf(entry(endpoint, 'PolicyDocument')),
    isGone: state === 'deleted' || state === 'deleting',
  };
}

/** `com.amazonaws.REGION.SERVICE`, with `cn.` before it in China; services of others are none of these. */
function serviceOf(name: string): string {
  return /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name)?.[1] ?? '';
}

interface Serving {
  readonly id: string;
  readonly state: string;
  /** `state`, `private-dns` or `route-table` where it is there and does not serve; empty otherwise. */
  readonly fault: string;
  readonly groups: readonly string[];
  readonly policy: Openness;
}

const NONE: Serving = { id: '', state: '', fault: '', groups: [], policy: 'unknown' };

/** The endpoint that serves some subnets; else one that is there and does not, with the reason; else one without an id. */
export function endpointFor(service: string, all: readonly Endpoint[], ways: readonly WayOut[]): Serving {
  const own = all.filter((each) => each.service === service && !each.isGone);
  const judged = own.map(({ id, state, groups, policy, ...rest }) => ({
    id,
    state,
    groups,
    policy,
    fault: faultOf({ state, ...rest }, ways),
  }));
  return judged.find(({ fault }) => fault === '') ?? judged[0] ?? NONE;
}

type Judged = Pick<Endpoint, 'state' | 'isGateway' | 'privateDns' | 'tables'>;

function faultOf({ state, isGateway, privateDns, tables }: Judged, ways: readonly WayOut[]): string {
  if (state !== 'available') return 'state';
  if (isGateway) return ways.every(({ table }) => tables.includes(table)) ? '' : 'route-table';
  return privateDns ? '' : 'private-dns';
}
