import type { IncomingHttpHeaders } from 'node:http';
import type { Fact } from '../../model/fact.ts';
import { ForbiddenAddress, openSocket, sendOver, type NetworkIo, type Seen } from '../network/connection.ts';
import { deniedBy } from '../../text/image-reference.ts';
import { codeOf, outcomeOf } from '../network/outcome.ts';
import { readBytes } from '../network/response.ts';
import { bearerChallenge, tokenIn } from './challenge.ts';
import { ACCEPT } from './manifest.ts';

/** What one image is asked for: everything within one limit, with one token at a time. */
export interface Talk {
  readonly io: NetworkIo;
  readonly signal: AbortSignal;
  /** The repository, for a registry that does not say what its token is to allow. */
  readonly repository: string;
  /** How to ask by hand. */
  readonly hint: string;
  /** A token that the registry gave to nobody in particular, and the origin (scheme, host and port) that it is for. */
  token: { readonly origin: string; readonly value: string } | undefined;
}

/** One answer of a registry. */
export interface Reply {
  readonly host: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly truncated: boolean;
}

/** Thrown where nothing more can come of the talk; the fact says why. */
export class NoAnswer extends Error {
  readonly fact: Fact;

  constructor(fact: Fact) {
    super();
    this.fact = fact;
  }
}

/** What the specification asks registries to take (OCI distribution, pushing manifests). */
const MOST_MANIFEST_BYTES = 4 * 1024 * 1024;
const MOST_TOKEN_BYTES = 64 * 1024;
const MOST_REDIRECTS = 3;

/**
 * Asks for a manifest. Where the registry wants a token it is asked for one, as nobody; the token goes to the origin that
 * wanted it and nowhere else, so that a redirect leads on without it. Throws `NoAnswer` where no answer comes.
 */
export async function askManifest(method: 'GET' | 'HEAD', url: URL, talk: Talk): Promise<Reply> {
  let at = url;
  for (let redirects = 0; ;) {
    const reply = await request(at, { method, most: MOST_MANIFEST_BYTES, token: tokenFor(at, talk) }, talk);
    if (isRedirect(reply)) {
      redirects += 1;
      if (redirects > MOST_REDIRECTS) throw failed(`${at.host} leads from one address to the next`, talk);
      at = targetOf(reply, at, talk);
    } else if (reply.status === 401 && tokenFor(at, talk) === undefined) {
      talk.token = { origin: at.origin, value: await fetchToken(reply, talk) };
    } else {
      return reply;
    }
  }
}

function tokenFor(at: URL, { token }: Talk): string | undefined {
  return token?.origin === at.origin ? token.value : undefined;
}

function isRedirect({ status, headers }: Reply): boolean {
  return status >= 300 && status <= 399 && headers.location !== undefined;
}

function targetOf({ headers }: Reply, from: URL, talk: Talk): URL {
  const { location = '' } = headers;
  const target = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (target === undefined || !isPlainHttps(target))
    throw failed(`${from.host} leads on to an address that is not asked`, talk);
  return target;
}

/** Name and password in an address would be sent. */
function isPlainHttps({ protocol, username, password }: URL): boolean {
  return protocol === 'https:' && username === '' && password === '';
}

/** The token that anybody gets. Where a registry wants a name, or gives none to nobody, it is denied. */
async function fetchToken(reply: Reply, talk: Talk): Promise<string> {
  const answer = await request(realmOf(reply, talk), { method: 'GET', most: MOST_TOKEN_BYTES, token: undefined }, talk);
  if (answer.status === 401 || answer.status === 403) throw denied(reply.host);
  if (answer.status !== 200) throw unusable(answer, talk);
  const token = answer.truncated ? undefined : tokenIn(answer.body.toString('utf8'));
  if (token === undefined) throw failed(`${answer.host} answers without a token`, talk);
  return token;
}

/** Where the token is to be had, with what it is for. */
function realmOf({ host, headers }: Reply, talk: Talk): URL {
  const challenge = bearerChallenge(headers['www-authenticate'] ?? '');
  if (challenge === undefined) throw denied(host);
  const realm = URL.canParse(challenge.realm) ? new URL(challenge.realm) : undefined;
  if (realm === undefined || !isPlainHttps(realm))
    throw failed(`${host} gives tokens at an address that is not asked`, talk);
  if (challenge.service !== '') realm.searchParams.set('service', challenge.service);
  realm.searchParams.set('scope', challenge.scope === '' ? `repository:${talk.repository}:pull` : challenge.scope);
  return realm;
}

interface Wish {
  readonly method: 'GET' | 'HEAD';
  readonly most: number;
  readonly token: string | undefined;
}

async function request(url: URL, { method, most, token }: Wish, talk: Talk): Promise<Reply> {
  const { io, signal } = talk;
  const seen: Seen = { address: '', tls: null };
  try {
    const socket = await openSocket(url, { io, signal, seen });
    if (seen.tls?.trusted !== true) {
      socket.destroy();
      throw failed(`the certificate of ${url.host} is not trusted (${seen.tls?.distrust ?? 'none is shown'})`, talk);
    }
    const headers = { Accept: ACCEPT, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
    const response = await sendOver(socket, { url, method, headers, signal });
    const { bytes, truncated } = await readBytes(response, most);
    return { host: url.host, status: response.statusCode ?? 0, headers: response.headers, body: bytes, truncated };
  } catch (error) {
    throw error instanceof NoAnswer ? error : failed(troubleOf(error, url.host, talk), talk);
  }
}

function troubleOf(error: unknown, host: string, { io, signal }: Talk): string {
  if (error instanceof ForbiddenAddress) return `${host} is never asked: it is this machine or a link-local address`;
  if (io.signal?.aborted === true) return 'the look-up was ended';
  if (signal.aborted) return `${host}: nobody answers`;
  const told = outcomeOf(error)?.trouble ?? (codeOf(error) || 'the connection breaks off');
  return `${host}: ${told}`;
}

/** What an answer that is no manifest comes to. */
export function unusable({ host, status }: Reply, talk: Talk): NoAnswer {
  if (status === 401 || status === 403) return denied(host);
  if (status === 429) return failed(`${host} limits how often it may be asked (429)`, talk);
  return failed(`${host} answers ${String(status)}`, talk);
}

/** Nothing is known, and why. */
export function failed(reason: string, { hint }: Pick<Talk, 'hint'>): NoAnswer {
  return new NoAnswer({ state: 'failed', reason, hint });
}

/** Nobody may see it who does not say who they are, and kubedoc never does. */
function denied(host: string): NoAnswer {
  return new NoAnswer({ state: 'denied', need: deniedBy(host) });
}
