import { RE2JS } from 're2js';
import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { boundedYaml } from '../text/bounded-yaml.ts';
import { redactText } from '../text/redact.ts';
import { entry, isRecord, list, text } from './read.ts';

/**
 * Which rule of a cloudflared takes a host, by its own configuration: the first whose hostname and path fit, the last one
 * being for all that is left (cloudflared: ingress/ingress.go, ingress/rule.go).
 */
export const tunnelRules: Probe = {
  name: 'tunnel-rules',
  computes: 'Which rule of the configuration file of a cloudflared takes the requests for a host, and where it leads.',
  params: {
    config: { is: 'text', means: 'The file, YAML.' },
    host: { is: 'text', means: 'The host that somebody asks for, without a wildcard.' },
    path: { is: 'text', optional: true, means: 'The path that somebody asks for; / if it does not say.' },
  },
  returns: {
    outcome: '`rules`, `none` (the file has no rules) or `unreadable`.',
    trouble:
      '`large`, `deep`, `malformed`, `shape` (no map with a list of rules), `pattern` (a path that is no RE2 pattern) or `last` (the last rule is not for all that is left); empty where it can be read.',
    rule: 'The number of the rule that takes the host, from 1 on (a count); 0 without one.',
    rules: 'How many there are (a count).',
    pattern: 'The hostname of that rule as it is written; empty for one without.',
    last: 'Whether it is the last one, which is for all that is left.',
    service: 'Where it leads, as it is written, without a password.',
    form: '`address` (scheme, host and port), `status` (it answers by itself), or `other` (a socket, a program of its own); empty without a rule.',
    status: 'The status that it answers with, as a text; empty for the others.',
    scheme: 'The scheme of the address; empty for the others.',
    hostname: 'The host of the address; empty for the others.',
    port: 'The port of the address, that of its scheme where it names none (a count); 0 for the others.',
  },
  run: readRules,
};

const NOTHING = {
  outcome: 'unreadable',
  trouble: '',
  rule: 0,
  rules: 0,
  pattern: '',
  last: false,
  service: '',
  form: '',
  status: '',
  scheme: '',
  hostname: '',
  port: 0,
};

function readRules({ config, host, path }: ProbeArgs): ProbeResult | undefined {
  if (typeof config !== 'string' || typeof host !== 'string') return undefined;
  const { value, trouble } = boundedYaml(config);
  if (trouble !== '') return { ...NOTHING, trouble };
  if (value !== null && !isRecord(value)) return { ...NOTHING, trouble: 'shape' };
  const ingress = entry(value, 'ingress') ?? [];
  if (!Array.isArray(ingress)) return { ...NOTHING, trouble: 'shape' };
  return readList(list(ingress), host, text(path) || '/');
}

function readList(rules: readonly unknown[], host: string, path: string): ProbeResult {
  if (rules.length === 0) return { ...NOTHING, outcome: 'none' };
  if (!rules.every(isRule)) return { ...NOTHING, trouble: 'shape' };
  if (!takesAll(rules.at(-1))) return { ...NOTHING, trouble: 'last' };
  // Whoever writes a pattern could make its compilation long; those of people are short.
  if (rules.some((rule) => !isCompiled(text(entry(rule, 'path'))))) return { ...NOTHING, trouble: 'pattern' };
  const index = rules.findIndex((rule) => takes(rule, host, path));
  return { ...NOTHING, outcome: 'rules', rules: rules.length, ...told(rules, index) };
}

const LONGEST_PATTERN = 256;

function isCompiled(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN) return false;
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

function isRule(rule: unknown): boolean {
  const texts = ['hostname', 'path'].map((key) => entry(rule, key));
  return isRecord(rule) && text(entry(rule, 'service')) !== '' && texts.every(isTextOrNone);
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function takesAll(rule: unknown): boolean {
  const host = text(entry(rule, 'hostname'));
  return (host === '' || host === '*') && text(entry(rule, 'path')) === '';
}

/** A star stands for one label or more; the path is a pattern that may fit anywhere. */
function takes(rule: unknown, host: string, path: string): boolean {
  const wanted = text(entry(rule, 'hostname'));
  const fits = wanted === '' || wanted === '*' || wanted === host;
  const isBelow = wanted.startsWith('*.') && host.endsWith(wanted.slice(1));
  const pattern = text(entry(rule, 'path'));
  return (fits || isBelow) && (pattern === '' || RE2JS.compile(pattern).matcher(path).find());
}

function told(rules: readonly unknown[], index: number) {
  const rule = rules[index];
  const service = text(entry(rule, 'service'));
  return {
    rule: index + 1,
    pattern: text(entry(rule, 'hostname')),
    last: index === rules.length - 1,
    service: redactText(service),
    ...formOf(service),
  };
}

const PORTS: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  ssh: 22,
  rdp: 3389,
  smb: 445,
};
const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@]*@)?(\[[0-9a-f:.]+\]|[^/:@\s]+)(?::(\d{1,5}))?\/?$/i;

function formOf(service: string) {
  const status = /^http_status:(\d{3})$/.exec(service)?.[1];
  if (status !== undefined) return { form: 'status', status };
  const [, scheme = '', hostname = '', port] = ADDRESS.exec(service) ?? [];
  if (hostname === '' || /^unix(?:\+tls)?:/.test(service)) return { form: 'other' };
  const own = PORTS[scheme.toLowerCase()] ?? 0;
  return { form: 'address', scheme: scheme.toLowerCase(), hostname, port: port === undefined ? own : Number(port) };
}
