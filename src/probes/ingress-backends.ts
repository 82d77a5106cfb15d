import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { nearest } from '../text/similar.ts';
import { compareText, field, fullName, list, nameOf, namespaceOf, text } from './read.ts';
import { addressesOf, backendsOf, classOf, rulesOf, tlsSecretsOf, type Backend } from './traffic/ingress-rules.ts';
import { portsOf, portText, type ServicePort } from './traffic/service-port.ts';

/** What an Ingress refers to, held against what there is. */
export const ingressBackends: Probe = {
  name: 'ingress-backends',
  computes: 'Which Services and ports that an Ingress sends requests to do not exist, and what they most likely mean.',
  params: {
    ingress: { is: 'object', means: 'The Ingress.' },
    services: { is: 'list', means: 'The Services of its namespace.' },
    others: {
      is: 'list',
      optional: true,
      means: 'The Ingresses of every namespace, for rules that another has as well.',
    },
    byTarget: {
      is: 'text',
      optional: true,
      means: '`yes` where its controller also takes the target port of a Service for its port.',
    },
  },
  returns: {
    className: 'The class that it asks for; empty without one.',
    addresses: 'Where it can be reached, as its controller says.',
    addressText: 'The same as one line; `none` without any.',
    hosts: 'The hosts of its rules.',
    host: 'The first of them that is no wildcard; empty without one.',
    tlsSecrets: 'The Secrets that it takes its certificates from.',
    isTls: 'Whether it has a certificate for some host.',
    serviceNames: 'The names of all Services that it sends requests to.',
    missingService: 'The first Service that does not exist; empty without one.',
    missingServices: 'All of them with host and path, in words.',
    nearestService: 'The Service that the first of them most likely means; empty where none is near.',
    wholly: 'Whether nothing that it sends requests to exists.',
    portService: 'The first Service that exists without the port that is wanted; null without one.',
    wantedPort: 'That port; empty without one.',
    missingPorts: 'All such ports with their Service, in words.',
    nearestPort: 'The port that the first of them most likely means, by number; null where none is likely.',
    nearestPortName: 'Its name; empty where it has none.',
    portIsName: 'Whether the wanted port is a name.',
    hasPorts: 'The ports that the Service of the first has, as one line.',
    wantedHost: 'The host of the first rule that is wrong; empty where it is about every host.',
    wantedPath: 'Its path.',
    rival:
      'Another Ingress of its class with a rule for the same host and path that leads elsewhere; null without one.',
    rivalRule: 'That host and path; empty without one.',
    rivalFirst: 'Whether that one is the older of the two.',
    backends: 'The Services that exist and have the port, each once, with the port: `service`, `port`.',
  },
  run: compareBackends,
};

interface Compared {
  readonly backend: Backend;
  readonly service: unknown;
  /** Whether the Service has the port. */
  readonly fits: boolean;
  /** That port as the Service has it; undefined where the Ingress names none or it has none. */
  readonly port: ServicePort | undefined;
}

function compareBackends({ ingress, services, others, byTarget }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(ingress) === '' || !Array.isArray(services)) return undefined;
  const own = list(services).filter((each) => namespaceOf(each) === namespaceOf(ingress));
  const all = backendsOf(ingress).map((backend) => compare(backend, own, byTarget === 'yes'));
  const missing = all.filter(({ service }) => service === undefined);
  const portless = all.filter(({ service, fits }) => service !== undefined && !fits);
  const hosts = list(field(ingress, 'spec.rules')).flatMap((rule) => text(field(rule, 'host')) || []);
  const addresses = addressesOf(ingress);
  const wrong = missing[0] ?? portless[0];
  return {
    className: classOf(ingress),
    addresses,
    addressText: addresses.join(', ') || 'none',
    hosts: [...new Set(hosts)],
    host: hosts.find((host) => !host.includes('*')) ?? '',
    tlsSecrets: tlsSecretsOf(ingress),
    isTls: list(field(ingress, 'spec.tls')).length > 0,
    serviceNames: [...new Set(all.map(({ backend }) => backend.service))],
    ...missingResult(missing, own),
    wholly: all.length > 0 && all.every(({ fits }) => !fits),
    ...portResult(portless),
    wantedHost: wrong?.backend.host ?? '',
    wantedPath: wrong?.backend.path ?? '',
    ...rivalResult(ingress, list(others)),
    backends: distinct(all.filter(({ fits }) => fits)),
  };
}

function compare(backend: Backend, services: readonly unknown[], byTarget: boolean): Compared {
  const service = services.find((each) => nameOf(each) === backend.service);
  if (service === undefined) return { backend, service, fits: false, port: undefined };
  const isExternal = field(service, 'spec.type') === 'ExternalName';
  const port = portsOf(service).find((each) => isPort(each, backend, byTarget));
  return { backend, service, fits: isExternal || port !== undefined, port };
}

function isPort({ name, port, target }: ServicePort, backend: Backend, byTarget: boolean): boolean {
  const wanted = backend.port;
  return wanted === '' || wanted === String(port) || wanted === name || (byTarget && wanted === String(target));
}

function missingResult(missing: readonly Compared[], services: readonly unknown[]): ProbeResult {
  const name = missing[0]?.backend.service ?? '';
  return {
    missingService: name,
    missingServices: [...new Set(missing.map(({ backend }) => `${placeText(backend)} → ${backend.service}`))].join(
      ', ',
    ),
    nearestService: name === '' ? '' : likelyService(name, missing[0]?.backend.port ?? '', services),
  };
}

/** A near name, else the only Service of the namespace that has the port. */
function likelyService(name: string, port: string, services: readonly unknown[]): string {
  const near = nearest(name, services.map(nameOf));
  if (near !== undefined) return near;
  const parts = services.filter((each) => nameOf(each).startsWith(`${name}-`) || name.startsWith(`${nameOf(each)}-`));
  const fitting = parts.filter((each) => portsOf(each).some((own) => port === String(own.port) || port === own.name));
  return fitting.length === 1 ? nameOf(fitting[0]) : '';
}

function portResult(portless: readonly Compared[]): ProbeResult {
  const [first] = portless;
  const ports = portsOf(first?.service);
  const wanted = first?.backend.port ?? '';
  const likely = likelyPort(wanted, ports);
  return {
    portService: first?.service ?? null,
    wantedPort: wanted,
    missingPorts: [
      ...new Set(portless.map(({ backend }) => `${placeText(backend)} → ${backend.service}:${backend.port}`)),
    ].join(', '),
    nearestPort: likely?.port ?? null,
    nearestPortName: likely?.name ?? '',
    portIsName: wanted !== '' && !/^\d+$/.test(wanted),
    hasPorts: ports.map(portText).join(', ') || 'none',
  };
}

function likelyPort(wanted: string, ports: readonly ServicePort[]): ServicePort | undefined {
  if (wanted === '') return undefined;
  const leads = ports.find(({ target }) => String(target) === wanted);
  const near = nearest(
    wanted,
    ports.map(({ name }) => name).filter((name) => name !== ''),
  );
  return leads ?? ports.find(({ name }) => name !== '' && name === near) ?? (ports.length === 1 ? ports[0] : undefined);
}

function placeText({ host, path }: Backend): string {
  return `${host || '*'}${path}`;
}

/** Each Service once with each port that is wanted of it. */
function distinct(compared: readonly Compared[]): readonly unknown[] {
  const keyed = compared.map(({ service, backend, port: found }) => {
    const port = found === undefined ? '' : String(found.port);
    return [`${backend.service}:${port}`, { service, port }] as const;
  });
  return [...new Map(keyed).values()];
}

function rivalResult(ingress: unknown, others: readonly unknown[]): ProbeResult {
  const own = new Map(rulesOf(ingress).map(({ rule, leads }) => [rule, leads]));
  const rivals = others
    .filter((each) => fullName(each) !== fullName(ingress))
    .flatMap((rival) => rulesOf(rival).map(({ rule, leads }) => ({ rival, rule, leads })))
    .filter(({ rule, leads }) => own.has(rule) && own.get(rule) !== leads)
    .toSorted((a, b) => compareText(bornAt(a.rival) + fullName(a.rival), bornAt(b.rival) + fullName(b.rival)));
  const [first] = rivals;
  return {
    rival: first?.rival ?? null,
    rivalRule: first?.rule.replace(/^[^ ]* /, '') ?? '',
    rivalFirst: first !== undefined && bornAt(first.rival) < bornAt(ingress),
  };
}

function bornAt(object: unknown): string {
  return text(field(object, 'metadata.creationTimestamp'));
}
