import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { proxyRefused, proxyTrouble, PROXY_HINT } from './proxy-trouble.ts';
import type { TlsOptions } from './credentials.ts';
import type { TroubleError } from './trouble.ts';
import type { TunnelRequest } from './tunnel.ts';

/**
 * Opens a tunnel through an HTTP(S) proxy with CONNECT (RFC 9110, 9.3.6): what goes through it is TLS with the server
 * itself, so that the proxy sees neither credentials nor content. Throws `TroubleError`.
 */
export function openHttpTunnel({ proxy, host, port, tls, lookup, signal }: TunnelRequest): Promise<Duplex> {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: { Host: target, ...proxyAuthorization(proxy) },
      agent: false,
      signal,
      ...proxyTls(proxy, tls),
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
    request.on('error', (error) => reject(proxyTrouble(error)));
    request.end();
  });
}

/** The `Proxy-Authorization` header for a proxy address with a user in it; nothing for any other. */
export function proxyAuthorization(proxy: URL): { 'Proxy-Authorization'?: string } {
  if (proxy.username === '') return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/**
 * How a proxy that is spoken to over TLS itself is verified: by the authorities of the system and by that of the cluster,
 * since Go's clients know only the latter there. Never with the client certificate, which is meant for the API server.
 */
export function proxyTls(proxy: URL, { ca, rejectUnauthorized }: TlsOptions): TlsOptions {
  if (proxy.protocol !== 'https:') return {};
  const verify = rejectUnauthorized === undefined ? {} : { rejectUnauthorized };
  return ca === undefined ? verify : { ...verify, ca: [...rootCertificates, ca].flat() };
}

function refused(status: number | undefined): TroubleError {
  return proxyRefused(
    String(status ?? 'no status'),
    status === 407 ? `${PROXY_HINT}: it asks for a user and a password in the address of the proxy` : PROXY_HINT,
  );
}
