import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { field, isRecord, list, nameOf, record, text } from './read.ts';
import { endpointsOf, serves, type Endpoint } from './traffic/endpoints.ts';
import { portText, wantedPorts } from './traffic/service-port.ts';

/** What stands behind a Service by its EndpointSlices, port by port (discovery.k8s.io/v1). */
export const serviceEndpoints: Probe = {
  name: 'service-endpoints',
  computes: 'Which addresses a Service has, which of them are ready, and which of its ports nobody answers on.',
  params: {
    service: { is: 'object', means: 'The Service.' },
    slices: { is: 'list', means: 'EndpointSlices, its own among them.' },
    port: { is: 'text', optional: true, means: 'The port that somebody wants, by number or name; else every port.' },
    pods: { is: 'list', optional: true, means: 'Every pod of its namespace, to tell addresses of pods that are gone.' },
  },
  returns: {
    hasSelector: 'Whether the Service chooses pods by itself.',
    selector: 'Its selector as one line.',
    headless: 'Whether it has no address of its own.',
    portKnown: 'Whether the Service has the wanted port; true where none was named or it has no address of its own.',
    ports: 'Its ports as one line.',
    addresses: 'How many addresses it has, ready or not.',
    ready: 'How many of them are ready.',
    served: 'Whether each wanted port has an address that is ready.',
    published: 'Whether it hands out addresses that are not ready as well (publishNotReadyAddresses), and has some.',
    unserved: 'The wanted ports without one, as one line.',
    nodes: 'The nodes of the ready addresses.',
    gone: 'Addresses that are said to be pods which do not exist, as one line; empty where that is not known.',
    text: 'All that in words.',
  },
  run: readEndpoints,
};

function readEndpoints({ service, slices, port, pods }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(service) === '' || !Array.isArray(slices)) return undefined;
  const headless = field(service, 'spec.clusterIP') === 'None';
  const asked = wantedPorts(service, text(port));
  // Who asks a headless Service is led to the pods, and may knock at any port of theirs.
  const wanted = asked.length === 0 && headless ? wantedPorts(service, '') : asked;
  const endpoints = endpointsOf(service, slices);
  const ready = endpoints.filter((each) => each.ready);
  const unserved = wanted.filter((each) => !endpoints.some((endpoint) => serves(endpoint, each)));
  const selector = Object.entries(record(field(service, 'spec.selector')));
  return {
    hasSelector: selector.length > 0,
    selector: selector.map(([key, value]) => `${key}=${text(value)}`).join(', '),
    headless,
    portKnown: wanted.length > 0 || text(port) === '' || headless,
    ports: wantedPorts(service, '').map(portText).join(', ') || 'none',
    addresses: endpoints.length,
    ready: ready.length,
    served: ready.length > 0 && unserved.length === 0,
    published: field(service, 'spec.publishNotReadyAddresses') === true && endpoints.length > 0,
    unserved: unserved.map(portText).join(', '),
    nodes: [...new Set(ready.map(({ node }) => node).filter((node) => node !== ''))],
    gone: goneText(endpoints, pods),
    text: inWords(endpoints.length, ready.length),
  };
}

function goneText(endpoints: readonly Endpoint[], pods: unknown): string {
  if (!Array.isArray(pods)) return '';
  const there = new Set(list(pods).filter(isRecord).map(nameOf));
  const gone = endpoints.filter(({ pod }) => pod !== '' && !there.has(pod));
  return gone.map(({ address, pod }) => `${address} (${pod})`).join(', ');
}

function inWords(all: number, ready: number): string {
  if (all === 0) return 'no address';
  return `${String(ready)} of ${String(all)} ${all === 1 ? 'address' : 'addresses'} ready`;
}
