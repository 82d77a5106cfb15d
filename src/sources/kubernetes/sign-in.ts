import { isDeepStrictEqual } from 'node:util';
import { Agent, type OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { isRecord } from './json.ts';
import { providerName, singleContextConfig, type SignInParts } from './single-context-config.ts';
import { TroubleError } from './trouble.ts';

/** What a request needs to be let in. */
export interface Credentials {
  readonly headers: OutgoingHttpHeaders;
  readonly tls: TlsOptions;
  /** An agent that client-node made for a SOCKS proxy; undefined for every other connection. */
  readonly socksAgent: Agent | undefined;
}

/** The part of Node's TLS options that a kubeconfig decides. */
export type TlsOptions = Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'>;

/** The credentials of one context, made once and shared by all requests. */
export interface SignIn {
  /** Throws `TroubleError` when the plugin or provider fails. */
  get(): Promise<Credentials>;
  /** After a 401: credentials made anew, or the same ones where nothing newer is to be had. */
  renew(refused: Credentials): Promise<Credentials>;
  /** A request with these credentials was let in. */
  accepted(credentials: Credentials): void;
}

/** A failed sign-in is not tried again for this long, so that queries in a row do not each wait for a dead plugin. */
const FAILURE_MEMORY_MS = 10_000;

const SIGN_IN_HINT = 'check the user of this context in the kubeconfig; signing in again with kubectl may renew it';

interface Memo {
  readonly promise: Promise<Credentials>;
  /** Set once the promise has settled. */
  settled?: Credentials | 'failed';
  readonly since: number;
  readonly renewed: boolean;
  accepted: boolean;
}

/**
 * Wraps client-node's authentication of one context: concurrent callers share one plugin run, a credential is kept until
 * it expires, its token file changes or the server refuses it. (client-node runs the plugin for every request.)
 */
export function createSignIn(parts: SignInParts): SignIn {
  const { config, expires, version } = singleContextConfig(parts);
  let memo: Memo | undefined;
  let knownVersion: string | undefined;

  function start(renewed: boolean): Memo {
    knownVersion = version();
    const promise = credentialsOf(config, parts.signInDeadline());
    const started: Memo = { promise, since: parts.now(), renewed, accepted: false };
    promise.then(
      (credentials) => (started.settled = credentials),
      () => (started.settled = 'failed'),
    );
    return started;
  }

  function isStale(held: Memo): boolean {
    if (held.settled === undefined) return false;
    if (held.settled === 'failed') return parts.now() - held.since > FAILURE_MEMORY_MS;
    const current = version();
    return parts.now() >= (expires() ?? Infinity) || (current !== undefined && current !== knownVersion);
  }

  return {
    get() {
      if (!memo || isStale(memo)) memo = start(false);
      return memo.promise;
    },
    async renew(refused) {
      if (!memo) return refused;
      // Somebody else has renewed meanwhile, or the renewed one was refused as well: asking again would change nothing.
      if (memo.settled !== refused || (memo.renewed && !memo.accepted)) return memo.promise;
      memo = start(true);
      const fresh = await memo.promise;
      const same = isDeepStrictEqual([fresh.headers, fresh.tls], [refused.headers, refused.tls]);
      return same ? refused : fresh;
    },
    accepted(credentials) {
      if (memo?.settled === credentials) memo.accepted = true;
    },
  };
}

async function credentialsOf(config: KubeConfig, deadline: AbortSignal): Promise<Credentials> {
  const options: RequestOptions = {};
  const isOidc = providerName(config.getCurrentUser()) === 'oidc';
  try {
    const work = config.applyToHTTPSOptions(options);
    await (isOidc ? beforeAbort(work, deadline) : work);
  } catch (error) {
    throw error instanceof TroubleError ? error : new TroubleError('the sign-in of this context failed', SIGN_IN_HINT);
  }
  const { auth, headers } = options;
  const basic = auth ? { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
  const all: OutgoingHttpHeaders = { ...basic, ...(isRecord(headers) ? headers : {}) };
  // client-node goes on without any credential here, which the server would take for an anonymous visitor.
  if (isOidc && all['Authorization'] === undefined) {
    throw new TroubleError('the OIDC sign-in of this context has expired and cannot be renewed', SIGN_IN_HINT);
  }
  return { headers: all, tls: tlsOf(options), socksAgent: socksAgentOf(config, options) };
}

/** client-node waits for an OIDC provider without any limit. */
async function beforeAbort(work: Promise<void>, deadline: AbortSignal): Promise<void> {
  const late = new TroubleError('the sign-in of this context did not finish in time', SIGN_IN_HINT);
  await new Promise<void>((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(late), { once: true });
    work.then(resolve, reject);
  });
}

/** Node treats an option that is present but undefined differently from one that is missing. */
function tlsOf({ ca, cert, key, rejectUnauthorized, servername }: RequestOptions): TlsOptions {
  const tls = { ca, cert, key, rejectUnauthorized, servername };
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}

function socksAgentOf(config: KubeConfig, { agent }: RequestOptions): Agent | undefined {
  return config.getCurrentCluster()?.proxyUrl !== undefined && agent instanceof Agent ? agent : undefined;
}
