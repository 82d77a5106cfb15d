import type { KubeObject } from '../model/object.ts';
import type { LogsQuery, Query } from '../model/query.ts';
import type { DnsLookup, LogsLookup, RegistryLookup } from '../model/lookup-forms.ts';
import type { Lookup } from '../model/runbook.ts';
import { readField } from '../text/field-path.ts';
import { fullName, parseImage } from '../text/image-reference.ts';
import { parseWords, type WordsPart } from '../text/words.ts';
import { isObject } from './graph.ts';
import type { Values } from './reader.ts';
import { awsQuery } from './aws-query.ts';
import { gapsOf, known, misfit, unknown, type Gap, type Known, type Settled, type Unknown } from './settled.ts';

const DEFAULT_TAIL_LINES = 50;

/** A query, or none where what it names is nothing; `without` is what gave no answer on the way and was not needed for it. */
export interface Made {
  readonly query: Query | undefined;
  readonly without?: readonly Gap[];
}

/** The query that a declared look-up comes to; no query when what it names is nothing, unknown when that is unknown. */
export async function toQuery(values: Values, spec: Lookup): Promise<Unknown | Made> {
  if (spec.run !== undefined) return runQuery(values, spec, spec.run);
  if (spec.logs !== undefined) return logsQuery(values, spec.logs);
  if (spec.stats !== undefined) return statsQuery(values, spec.stats);
  if (spec.aws !== undefined) return awsQuery(values, spec.aws);
  if (spec.http !== undefined) return httpQuery(values, spec, spec.http);
  if (spec.dns !== undefined) return dnsQuery(values, spec.dns);
  if (spec.registry !== undefined) return registryQuery(values, spec.registry);
  if (spec.terraform !== undefined) return terraformQuery(values, spec.terraform);
  if (spec.read === 'address') return addressQuery(values, spec);
  return spec.list === undefined ? getQuery(values, spec) : listQuery(values, spec, spec.list);
}

async function getQuery(values: Values, spec: Lookup): Promise<Unknown | { query: Query | undefined }> {
  const [name, namespace] = await Promise.all([textOf(values, spec.name), textOf(values, spec.namespace)]);
  if (!name.known || !namespace.known) return unknown(gapsOf([name, namespace]));
  if (name.value === null) return { query: undefined };
  return { query: { from: 'get', resource: spec.get ?? '', name: name.value as string, ...placeOf(spec, namespace) } };
}

async function addressQuery(values: Values, spec: Lookup): Promise<Unknown | { query: Query | undefined }> {
  const parts = await Promise.all([spec.namespace, spec.name, spec.key].map((each) => textOf(values, each)));
  if (parts.some((part) => !part.known)) return unknown(gapsOf(parts));
  const [namespace, name, key] = parts.map((part) => (part.known ? part.value : null));
  if (namespace === null || name === null || key === null) return { query: undefined };
  return {
    query: { from: 'address', namespace: namespace as string, name: name as string, key: key as string },
  };
}

async function listQuery(values: Values, spec: Lookup, resource: string): Promise<Unknown | { query: Query }> {
  const [namespace, labels, fields] = await Promise.all([
    textOf(values, spec.namespace),
    selectorOf(values, spec.labels),
    selectorOf(values, spec.fields),
  ]);
  if (!namespace.known || !labels.known || !fields.known) return unknown(gapsOf([namespace, labels, fields]));
  const selectors = {
    ...(spec.labels === undefined ? {} : { labelSelector: labels.value as string }),
    ...(spec.fields === undefined ? {} : { fieldSelector: fields.value as string }),
  };
  const kept = spec.keep === undefined ? {} : { keep: spec.keep };
  return { query: { from: 'list', resource, ...placeOf(spec, namespace), ...selectors, ...kept } };
}

function placeOf({ read }: Lookup, { value }: Known): { namespace: string | null; as?: 'metadata' } {
  return { namespace: value as string | null, ...(read === 'metadata' ? { as: read } : {}) };
}

/** A text or null: an empty text and null mean that nothing is named. */
async function textOf(values: Values, expression: string | undefined): Promise<Settled> {
  if (expression === undefined) return known(null);
  const settled = await values.evaluate(expression);
  if (!settled.known) return settled;
  return known(typeof settled.value === 'string' && settled.value !== '' ? settled.value : null, settled.without);
}

/** What a selector's values consist of: nothing that ends one requirement and begins another. */
const SELECTOR_VALUE = /^[A-Za-z0-9._/-]+$/;

/**
 * A selector with its placeholders filled. One that is not known, is empty, or does not fit makes the whole selector
 * unknown: with a hole in it, it would find nothing, and nothing found would look like nothing wrong. A list stands for its
 * elements with commas between them, as `key in ({names})` takes them.
 */
async function selectorOf(values: Values, words: string | undefined): Promise<Settled> {
  const parts = await Promise.all(parseWords(words ?? '').map((part) => selectorPart(values, part)));
  if (parts.some((part) => !part.known)) return unknown(gapsOf(parts));
  return known(parts.map((part) => (part.known ? String(part.value) : '')).join(''), gapsOf(parts));
}

async function selectorPart(values: Values, part: WordsPart): Promise<Settled> {
  if (typeof part === 'string') return known(part);
  const { path } = part;
  const settled = await values.valueAt(path);
  if (!settled.known) return settled;
  const alternatives = Array.isArray(settled.value) ? (settled.value as unknown[]) : [settled.value];
  if (alternatives.length > 0 && alternatives.every(fitsSelector))
    return known(alternatives.join(','), settled.without);
  return unknown([misfit(path, 'its value does not fit into a selector')]);
}

function fitsSelector(value: unknown): boolean {
  return typeof value === 'string' && SELECTOR_VALUE.test(value);
}

async function logsQuery(values: Values, spec: LogsLookup): Promise<Unknown | { query: Query | undefined }> {
  const [pod, container] = await Promise.all([values.evaluate(spec.pod ?? 'null'), textOf(values, spec.container)]);
  if (!pod.known || !container.known) return unknown(gapsOf([pod, container]));
  return { query: podLogQuery(spec, pod.value, container.value) };
}

/** The query for one pod's log; undefined where there is no pod, no container is named, or its log proves nothing. */
export function podLogQuery(spec: LogsLookup, pod: unknown, container: unknown): LogsQuery | undefined {
  if (!isObject(pod) || typeof container !== 'string' || container === '' || !mayConvict(pod, spec)) return undefined;
  const { namespace = '', name } = pod.metadata;
  const { previous = false, tail = DEFAULT_TAIL_LINES, times = false } = spec;
  const timestamps = times ? ({ timestamps: true } as const) : {};
  return { from: 'logs', namespace, pod: name, container, previous, tailLines: tail, ...timestamps };
}

async function statsQuery(values: Values, expression: string): Promise<Unknown | { query: Query | undefined }> {
  const node = await textOf(values, expression);
  if (!node.known) return node;
  return { query: node.value === null ? undefined : { from: 'stats', node: node.value as string } };
}

/** What a word of a program's line may hold: a name, a path or a number; it never begins an option. */
const ARGUMENT = /^[A-Za-z0-9][A-Za-z0-9._/:@+-]*$/;

async function runQuery(
  values: Values,
  spec: Lookup,
  line: readonly string[],
): Promise<Unknown | { query: Query | undefined }> {
  const argv = await Promise.all(line.map((word) => wordOf(values, word)));
  if (argv.some((word) => !word.known)) return unknown(gapsOf(argv.filter((word) => !word.known)));
  const query = { from: 'run', argv: argv.map((word) => (word.known ? String(word.value) : '')) } as const;
  if (spec['in-cluster'] !== true) return { query };
  const [name = ''] = query.argv;
  const inCluster = values.programs.flagsOf(name);
  if (inCluster === undefined) return unknown([misfit(name, 'nothing says how it is told which cluster to ask')]);
  return { query: { ...query, inCluster } };
}

async function wordOf(values: Values, word: string): Promise<Settled> {
  const parts = await Promise.all(parseWords(word).map((part) => argumentPart(values, part)));
  if (parts.some((part) => !part.known)) return unknown(gapsOf(parts));
  return known(parts.map((part) => (part.known ? String(part.value) : '')).join(''));
}

async function argumentPart(values: Values, part: WordsPart): Promise<Settled> {
  if (typeof part === 'string') return known(part);
  const settled = await values.valueAt(part.path);
  if (!settled.known) return settled;
  const value = typeof settled.value === 'number' ? String(settled.value) : settled.value;
  if (typeof value === 'string' && ARGUMENT.test(value)) return known(value);
  return unknown([misfit(part.path, 'its value does not fit into a command')]);
}

async function httpQuery(
  values: Values,
  { token, upgrade, 'most-kib': mostKib }: Lookup,
  expression: string,
): Promise<Unknown | { query: Query | undefined }> {
  const url = await textOf(values, expression);
  if (!url.known) return url;
  if (url.value === null) return { query: undefined };
  const more = {
    ...(token === undefined ? {} : { token }),
    ...(upgrade === undefined ? {} : { upgrade }),
    ...(mostKib === undefined ? {} : { mostKib }),
  };
  return { query: { from: 'http', url: url.value as string, ...more } };
}

async function dnsQuery(values: Values, spec: DnsLookup): Promise<Unknown | { query: Query | undefined }> {
  const [name, server] = await Promise.all([textOf(values, spec.name), textOf(values, spec.server)]);
  if (!name.known || !server.known) return unknown(gapsOf([name, server]));
  if (name.value === null) return { query: undefined };
  return {
    query: { from: 'dns', name: name.value as string, type: spec.type, server: server.value as string | null },
  };
}

/** One name for one image, however it is written, so that it is asked for once. */
async function registryQuery(
  values: Values,
  { image, parts = false }: RegistryLookup,
): Promise<Unknown | { query: Query | undefined }> {
  const named = await textOf(values, image);
  if (!named.known) return named;
  if (named.value === null) return { query: undefined };
  const reference = parseImage(named.value as string);
  if (reference === undefined) return unknown([misfit(image, 'its value is no name of an image')]);
  return { query: { from: 'registry', image: fullName(reference), parts } };
}

async function terraformQuery(values: Values, folder: string): Promise<Unknown | { query: Query | undefined }> {
  const named = await textOf(values, folder);
  if (!named.known) return named;
  return { query: named.value === null ? undefined : { from: 'terraform', folder: named.value as string } };
}

/** A ready pod's log is history, unless the runbook says that its readiness does not test the thing in doubt. */
function mayConvict(pod: KubeObject, spec: LogsLookup): boolean {
  return spec['readiness-is-blind'] === true || readField(pod, 'status.conditions[type=Ready].status') !== 'True';
}
