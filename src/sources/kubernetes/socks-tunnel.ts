import { once } from 'node:events';
import { connect, isIPv4, isIPv6, type Socket } from 'node:net';
import { proxyRefused, proxyTrouble, PROXY_HINT } from './proxy-trouble.ts';
import { TroubleError } from './trouble.ts';
import type { TunnelRequest } from './tunnel.ts';

/**
 * Opens a tunnel through a SOCKS5 proxy (RFC 1928, user and password by RFC 1929). The proxy looks the name of the server
 * up, as it does for kubectl: behind a bastion it is often the only one that can. Throws `TroubleError`.
 */
export async function openSocksTunnel(request: TunnelRequest): Promise<Socket> {
  const { proxy, lookup, signal } = request;
  const socket = connect({
    host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(proxy.port || 1080),
    ...(lookup ? { lookup } : {}),
  });
  const fail = (code: string) => () => socket.destroy(Object.assign(new Error(code), { code }));
  const [late, ended] = [fail('ABORT_ERR'), fail('ECONNRESET')];
  // Without a listener an error that nobody waits for would end the program.
  socket.on('error', () => undefined);
  socket.on('end', ended);
  signal.addEventListener('abort', late, { once: true });
  try {
    if (signal.aborted) late();
    await shakeHands(socket, request);
    return socket;
  } catch (error) {
    socket.destroy();
    throw proxyTrouble(error);
  } finally {
    socket.off('end', ended);
    signal.removeEventListener('abort', late);
  }
}

const [VERSION, CONNECT, NO_SIGN_IN, PASSWORD] = [5, 1, 0, 2];

async function shakeHands(socket: Socket, request: TunnelRequest): Promise<void> {
  const methods = request.proxy.username === '' ? [NO_SIGN_IN] : [NO_SIGN_IN, PASSWORD];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await take(socket, 2);
  if (version !== VERSION) throw new TroubleError('the proxy does not speak SOCKS5', PROXY_HINT);
  if (method === PASSWORD && methods.includes(PASSWORD)) await signIn(socket, request.proxy);
  else if (method !== NO_SIGN_IN) throw proxyRefused('it asks for another sign-in');
  socket.write(Buffer.from([VERSION, CONNECT, 0, ...addressOf(request.host), request.port >> 8, request.port & 255]));
  const [, reply = 0, , kind] = await take(socket, 4);
  if (reply !== 0) throw proxyRefused(REPLIES[reply] ?? `SOCKS reply ${reply}`);
  // The address at the other end, which nobody needs.
  const length = kind === NAME ? ((await take(socket, 1))[0] ?? 0) : kind === IPV6 ? 16 : 4;
  await take(socket, length + 2);
}

async function signIn(socket: Socket, proxy: URL): Promise<void> {
  const parts = [proxy.username, proxy.password].map((part) => Buffer.from(decodeURIComponent(part)));
  if (parts.some(({ length }) => length > 255)) throw proxyRefused('user or password is too long for it');
  socket.write(Buffer.from([1, ...parts.flatMap((part) => [part.length, ...part])]));
  const [, status] = await take(socket, 2);
  if (status !== 0) throw proxyRefused('it does not accept user and password');
}

const [IPV4, NAME, IPV6] = [1, 3, 4];

/** The address as SOCKS writes it: its kind, for a name its length, and its bytes. */
function addressOf(host: string): readonly number[] {
  if (isIPv4(host)) return [IPV4, ...host.split('.').map(Number)];
  if (isIPv6(host)) return [IPV6, ...ipv6Bytes(host)];
  const name = Buffer.from(host);
  if (name.length > 255) throw proxyRefused('the name of the server is too long for it');
  return [NAME, name.length, ...name];
}

/** Sixteen bytes of an address as a URL holds it: hexadecimal groups, a run of zeros left out at most once. */
function ipv6Bytes(host: string): readonly number[] {
  const [head = '', tail = ''] = host.split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const given = [...(before ?? []), ...(after ?? [])];
  const zeros = Array.from({ length: 8 - given.length }, () => '0');
  const groups = [...(before ?? []), ...zeros, ...(after ?? [])].map((group) => Number.parseInt(group, 16));
  return groups.flatMap((group) => [group >> 8, group & 255]);
}

/** The replies of RFC 1928, section 6. */
const REPLIES: Readonly<Record<number, string>> = {
  1: 'general failure',
  2: 'its rules do not allow it',
  3: 'it finds no way to the network of the API server',
  4: 'it finds no way to the API server',
  5: 'the API server refused it',
  6: 'it gave up',
  7: 'it does not know the command',
  8: 'it does not know the kind of address',
};

/** Exactly so many bytes; what came after them is put back. */
async function take(socket: Socket, bytes: number): Promise<Buffer> {
  let held = Buffer.alloc(0);
  for (;;) {
    // All there is: asking for more than there is while some is there would be told "readable" for ever.
    const chunk: unknown = socket.read();
    if (Buffer.isBuffer(chunk)) held = Buffer.concat([held, chunk]);
    if (held.length > bytes) socket.unshift(held.subarray(bytes));
    if (held.length >= bytes) return held.subarray(0, bytes);
    if (socket.destroyed) throw socket.errored ?? new Error('closed');
    await once(socket, 'readable');
  }
}
