import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { TroubleError } from './trouble.ts';
import type { TlsOptions } from './sign-in.ts';

/** How to get through the proxy. */
export interface ConnectAgentOptions {
  readonly proxy: URL;
  readonly tls: TlsOptions;
  readonly lookup: LookupFunction | undefined;
  /** A fresh deadline for each tunnel: the request's own signal does not reach the agent. */
  readonly deadline: () => AbortSignal;
}

/**
 * A keep-alive agent that reaches an HTTPS server through an HTTP proxy: one CONNECT per connection, then TLS with the
 * server itself, so that the proxy sees neither credentials nor content.
 */
export class ConnectAgent extends https.Agent {
  readonly #through: ConnectAgentOptions;

  constructor(through: ConnectAgentOptions) {
    super({ keepAlive: true, ...through.tls });
    this.#through = through;
  }

  override createConnection(
    options: http.ClientRequestArgs & tls.ConnectionOptions,
    callback: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const fail = callback as (error: unknown) => void;
    openTunnel(this.#through, `${bracketed(options.host ?? '')}:${options.port ?? 443}`).then((socket) => {
      // Node puts `servername` there unless the target is an address, which TLS forbids as a server name.
      callback(null, tls.connect({ ...options, socket, host: undefined, port: undefined, path: undefined }));
    }, fail);
    return undefined;
  }
}

function openTunnel({ proxy, lookup, deadline }: ConnectAgentOptions, target: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: { Host: target, ...proxyAuthorization(proxy) },
      agent: false,
      signal: deadline(),
      ...(lookup ? { lookup } : {}),
    });
    request.on('connect', (response, socket) => {
      if (response.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(refused(response.statusCode));
    });
    request.on('response', (response) => {
      response.destroy();
      reject(refused(response.statusCode));
    });
    request.on('error', (error: NodeJS.ErrnoException) => reject(unreachable(error.code ?? error.name)));
    request.end();
  });
}

/** The `Proxy-Authorization` header for a proxy address with a user in it; nothing for any other. */
export function proxyAuthorization(proxy: URL): { 'Proxy-Authorization'?: string } {
  if (proxy.username === '') return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

const PROXY_HINT = 'check proxy-url in the kubeconfig and the variables HTTPS_PROXY and NO_PROXY';

function refused(status: number | undefined): TroubleError {
  return new TroubleError(
    `the proxy in front of the API server refused the connection (${status ?? 'no status'})`,
    PROXY_HINT,
  );
}

function unreachable(code: string): TroubleError {
  return new TroubleError(`the proxy in front of the API server cannot be reached (${code})`, PROXY_HINT);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
