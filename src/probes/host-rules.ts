import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, fullName, list, namespaceOf, text } from './read.ts';
import { backendsOf } from './traffic/ingress-rules.ts';

/** Which Ingress or HTTPRoute takes the requests for a host, and whether it leads to given Services. */
export const hostRules: Probe = {
  name: 'host-rules',
  computes: 'Which Ingresses and routes take requests for a host, and which lead to some Services under other names.',
  params: {
    host: { is: 'text', means: 'The host that somebody asks for, without a wildcard.' },
    ingresses: { is: 'list', means: 'The Ingresses.' },
    routes: { is: 'list', optional: true, means: 'The HTTPRoutes.' },
    services: { is: 'list', means: 'The Services that the host is meant to lead to.' },
  },
  returns: {
    how: '`exact`, `wildcard`, `any` (a rule without a host) or `none`: the most exact rule that there is.',
    taking: 'The Ingresses and routes with such a rule.',
    takingNames: 'These as KIND NAMESPACE/NAME, as one line.',
    ingresses: 'The Ingresses among them that lead to one of the Services.',
    routes: 'The routes among them that do.',
    leads: 'Whether one of them leads there.',
    elsewhere: 'The first that leads to another Service alone; null without one.',
    elsewhereTo: 'The Services that it leads to, as one line.',
    doors: 'All Ingresses and routes that lead to one of the Services, under whatever name.',
    doorNames: 'These as KIND NAMESPACE/NAME, as one line.',
    doorHosts: 'The hosts under which they do, as one line.',
  },
  run: readRules,
};

/** One host of one Ingress or route, and where it leads: `NAMESPACE/NAME` of Services. */
interface Rule {
  readonly object: unknown;
  readonly host: string;
  readonly to: readonly string[];
}

function readRules({ host, ingresses, routes, services }: ProbeArgs): ProbeResult | undefined {
  if (typeof host !== 'string' || !Array.isArray(ingresses) || !Array.isArray(services)) return undefined;
  const rules = [...list(ingresses).flatMap(rulesOfIngress), ...list(routes).flatMap(rulesOfRoute)];
  const wanted = new Set(list(services).map(fullName));
  const leads = ({ to }: Rule): boolean => to.some((each) => wanted.has(each));
  const { how, rules: taking } = mostExact(rules, host);
  const ours = distinct(taking.filter(leads));
  const [stray] = taking.filter((rule) => !leads(rule) && rule.to.length > 0);
  const doors = rules.filter(leads);
  return {
    how,
    taking: distinct(taking),
    takingNames: namesOf(taking),
    ingresses: ours.filter((each) => kindOf(each) === 'Ingress'),
    routes: ours.filter((each) => kindOf(each) !== 'Ingress'),
    leads: ours.length > 0,
    elsewhere: ours.length === 0 ? (stray?.object ?? null) : null,
    elsewhereTo: ours.length === 0 ? (stray?.to.join(', ') ?? '') : '',
    doors: distinct(doors),
    doorNames: namesOf(doors),
    doorHosts: [...new Set(doors.map((rule) => rule.host || '*'))].toSorted(compareText).join(', '),
  };
}

/** A rule for the very host counts before one with a wildcard, and that before one for every host. */
function mostExact(rules: readonly Rule[], host: string): { readonly how: string; readonly rules: readonly Rule[] } {
  const exact = rules.filter((rule) => rule.host === host);
  if (exact.length > 0) return { how: 'exact', rules: exact };
  const wild = rules.filter((rule) => covers(rule, host));
  if (wild.length > 0) return { how: 'wildcard', rules: wild };
  const any = rules.filter((rule) => rule.host === '');
  return { how: any.length > 0 ? 'any' : 'none', rules: any };
}

/** A star stands for one label in an Ingress (networking.k8s.io/v1), for one or more in a route (Gateway API, Hostname). */
function covers(rule: Rule, host: string): boolean {
  if (!rule.host.startsWith('*.') || !host.endsWith(rule.host.slice(1))) return false;
  const star = host.slice(0, host.length - rule.host.length + 1);
  return star !== '' && (kindOf(rule.object) !== 'Ingress' || !star.includes('.'));
}

function rulesOfIngress(ingress: unknown): readonly Rule[] {
  const backends = backendsOf(ingress);
  const hosts = [...new Set(backends.map(({ host }) => host))];
  return hosts.map((host) => ({
    object: ingress,
    host,
    to: backends
      .filter((each) => each.host === host)
      .map(({ service }) => `${namespaceOf(ingress)}/${service}`)
      .filter((each, index, all) => all.indexOf(each) === index),
  }));
}

function rulesOfRoute(route: unknown): readonly Rule[] {
  const refs = list(field(route, 'spec.rules')).flatMap((rule) => list(entry(rule, 'backendRefs')));
  const to = refs
    .filter((ref) => (text(entry(ref, 'kind')) || 'Service') === 'Service')
    .map((ref) => `${text(entry(ref, 'namespace')) || namespaceOf(route)}/${text(entry(ref, 'name'))}`);
  const hosts = list(field(route, 'spec.hostnames')).map(text);
  return (hosts.length === 0 ? [''] : hosts).map((host) => ({ object: route, host, to: [...new Set(to)] }));
}

function distinct(rules: readonly Rule[]): readonly unknown[] {
  return [...new Set(rules.map(({ object }) => object))];
}

function namesOf(rules: readonly Rule[]): string {
  return distinct(rules)
    .map((each) => `${kindOf(each)} ${fullName(each)}`)
    .toSorted(compareText)
    .join(', ');
}

function kindOf(object: unknown): string {
  return text(field(object, 'kind'));
}
