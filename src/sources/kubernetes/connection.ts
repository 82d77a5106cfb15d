import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { proxyAuthorization, proxyTls } from './http-tunnel.ts';
import { isSocks } from './proxy.ts';
import type { Credentials } from './credentials.ts';
import { PlainTunnelAgent, SecureTunnelAgent } from './tunnel-agent.ts';

/** The way to one API server. */
export interface Connection {
  /** Whether a proxy stands on it. */
  readonly isProxied: boolean;
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
    isProxied: options.proxy !== undefined,
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

function agentOf(server: URL, { proxy, lookup, deadline }: ConnectionOptions, { tls }: Credentials): http.Agent {
  const isPlain = server.protocol === 'http:';
  if (!proxy) return isPlain ? new http.Agent(KEEP) : new https.Agent({ ...KEEP, ...tls });
  const through = { proxy, tls, lookup, deadline };
  if (!isPlain) return new SecureTunnelAgent(through);
  if (isSocks(proxy)) return new PlainTunnelAgent(through);
  return proxy.protocol === 'https:' ? new https.Agent({ ...KEEP, ...proxyTls(proxy, tls) }) : new http.Agent(KEEP);
}

const KEEP = { keepAlive: true };
