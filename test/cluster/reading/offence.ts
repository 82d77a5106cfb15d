import type { Request } from '../cluster/audit.ts';

/** A request and what is wrong with it in a program that only reads. */
export interface Offence {
  readonly request: Request;
  readonly because: string;
}

/** The requests that a program that only reads must not send. `allowed` is the one Secret that it was told to read. */
export function offencesAmong(requests: readonly Request[], allowed?: NamedSecret): readonly Offence[] {
  return requests.flatMap((request) => {
    const because = offenceOf(request, allowed);
    return because === undefined ? [] : [{ request, because }];
  });
}

/** An offence in one line. */
export function told({ request, because }: Offence): string {
  return `${because}: ${request.verb} ${request.uri} by ${request.user}`;
}

/** A Secret by its name. */
export interface NamedSecret {
  readonly namespace: string;
  readonly name: string;
}

function offenceOf(request: Request, allowed: NamedSecret | undefined): string | undefined {
  if (isSelfReview(request)) return undefined;
  if (!READING.has(request.verb)) return isTrial(request) ? 'writes, if only on trial' : 'writes';
  if (CONNECTING.test(request.resource) && !isMeasuring(request)) return 'connects';
  if (!readsSecrets(request) || isHelm(request) || isThe(allowed, request)) return undefined;
  return 'may have read a Secret';
}

/** A `get` of exactly this Secret: no list that happens to hold it, no watch, no other one. */
function isThe(secret: NamedSecret | undefined, { verb, uri }: Request): boolean {
  if (secret === undefined || verb !== 'get') return false;
  return new URL(uri, 'http://server').pathname === `/api/v1/namespaces/${secret.namespace}/secrets/${secret.name}`;
}

/**
 * Helm by its own name, reading the Secrets that it wrote. It does so with `--read-helm-history` alone, which `judge.ts` holds.
 */
export function isHelm({ agent, verb, resource, uri }: Request): boolean {
  if (!agent.startsWith('Helm/') || !READING.has(verb)) return false;
  return resource === '' || (resource === 'secrets' && /[=,&]owner(=|%3D)helm|%2Cowner%3Dhelm/.test(uri));
}

const READING = new Set(['get', 'list', 'watch']);

/** Whoever asks what it may do itself posts, and changes nothing. Asking about others is somebody else's business. */
const SELF_REVIEWS: Readonly<Record<string, readonly string[]>> = {
  'authorization.k8s.io': ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  'authentication.k8s.io': ['selfsubjectreviews'],
};

function isSelfReview({ verb, group, resource }: Request): boolean {
  return verb === 'create' && (SELF_REVIEWS[group] ?? []).includes(resource);
}

/** A dry run goes through admission, whose webhooks may do anything. */
function isTrial({ uri }: Request): boolean {
  return new URL(uri, 'http://server').searchParams.has('dryRun');
}

/** Asks a kubelet what it measures, which kubedoc does with `--node-stats` alone; nothing else goes through a node. */
function isMeasuring({ verb, resource, uri }: Request): boolean {
  return verb === 'get' && resource === 'nodes/proxy' && /^\/api\/v1\/nodes\/[^/]+\/proxy\/stats\/summary$/.test(uri);
}

/** They run something, or lead past the API server; over a WebSocket their verb is `get`. */
const CONNECTING = /^(pods\/(exec|attach|portforward|proxy)|services\/proxy|nodes\/proxy)$/;

/**
 * Only an answer of metadata, or that there is none, proves that the content stayed where it was. A watch has no such
 * answer, and a Table may hold the whole object in its rows.
 */
function readsSecrets({ group, resource, answer, status }: Request): boolean {
  if (group !== '' || resource !== 'secrets') return false;
  // Asked for metadata, the API server notes no answer about an object that is not there.
  return status < 300 ? !METADATA.has(answer) : status !== 404 && answer !== 'Status';
}

const METADATA = new Set(['PartialObjectMetadata', 'PartialObjectMetadataList']);
