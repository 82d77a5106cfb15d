import { isDeepStrictEqual } from 'node:util';
import { createCredentialSource, type CredentialSource } from './credential-source.ts';
import type { Credentials, SignInParts } from './credentials.ts';
import { cleanText, TroubleError } from './trouble.ts';

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
/** A credential is renewed this long before its end: a request with it may take as long to arrive. */
const RENEW_BEFORE_MS = 10_000;
/** But not sooner than this: with a wrong clock every credential comes expired, and the server decides (401 renews). */
const RENEW_PAUSE_MS = 10_000;

interface Memo {
  readonly promise: Promise<Credentials>;
  /** Set once the promise has settled. */
  settled?: Credentials | 'failed';
  /** When it was started, then when it settled. */
  since: number;
  readonly renewed: boolean;
  accepted: boolean;
}

/**
 * Signs one context in: concurrent callers share one plugin run, a credential is kept until shortly before it expires, its
 * token file changes or the server refuses it. (client-node by itself runs the plugin for every request.)
 */
export function createSignIn(parts: SignInParts): SignIn {
  const source = createCredentialSource(parts);
  let memo: Memo | undefined;
  let knownVersion: string | undefined;

  function start(renewed: boolean): Memo {
    knownVersion = source.version();
    const promise = credentialsOf(source, parts.context.name);
    const started: Memo = { promise, since: parts.now(), renewed, accepted: false };
    const settle = (as: Credentials | 'failed') => Object.assign(started, { settled: as, since: parts.now() });
    promise.then(settle, () => settle('failed'));
    return started;
  }

  function isStale(held: Memo): boolean {
    if (held.settled === undefined) return false;
    const age = parts.now() - held.since;
    if (held.settled === 'failed') return age > FAILURE_MEMORY_MS;
    const current = source.version();
    if (current !== undefined && current !== knownVersion) return true;
    return parts.now() >= (source.expires() ?? Infinity) - RENEW_BEFORE_MS && age >= RENEW_PAUSE_MS;
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
      return isDeepStrictEqual(fresh, refused) ? refused : fresh;
    },
    accepted(credentials) {
      if (memo?.settled === credentials) memo.accepted = true;
    },
  };
}

async function credentialsOf(source: CredentialSource, contextName: string): Promise<Credentials> {
  try {
    return await source.read();
  } catch (error) {
    throw error instanceof TroubleError ? error : signInFailed(contextName);
  }
}

function signInFailed(contextName: string): TroubleError {
  return new TroubleError(
    `the sign-in of context ${cleanText(contextName)} failed`,
    'check the user of this context in the kubeconfig; signing in again with kubectl may renew it',
  );
}
