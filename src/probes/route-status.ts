import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { nearest } from '../text/similar.ts';
import { entry, field, list, nameOf, namespaceOf, num, text } from './read.ts';

/** What the controllers of its Gateways say of a route (RouteParentStatus, gateway.networking.k8s.io/v1). */
export const routeStatus: Probe = {
  name: 'route-status',
  computes: 'Whether every Gateway that a route names has taken it, and whether what it sends requests to was found.',
  params: {
    route: { is: 'object', means: 'The HTTPRoute, GRPCRoute or another route.' },
    services: { is: 'list', optional: true, means: 'The Services of its namespace.' },
  },
  returns: {
    parents: 'How many parents it names.',
    refused: 'Whether a parent has not taken it.',
    refusedReason: 'The reason, as its controller says it; empty where none is.',
    refusedMessage: 'The message beside it.',
    parentKind: 'The kind of the parent in question: the first that refused it or says nothing, else the first.',
    parentName: 'Its name.',
    parentNamespace: 'Its namespace.',
    section: 'The listener that the route asks for; empty without one.',
    silent: 'Whether nobody has said anything for a parent.',
    unresolved: 'Whether a reference was not found or is not allowed.',
    unresolvedReason: 'The reason of that.',
    unresolvedMessage: 'The message beside it.',
    behind: 'Whether what is said is about an older generation of the route.',
    hosts: 'The hosts that the route asks for, as one line.',
    missingService: 'The first Service of its own namespace that it names and that does not exist; empty without one.',
    nearestService: 'The Service that it most likely means; empty where none is near.',
    missingPort: 'The first port that its Service does not have; empty without one.',
    portService: 'That Service; null without one.',
    hasPorts: 'The ports that it has, as one line.',
    foreign: 'The first object of another namespace that it refers to, as `KIND NAMESPACE/NAME`; empty without one.',
    foreignNamespace: 'Its namespace.',
    foreignName: 'Its name.',
    backends: 'The Services of its namespace that exist and have the port: `service`, `port`.',
  },
  run: readRoute,
};

interface Parent {
  readonly ref: unknown;
  /** What a controller says of it; undefined where none does. */
  readonly status: unknown;
}

function readRoute({ route, services }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(route) === '') return undefined;
  const parents = parentsOf(route);
  const refused = parents.find(({ status }) => state(status, 'Accepted') === 'False');
  const silent = parents.find(({ status }) => status === undefined);
  const unresolved = parents.find(({ status }) => state(status, 'ResolvedRefs') === 'False');
  return {
    parents: parents.length,
    ...refusalOf(refused),
    ...shownParent(refused ?? silent ?? parents[0], namespaceOf(route)),
    silent: silent !== undefined,
    unresolved: unresolved !== undefined,
    unresolvedReason: said(unresolved?.status, 'ResolvedRefs', 'reason'),
    unresolvedMessage: said(unresolved?.status, 'ResolvedRefs', 'message'),
    behind: isBehind(route, parents),
    hosts: list(field(route, 'spec.hostnames')).map(text).join(', ') || 'every host',
    ...backendResult(route, Array.isArray(services) ? services : undefined),
  };
}

function refusalOf(refused: Parent | undefined): ProbeResult {
  return {
    refused: refused !== undefined,
    refusedReason: said(refused?.status, 'Accepted', 'reason'),
    refusedMessage: said(refused?.status, 'Accepted', 'message'),
  };
}

function shownParent(shown: Parent | undefined, home: string): ProbeResult {
  return {
    parentKind: text(entry(shown?.ref, 'kind')) || 'Gateway',
    parentName: text(entry(shown?.ref, 'name')),
    parentNamespace: text(entry(shown?.ref, 'namespace')) || home,
    section: text(entry(shown?.ref, 'sectionName')),
  };
}

/** A parent is told apart by all of its reference (ParentReference). */
function parentsOf(route: unknown): readonly Parent[] {
  const statuses = list(field(route, 'status.parents'));
  return list(field(route, 'spec.parentRefs')).map((ref) => {
    const own = statuses.find((each) => isSameParent(entry(each, 'parentRef'), ref, namespaceOf(route)));
    return { ref, status: own };
  });
}

function isSameParent(one: unknown, other: unknown, namespace: string): boolean {
  const fits = (key: string, without: string): boolean =>
    (text(entry(one, key)) || without) === (text(entry(other, key)) || without);
  const isPort = num(entry(one, 'port')) === num(entry(other, 'port'));
  return (
    fits('kind', 'Gateway') && fits('namespace', namespace) && fits('name', '') && fits('sectionName', '') && isPort
  );
}

function conditionOf(status: unknown, type: string): unknown {
  return list(entry(status, 'conditions')).find((each) => entry(each, 'type') === type);
}

function state(status: unknown, type: string): string {
  return said(status, type, 'status');
}

function said(status: unknown, type: string, key: string): string {
  return text(entry(conditionOf(status, type), key));
}

function isBehind(route: unknown, parents: readonly Parent[]): boolean {
  const generation = num(field(route, 'metadata.generation'));
  return parents.some(({ status }) => {
    const seen = num(entry(conditionOf(status, 'Accepted'), 'observedGeneration'));
    return generation !== undefined && seen !== undefined && seen < generation;
  });
}

interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly port: number | undefined;
}

function referencesOf(route: unknown): readonly Reference[] {
  const home = namespaceOf(route);
  return list(field(route, 'spec.rules')).flatMap((rule) =>
    list(entry(rule, 'backendRefs')).map((ref) => ({
      kind: text(entry(ref, 'kind')) || 'Service',
      name: text(entry(ref, 'name')),
      namespace: text(entry(ref, 'namespace')) || home,
      port: num(entry(ref, 'port')),
    })),
  );
}

/** Whether Services exist is only known where they were listed. */
function backendResult(route: unknown, services: readonly unknown[] | undefined): ProbeResult {
  const home = namespaceOf(route);
  const all = referencesOf(route);
  const own = all.filter(({ kind, namespace }) => kind === 'Service' && namespace === home);
  const here = (services ?? []).filter((each) => namespaceOf(each) === home);
  const found = own.map((ref) => ({ ref, service: here.find((each) => nameOf(each) === ref.name) }));
  const missing = services === undefined ? undefined : found.find(({ service }) => service === undefined);
  const there = found.filter(({ service }) => service !== undefined);
  return {
    missingService: missing?.ref.name ?? '',
    nearestService: missing === undefined ? '' : (nearest(missing.ref.name, here.map(nameOf)) ?? ''),
    ...portResult(there.find(({ ref, service }) => !hasPort(service, ref.port))),
    ...foreignResult(all.find(({ namespace }) => namespace !== home)),
    backends: distinct(there.filter(({ ref, service }) => hasPort(service, ref.port))),
  };
}

interface Found {
  readonly ref: Reference;
  readonly service: unknown;
}

function portResult(portless: Found | undefined): ProbeResult {
  if (portless === undefined) return { missingPort: '', portService: null, hasPorts: '' };
  const { ref, service } = portless;
  return { missingPort: String(ref.port ?? ''), portService: service, hasPorts: portNumbers(service).join(', ') };
}

function foreignResult(foreign: Reference | undefined): ProbeResult {
  if (foreign === undefined) return { foreign: '', foreignNamespace: '', foreignName: '' };
  const { kind, namespace, name } = foreign;
  return { foreign: `${kind} ${namespace}/${name}`, foreignNamespace: namespace, foreignName: name };
}

function portNumbers(service: unknown): readonly number[] {
  return list(field(service, 'spec.ports')).flatMap((each) => num(entry(each, 'port')) ?? []);
}

function hasPort(service: unknown, port: number | undefined): boolean {
  return port === undefined || portNumbers(service).includes(port);
}

function distinct(found: readonly Found[]): readonly unknown[] {
  const keyed = found.map(({ ref, service }) => {
    const port = ref.port === undefined ? '' : String(ref.port);
    return [`${ref.name}:${port}`, { service, port }] as const;
  });
  return [...new Map(keyed).values()];
}
