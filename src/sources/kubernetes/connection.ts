import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { ConnectAgent, proxyAuthorization } from './connect-agent.ts';
import type { Credentials } from './sign-in.ts';

/** The way to one API server. */
export interface Connection {
  /** The keep-alive agent for these credentials; a new one only when the TLS identity changes. */
  agentFor(credentials: Credentials): http.Agent;
  /** Where to connect to and what to ask for there. `path` begins with a slash. */
  route(path: string): { readonly url: URL; readonly target: string; readonly headers: http.OutgoingHttpHeaders };
  close(): void;
}

/** What a connection needs to know. */
export interface ConnectionOptions {
  readonly server: string;
  readonly proxy: URL | undefined;
  readonly lookup: LookupFunction | undefined;
  readonly deadline: () => AbortSignal;
}

/** Keeps the sockets of one context: five requests share one TLS connection. */
export function createConnection(options: ConnectionOptions): Connection {
  const server = new URL(options.server);
  const prefix = server.pathname.replace(/\/$/, '');
  const plainProxy = server.protocol === 'http:' && !isSocks(options.proxy) ? options.proxy : undefined;
  const held: { agent: http.Agent; tls: Credentials['tls'] }[] = [];
  return {
    agentFor(credentials) {
      const fitting = held.find(({ tls }) => isDeepStrictEqual(tls, credentials.tls));
      if (fitting) return fitting.agent;
      const agent = agentOf(server, options, credentials);
      held.push({ agent, tls: credentials.tls });
      return agent;
    },
    route(path) {
      if (!plainProxy) return { url: server, target: prefix + path, headers: {} };
      const headers = { Host: server.host, ...proxyAuthorization(plainProxy) };
      return { url: plainProxy, target: `${server.origin}${prefix}${path}`, headers };
    },
    close() {
      for (const { agent } of held) agent.destroy();
    },
  };
}

/** True for a proxy that client-node brings the agent for. */
export function isSocks(proxy: URL | undefined): boolean {
  return proxy?.protocol.startsWith('socks') ?? false;
}

function agentOf(server: URL, options: ConnectionOptions, { tls, socksAgent }: Credentials): http.Agent {
  const { proxy, lookup, deadline } = options;
  if (socksAgent) return socksAgent;
  if (server.protocol === 'http:') return proxy?.protocol === 'https:' ? new https.Agent(KEEP) : new http.Agent(KEEP);
  return proxy ? new ConnectAgent({ proxy, tls, lookup, deadline }) : new https.Agent({ ...KEEP, ...tls });
}

const KEEP = { keepAlive: true };
