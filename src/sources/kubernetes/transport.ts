import { setTimeout as sleep } from 'node:timers/promises';
import { createAttempt, timeoutSignal } from './attempt.ts';
import { createConnection, type Connection } from './connection.ts';
import type { WireResponse } from './exchange.ts';
import { proxyFor } from './proxy.ts';
import { withRetries } from './retry.ts';
import type { Credentials } from './credentials.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { TroubleError } from './trouble.ts';
import type { Request, TransportOptions } from './request.ts';

/** Sends requests to one API server. */
export interface Transport {
  /** Answers with any status but 401, which it throws as `UnauthorizedError`. Throws what `explain` can explain. */
  readonly send: (request: Request, signal?: AbortSignal) => Promise<WireResponse>;
  readonly close: () => void;
}

/** The API server does not know who is asking. */
export class UnauthorizedError extends TroubleError {
  constructor(isAnonymous: boolean) {
    super(
      isAnonymous
        ? 'the API server lets nobody in without credentials, and this context has none (401 Unauthorized)'
        : 'the API server does not accept these credentials (401 Unauthorized)',
      isAnonymous
        ? 'sign in again with the tool that wrote this context, name a user with a credential in it, or choose another'
        : 'sign in again, or choose another user or context; exported cloud credentials may override those of the kubeconfig',
    );
    this.name = 'UnauthorizedError';
  }
}

/** Joins sign-in, connection, limits and retries into one function that sends a request. */
export function createTransport(options: TransportOptions): Transport {
  const attempt = createAttempt(options);
  const retrying = { wait: options.wait ?? waitFor, now: options.now ?? Date.now };
  let way: Way | undefined;

  async function send(request: Request, signal: AbortSignal = options.signal): Promise<WireResponse> {
    way ??= openWay(options);
    const { signIn, connection } = way;
    const once = async (credentials: Credentials): Promise<WireResponse> => {
      const sent = () => attempt(request, { credentials, connection, signal });
      const response = request.method === 'GET' ? await withRetries(sent, { ...retrying, signal }) : await sent();
      if (response.status !== 401) signIn.accepted(credentials);
      return response;
    };
    const credentials = await signIn.get();
    const response = await once(credentials);
    if (response.status !== 401) return response;
    const renewed = await signIn.renew(credentials);
    const second = renewed === credentials ? response : await once(renewed);
    if (second.status === 401) throw new UnauthorizedError(isAnonymous(credentials));
    return second;
  }

  return { send, close: () => way?.connection.close() };
}

function isAnonymous({ headers, tls }: Credentials): boolean {
  return headers['Authorization'] === undefined && tls.cert === undefined;
}

interface Way {
  readonly signIn: SignIn;
  readonly connection: Connection;
}

/** Opened by the first request, so that a proxy or plugin that is set up wrongly becomes its failure. */
function openWay(options: TransportOptions): Way {
  const { context, env, readFile, signal, lookup, now = Date.now } = options;
  const deadline = options.deadline ?? timeoutSignal;
  const proxy = proxyFor(new URL(context.server), context.cluster.proxyUrl, env);
  const signIn = createSignIn({
    context,
    env,
    readFile,
    now,
    signInDeadline: () => AbortSignal.any([signal, deadline(options.signInTimeoutMs)]),
  });
  const connection = createConnection({
    server: context.server,
    proxy,
    lookup,
    deadline: () => deadline(options.requestTimeoutMs),
  });
  return { signIn, connection };
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}
