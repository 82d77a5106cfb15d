import { lookup as systemLookup } from 'node:dns';
import { request, type IncomingMessage } from 'node:http';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import type { TlsFacts } from '../../model/network.ts';
import { mayBeAsked } from './asked-addresses.ts';
import { tlsFacts } from './tls-facts.ts';

/** What the world outside is for one question; tests put their own in place of it. */
export interface NetworkIo {
  /** For the whole question, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly lookup?: LookupFunction;
  /** Which addresses may be asked; `mayBeAsked` where it is left out. */
  readonly allowed?: (address: string) => boolean;
  /** Authorities beside those that this machine trusts, PEM. */
  readonly ca?: string;
  /** The variables that tokens are taken from; without them there is no token. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What is known by the time that something goes wrong. */
export interface Seen {
  address: string;
  tls: TlsFacts | null;
}

/** The host without the brackets of an IPv6 address. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** For what a connection is opened: with what, until when, and where what is seen of the other side is noted. */
export interface Opening {
  readonly io: NetworkIo;
  readonly signal: AbortSignal;
  readonly seen: Seen;
}

/**
 * Opens a connection, with TLS for https. A certificate that is not trusted does not end it: whoever asked looks at `seen`, and
 * sends nothing there. Rejects with `ForbiddenAddress`, `Closed` or an error of Node.
 */
export function openSocket(url: URL, { io, signal, seen }: Opening): Promise<Socket> {
  const host = hostOf(url);
  const secure = url.protocol === 'https:';
  const allowed = io.allowed ?? mayBeAsked;
  if (isIP(host) !== 0 && !allowed(host)) return Promise.reject(new ForbiddenAddress());
  const where = {
    host,
    port: Number(url.port === '' ? (secure ? 443 : 80) : url.port),
    lookup: checkedLookup(io.lookup ?? systemLookup, allowed),
  };
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = secure
    ? connectTls({ ...where, ...name, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], ...authorities(io) })
    : connect(where);
  return new Promise((resolve, reject) => {
    const end = (): void => void socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', end, { once: true });
    socket.once('connect', () => (seen.address = socket.remoteAddress ?? ''));
    socket.once('error', reject);
    socket.once('close', () => reject(new Closed()));
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      if (socket instanceof TLSSocket) seen.tls = tlsFacts(socket, host);
      resolve(socket);
    });
  });
}

function authorities({ ca }: NetworkIo): { ca?: string } {
  return ca === undefined ? {} : { ca };
}

/** A name can lead to an address that is never asked, at the second look too: what is checked is what is connected to. */
function checkedLookup(lookup: LookupFunction, allowed: (address: string) => boolean): LookupFunction {
  return (name, options, callback) => {
    lookup(name, options, (error, found, family) => {
      if (error !== null) {
        callback(error, found, family);
        return;
      }
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      callback(addresses.every(allowed) ? null : new ForbiddenAddress(), found, family);
    });
  };
}

/** One request without a body. */
export interface Sent {
  readonly url: URL;
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Sends one request over an open connection, which ends with the answer. Rejects as `node:http` does where none comes. */
export function sendOver(socket: Socket, { url, method = 'GET', headers, signal }: Sent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({
      createConnection: () => socket,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { Host: url.host, 'User-Agent': 'kubedoc', Accept: '*/*', Connection: 'close', ...headers },
      signal,
    });
    sent.once('response', resolve);
    sent.once('error', reject);
    sent.end();
  });
}

/** That address is never asked: it is this machine or a link-local one. */
export class ForbiddenAddress extends Error {}
/** The other side closed the connection before it stood. */
export class Closed extends Error {}
