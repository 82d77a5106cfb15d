import type { KubeObject } from '../../model/object.ts';
import { asList, asText, at } from '../narrow.ts';
import { ageColumn, labelsText, nameColumn, orNone, selectorText, textColumn, wide, type Column } from './column.ts';

/** What `kubectl get services` shows. */
export const serviceColumns: readonly Column[] = [
  nameColumn,
  textColumn('Type', 'spec', 'type'),
  { name: 'Cluster-IP', cell: (service) => orNone(asText(at(service, 'spec', 'clusterIP'))) },
  { name: 'External-IP', cell: externalIp },
  { name: 'Port(s)', cell: servicePorts },
  ageColumn,
  wide({ name: 'Selector', cell: (service) => labelsText(at(service, 'spec', 'selector')) }),
];

/** What `kubectl get ingresses` shows. */
export const ingressColumns: readonly Column[] = [
  nameColumn,
  { name: 'Class', cell: ingressClass },
  { name: 'Hosts', cell: ingressHosts },
  { name: 'Address', cell: (ingress) => balancerAddresses(ingress).join(',') },
  { name: 'Ports', cell: (ingress) => (asList(at(ingress, 'spec', 'tls')).length > 0 ? '80, 443' : '80') },
  ageColumn,
];

/** What `kubectl get endpoints` shows. */
export const endpointsColumns: readonly Column[] = [
  nameColumn,
  { name: 'Endpoints', cell: endpointAddresses },
  ageColumn,
];

/** What `kubectl get endpointslices` shows. */
export const endpointSliceColumns: readonly Column[] = [
  nameColumn,
  textColumn('AddressType', 'addressType'),
  { name: 'Ports', cell: (slice) => upToThree(asList(slice['ports']).map(slicePort)) },
  { name: 'Endpoints', cell: (slice) => upToThree(asList(slice['endpoints']).flatMap(sliceAddresses)) },
  ageColumn,
];

/** What `kubectl get networkpolicies` shows. */
export const networkPolicyColumns: readonly Column[] = [
  nameColumn,
  { name: 'Pod-Selector', cell: (policy) => selectorText(at(policy, 'spec', 'podSelector')) },
  ageColumn,
];

/** What `kubectl get ipaddresses` shows. */
export const addressColumns: readonly Column[] = [nameColumn, { name: 'ParentRef', cell: parentOfAddress }, ageColumn];

/** What `kubectl get servicecidrs` shows. */
export const serviceCidrColumns: readonly Column[] = [
  nameColumn,
  {
    name: 'CIDRs',
    cell: (one) =>
      asList(at(one, 'spec', 'cidrs'))
        .map(asText)
        .join(','),
  },
  ageColumn,
];

/** What `kubectl get ingressclasses` shows. */
export const ingressClassColumns: readonly Column[] = [
  nameColumn,
  textColumn('Controller', 'spec', 'controller'),
  { name: 'Parameters', cell: classParameters },
  ageColumn,
];

/** `services/default/kubernetes`, with the group in front where there is one. */
function parentOfAddress(address: KubeObject): string {
  const parent = at(address, 'spec', 'parentRef');
  const parts = ['resource', 'namespace', 'name'].map((part) => asText(at(parent, part)));
  const group = asText(at(parent, 'group'));
  return `${group === '' ? '' : `${group}.`}${parts.filter(Boolean).join('/')}`;
}

function externalIp(service: KubeObject): string {
  const external = asList(at(service, 'spec', 'externalIPs')).map(asText);
  const type = at(service, 'spec', 'type');
  if (type === 'ExternalName') return asText(at(service, 'spec', 'externalName'));
  if (type !== 'LoadBalancer') return orNone(external.join(','));
  return [...balancerAddresses(service), ...external].join(',') || '<pending>';
}

function balancerAddresses(object: KubeObject): readonly string[] {
  const entries = asList(at(object, 'status', 'loadBalancer', 'ingress'));
  return entries.map((entry) => asText(at(entry, 'ip')) || asText(at(entry, 'hostname')));
}

function servicePorts(service: KubeObject): string {
  const ports = asList(at(service, 'spec', 'ports')).map((port) => {
    const nodePort = at(port, 'nodePort');
    const number = asText(at(port, 'port')) + (typeof nodePort === 'number' && nodePort > 0 ? `:${nodePort}` : '');
    return `${number}/${asText(at(port, 'protocol')) || 'TCP'}`;
  });
  return orNone(ports.join(','));
}

function ingressClass(ingress: KubeObject): string {
  const legacy = ingress.metadata.annotations?.['kubernetes.io/ingress.class'];
  return orNone(asText(at(ingress, 'spec', 'ingressClassName')) || (legacy ?? ''));
}

function ingressHosts(ingress: KubeObject): string {
  const hosts = asList(at(ingress, 'spec', 'rules')).map((rule) => asText(at(rule, 'host')));
  return hosts.filter(Boolean).join(',') || '*';
}

/** Three addresses, then how many more there are. */
function endpointAddresses(endpoints: KubeObject): string {
  const all = asList(endpoints['subsets']).flatMap((subset) => {
    const addresses = asList(at(subset, 'addresses')).map((address) => asText(at(address, 'ip')));
    const ports = asList(at(subset, 'ports')).map((port) => asText(at(port, 'port')));
    return ports.length === 0 ? addresses : ports.flatMap((port) => addresses.map((ip) => `${ip}:${port}`));
  });
  if (all.length <= 3) return orNone(all.join(','));
  return `${all.slice(0, 3).join(',')} + ${all.length - 3} more...`;
}

function slicePort(port: unknown): string {
  return asText(at(port, 'port')) || asText(at(port, 'name')) || '*';
}

function sliceAddresses(endpoint: unknown): readonly string[] {
  return asList(at(endpoint, 'addresses')).map(asText);
}

/** Three, then how many more there are; `<unset>` where there is none. Source: `listWithMoreString`. */
function upToThree(all: readonly string[]): string {
  if (all.length === 0) return '<unset>';
  const shown = all.slice(0, 3).join(',');
  return all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown;
}

/** `kind.group/name`, as the class refers to it. */
function classParameters(ingressClass: KubeObject): string {
  const parameters = at(ingressClass, 'spec', 'parameters');
  if (parameters === undefined) return '<none>';
  const group = asText(at(parameters, 'apiGroup'));
  const kind = asText(at(parameters, 'kind'));
  return `${group === '' ? kind : `${kind}.${group}`}/${asText(at(parameters, 'name'))}`;
}
