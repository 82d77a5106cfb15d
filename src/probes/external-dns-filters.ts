import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, named, namespaceOf, record, text } from './read.ts';

/**
 * What an ExternalDNS is told to leave out, by its arguments and by its variables, of which each stands for one of them
 * (`EXTERNAL_DNS_DOMAIN_FILTER`, several values on lines of their own; docs/flags.md of ExternalDNS).
 */
export const externalDnsFilters: Probe = {
  name: 'external-dns-filters',
  computes: 'Which setting of an ExternalDNS keeps it from a host, or from all that the host leads to.',
  params: {
    object: { is: 'object', means: 'Its Deployment.' },
    container: { is: 'text', means: 'The name of its container.' },
    host: { is: 'text', means: 'The host.' },
    doors: { is: 'list', means: 'The Ingresses, routes and Services that the host leads to.' },
  },
  returns: {
    out: 'Whether a setting keeps it from the host.',
    option: 'The first such option, as it is written: `--domain-filter=example.net`; empty without one.',
    why: '`domain`, `excluded`, `source`, `namespace`, `class`, `annotation` or `label`; empty without one.',
    policy: 'What --policy says; empty where it is not set.',
    owner: 'The owner under which it keeps its records: --txt-owner-id, `default` where it is not set.',
  },
  run: readFilters,
};

interface Excluded {
  readonly why: string;
  readonly option: string;
}

type Settings = (name: string) => readonly string[];

/** The source that reads a kind. */
const SOURCES: Readonly<Record<string, string>> = {
  Ingress: 'ingress',
  Service: 'service',
  HTTPRoute: 'gateway-httproute',
};

function readFilters({ object, container, host, doors }: ProbeArgs): ProbeResult | undefined {
  const own = named(entry(field(object, 'spec.template.spec'), 'containers'), text(container));
  if (own === undefined || !Array.isArray(doors)) return undefined;
  const settings = settingsOf(own);
  const [found] = [...ofHost(settings, text(host)), ...ofDoors(settings, list(doors).filter(namesHost))];
  return {
    out: found !== undefined,
    option: found?.option ?? '',
    why: found?.why ?? '',
    policy: settings('policy').at(-1) ?? '',
    owner: settings('txt-owner-id').at(-1) ?? 'default',
  };
}

/** `--name=value`, `--name value`, or its variable where no argument gives it. */
function settingsOf(container: unknown): Settings {
  const words = [...list(entry(container, 'command')), ...list(entry(container, 'args'))].map(text);
  const variables = list(entry(container, 'env'));
  return (name) => {
    const given = words.flatMap((word, index) => {
      if (word.startsWith(`--${name}=`)) return [word.slice(name.length + 3)];
      return word === `--${name}` ? [words[index + 1] ?? ''] : [];
    });
    const variable = `EXTERNAL_DNS_${name.toUpperCase().replaceAll('-', '_')}`;
    const set = variables.findLast((each) => entry(each, 'name') === variable);
    return given.length > 0 ? given : text(entry(set, 'value')).split('\n').filter(Boolean);
  };
}

/** An expression in place of the list is not worked out here, so nothing is said of the domain then. */
function ofHost(settings: Settings, host: string): readonly Excluded[] {
  if (settings('regex-domain-filter').some(Boolean)) return [];
  const domains = settings('domain-filter').filter(Boolean);
  const kept = domains.length === 0 || domains.some((each) => isWithin(host, each));
  const left = settings('exclude-domains').filter((each) => each !== '' && isWithin(host, each));
  return [
    ...(kept ? [] : [{ why: 'domain', option: optionText('domain-filter', domains) }]),
    ...(left.length === 0 ? [] : [{ why: 'excluded', option: optionText('exclude-domains', left) }]),
  ];
}

/** With a dot before it a domain stands for what is below it alone. */
function isWithin(host: string, domain: string): boolean {
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** The hosts of a Service come by its annotation alone. */
function namesHost(door: unknown): boolean {
  if (field(door, 'kind') !== 'Service') return true;
  return Object.keys(record(field(door, 'metadata.annotations'))).some((key) => key.endsWith('/hostname'));
}

/** Only what keeps it from every one of them counts. */
function ofDoors(settings: Settings, doors: readonly unknown[]): readonly Excluded[] {
  const excluded = doors.map((door) => ofDoor(settings, door));
  const [first] = excluded;
  return first !== undefined && excluded.every((each) => each !== undefined) ? [first] : [];
}

function ofDoor(settings: Settings, door: unknown): Excluded | undefined {
  const kind = text(field(door, 'kind'));
  const source = SOURCES[kind];
  const metadata = field(door, 'metadata');
  const annotations = entry(metadata, 'annotations');
  const ingressClass =
    text(field(door, 'spec.ingressClassName')) || text(entry(annotations, 'kubernetes.io/ingress.class'));
  const kept: readonly (readonly [why: string, name: string, ok: (values: readonly string[]) => boolean])[] = [
    ['source', 'source', (values) => source === undefined || values.includes(source)],
    ['namespace', 'namespace', ([only = '']) => only === '' || only === namespaceOf(door)],
    ['class', 'ingress-class', (values) => kind !== 'Ingress' || values.includes(ingressClass)],
    ['annotation', 'annotation-filter', ([selector = '']) => mayMatch(selector, annotations)],
    ['label', 'label-filter', ([selector = '']) => mayMatch(selector, entry(metadata, 'labels'))],
  ];
  const broken = kept.find(([, name, ok]) => settings(name).length > 0 && !ok(settings(name)));
  return broken === undefined ? undefined : { why: broken[0], option: optionText(broken[1], settings(broken[1])) };
}

/** A selector of plain terms; what has brackets is not worked out here and counts as one that may match. */
function mayMatch(selector: string, values: unknown): boolean {
  if (/[()]/.test(selector)) return true;
  return selector
    .split(',')
    .map((term) => term.trim())
    .every((term) => term === '' || matches(term, record(values)));
}

function matches(term: string, values: Readonly<Record<string, unknown>>): boolean {
  const [, key = '', operator = '', value = ''] = /^!?\s*([^!=\s]+)\s*(!=|==?|)\s*(.*)$/.exec(term) ?? [];
  if (operator === '') return Object.hasOwn(values, key) !== term.startsWith('!');
  return (values[key] === value) === (operator !== '!=');
}

function optionText(name: string, values: readonly string[]): string {
  return values.map((value) => `--${name}=${value}`).join(' ');
}
