import { createHash, randomBytes } from 'node:crypto';
import { request, type IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpAnswer, Upgrade } from '../../model/network.ts';
import { USUAL_BODY_KIB } from '../../model/query.ts';
import { keptHeaders, readResponse } from './response.ts';

/** What comes back of an answered question. */
type Answered = Pick<HttpAnswer, 'status' | 'headers' | 'upgraded' | 'cut' | 'location' | 'body' | 'truncated'>;

/**
 * Sends one GET over an open connection that asks it to change to another protocol (RFC 9110, 7.8; RFC 6455, 4.1), and
 * tells whether it did. The connection is closed with the answer, or once it was held: not a byte of the other protocol is
 * sent, and what comes is thrown away. Rejects as `node:http` does where no answer comes.
 */
export function askUpgrade(
  url: URL,
  upgrade: Upgrade,
  { socket, signal }: { readonly socket: Socket; readonly signal: AbortSignal },
): Promise<Answered> {
  const key = randomBytes(16).toString('base64');
  return new Promise((resolve, reject) => {
    const sent = request({
      createConnection: () => socket,
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: headersOf(url, upgrade, key),
      signal,
    });
    const switched = (headers: IncomingHttpHeaders): void => {
      const upgraded = isMet(headers, upgrade, key);
      void isCut(socket, upgraded ? upgrade.hold : undefined, signal).then((cut) => {
        socket.destroy();
        resolve({ ...SWITCHED, headers: keptHeaders(headers), upgraded, cut });
      });
    };
    sent.once('upgrade', ({ headers }) => {
      switched(headers);
    });
    // Without the header Upgrade a 101 is no change for Node: it would wait for another answer.
    sent.on('information', ({ statusCode, headers }) => {
      if (statusCode === 101) switched(headers);
    });
    sent.once('response', (response) => {
      readResponse(response, url, USUAL_BODY_KIB * 1024).then((read) => {
        resolve({ ...read, upgraded: false, cut: false });
      }, reject);
    });
    sent.once('error', reject);
    sent.end();
  });
}

/**
 * Holds an open connection for so many seconds and tells whether the other side ended it in that time. A question whose time
 * is over by itself was not cut up to then.
 */
function isCut(socket: Socket, seconds: number | undefined, signal: AbortSignal): Promise<boolean> {
  if (seconds === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000, false);
    const ended = (): void => {
      clearTimeout(timer);
      resolve(!signal.aborted);
    };
    for (const event of ['end', 'close', 'error']) socket.once(event, ended);
    // Unread bytes would keep the end from being seen.
    socket.resume();
  });
}

const SWITCHED = { status: 101, location: '', body: '', truncated: false };

function headersOf({ host }: URL, { to, protocol }: Upgrade, key: string): Readonly<Record<string, string>> {
  const common = { Host: host, 'User-Agent': 'kubedoc', Accept: '*/*', Connection: 'Upgrade', Upgrade: to };
  if (to !== 'websocket') return common;
  const asked = protocol === undefined ? {} : { 'Sec-WebSocket-Protocol': protocol };
  return { ...common, 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key, ...asked };
}

/** A WebSocket proves that it understood by what it makes of the key (RFC 6455, 4.2.2); a relay shows its public key. */
function isMet(headers: IncomingHttpHeaders, { to, protocol }: Upgrade, key: string): boolean {
  if (headers.upgrade?.toLowerCase() !== to) return false;
  if (to === 'derp') return headers['derp-public-key'] !== undefined;
  if (protocol !== undefined && headers['sec-websocket-protocol'] !== protocol) return false;
  return headers['sec-websocket-accept'] === createHash('sha1').update(`${key}${GUID}`).digest('base64');
}

/** The constant of RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
