import net from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { goodTls, json, PODS, podList, sourceFor, startApi, tlsFile } from './fake-api.ts';

const CA = { 'certificate-authority-data': Buffer.from(tlsFile('ca.crt')).toString('base64') };

interface Behaviour {
  /** The sign-in that it asks for: 0 none, 2 user and password, 255 none of those offered. */
  readonly method?: number;
  readonly password?: string;
  /** Its answer to the request, 0 for a tunnel. */
  readonly reply?: number;
  /** The address that it says to have connected to: its kind and bytes. */
  readonly bound?: readonly number[];
  /** What it says in place of the greeting. */
  readonly greeting?: string;
}

/** A SOCKS5 proxy on 127.0.0.1 (RFC 1928) that leads every tunnel to one port, and answers byte by byte. */
async function startSocks(port: number, behaviour: Behaviour = {}) {
  const { method = 0, password, reply = 0, bound = [1, 127, 0, 0, 1], greeting } = behaviour;
  const seen = { methods: [] as number[][], targets: [] as string[], signIns: [] as string[] };
  const server = net.createServer((socket) => void serve(socket).catch(() => socket.destroy()));

  async function serve(socket: net.Socket): Promise<void> {
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    const [, count = 0] = await read(socket, 2);
    seen.methods.push([...(await read(socket, count))]);
    if (greeting !== undefined) return void socket.end(greeting);
    await drip(socket, [5, method]);
    if (method === 255) return;
    if (method === 2) {
      const [, length = 0] = await read(socket, 2);
      const user = String(await read(socket, length));
      const given = String(await read(socket, (await read(socket, 1))[0] ?? 0));
      seen.signIns.push(`${user}:${given}`);
      await drip(socket, [1, given === password ? 0 : 1]);
    }
    const [, , , kind] = await read(socket, 4);
    const length = kind === 3 ? ((await read(socket, 1))[0] ?? 0) : kind === 4 ? 16 : 4;
    const address = await read(socket, length);
    seen.targets.push(
      `${kind === 3 ? String(address) : [...address].join('.')}:${(await read(socket, 2)).readUInt16BE()}`,
    );
    await drip(socket, [5, reply, 0, ...bound, 0, 80]);
    if (reply !== 0) return;
    const upstream = net.connect(port, '127.0.0.1');
    upstream.on('error', () => undefined);
    onTestFinished(() => void upstream.destroy());
    upstream.pipe(socket).pipe(upstream);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `127.0.0.1:${(server.address() as net.AddressInfo).port}`, ...seen };
}

async function read(socket: net.Socket, bytes: number): Promise<Buffer> {
  let held = Buffer.alloc(0);
  for (;;) {
    held = Buffer.concat([held, (socket.read() as Buffer | null) ?? Buffer.alloc(0)]);
    if (held.length > bytes) socket.unshift(held.subarray(bytes));
    if (held.length >= bytes) return held.subarray(0, bytes);
    await once(socket, 'readable');
  }
}

async function drip(socket: net.Socket, bytes: readonly number[]): Promise<void> {
  for (const byte of bytes) await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
}

const secureApi = () => startApi((_request, response) => json(response, podList(['a'])), goodTls());
const throughOf = (url: string) => ({ cluster: { ...CA, 'proxy-url': url }, user: { token: 'SECRET' } });

test('a SOCKS5 proxy: it looks the name up, TLS is with the server itself, one tunnel serves several requests', async () => {
  const api = await secureApi();
  const socks = await startSocks(api.port);
  const lookup = () => expect.unreachable('the name is none of ours to resolve');
  const source = sourceFor('https://api.kubedoc.test:6443', throughOf(`socks5://${socks.url}`), { lookup });
  for (let look = 0; look < 3; look += 1) expect((await source.lookUp(PODS)).state).toBe('known');
  expect(socks.targets).toEqual(['api.kubedoc.test:6443']);
  expect(socks.methods).toEqual([[0]]);
  expect(api.connections()).toBe(1);
  expect(api.requests[0]?.headers.authorization).toBe('Bearer SECRET');
});

test('a SOCKS5 proxy of the environment, with a user and a password', async () => {
  const api = await secureApi();
  const socks = await startSocks(api.port, { method: 2, password: 'p@ss', bound: [3, 2, 97, 98] });
  const env = { HTTPS_PROXY: `socks5h://ann:p%40ss@${socks.url}` };
  const source = sourceFor('https://api.kubedoc.test', { cluster: CA, env });
  expect((await source.lookUp(PODS)).state).toBe('known');
  expect([socks.methods, socks.signIns]).toEqual([[[0, 2]], ['ann:p@ss']]);
});

test('a plain server behind a SOCKS5 proxy', async () => {
  const api = await startApi((_request, response) => json(response, podList(['a'])));
  const socks = await startSocks(api.port, { bound: [4, ...Array<number>(16).fill(0)] });
  const source = sourceFor('http://api.kubedoc.test:8001', { cluster: { 'proxy-url': `socks5://${socks.url}` } });
  for (let look = 0; look < 2; look += 1) expect((await source.lookUp(PODS)).state).toBe('known');
  expect(socks.targets).toEqual(['api.kubedoc.test:8001']);
});

test.each([
  ['https://10.1.2.3:6443', '10.1.2.3:6443'],
  ['https://[fd00:1::a:5]', '253.0.0.1.0.0.0.0.0.0.0.0.0.10.0.5:443'],
  ['https://[::1]:6443', '0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1:6443'],
])('%s is asked for as the address %s', async (server, target) => {
  const socks = await startSocks(1, { reply: 5 });
  await sourceFor(server, throughOf(`socks5://${socks.url}`)).lookUp(PODS);
  expect(socks.targets).toEqual([target]);
});

test.each<[string, Behaviour, string, string]>([
  ['finds no way', { reply: 4 }, '', 'refused the connection (it finds no way to the API server)'],
  ['says no in an unknown way', { reply: 77 }, '', 'refused the connection (SOCKS reply 77)'],
  ['wants a sign-in', { method: 255 }, '', 'refused the connection (it asks for another sign-in)'],
  ['chooses a sign-in that was not offered', { method: 2 }, '', 'refused the connection (it asks for another sign-in)'],
  [
    'knows another password',
    { method: 2, password: 'x' },
    'ann:y@',
    'refused the connection (it does not accept user and password)',
  ],
  ['hangs up', { greeting: '' }, '', 'cannot be reached (ECONNRESET)'],
])('a SOCKS5 proxy that %s', async (_what, behaviour, user, reason) => {
  const api = await secureApi();
  const socks = await startSocks(api.port, behaviour);
  expect(await sourceFor(api.url, throughOf(`socks5://${user}${socks.url}`)).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: `the proxy in front of the API server ${reason}`,
    hint: expect.stringContaining('proxy-url') as string,
  });
  expect(api.requests).toEqual([]);
});

test('a SOCKS5 proxy that is none, and one that is not there', async () => {
  const api = await secureApi();
  const other = await startSocks(api.port, { greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n' });
  expect(await sourceFor(api.url, throughOf(`socks5://${other.url}`)).lookUp(PODS)).toMatchObject({
    reason: 'the proxy does not speak SOCKS5',
  });
  expect(await sourceFor(api.url, throughOf('socks5://127.0.0.1:1')).lookUp(PODS)).toMatchObject({
    reason: 'the proxy in front of the API server cannot be reached (ECONNREFUSED)',
  });
});

test('a silent SOCKS5 proxy ends with the deadline, and with the source', async () => {
  const closed: Promise<unknown>[] = [];
  const pulled = new AbortController();
  const mute = net.createServer((socket) => {
    closed.push(once(socket, 'close'));
    socket.on('error', () => undefined).once('data', () => pulled.abort());
    socket.resume();
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void mute.close());
  const proxy = `socks5://127.0.0.1:${(mute.address() as net.AddressInfo).port}`;
  const source = sourceFor('https://10.0.0.1', throughOf(proxy), { deadline: () => pulled.signal });
  expect(await source.lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the API server did not answer completely within 10 s through the proxy',
  });
  await Promise.all(closed);

  const run = new AbortController();
  const stopped = sourceFor('https://10.0.0.1', throughOf(proxy), {
    deadline: () => new AbortController().signal,
    signal: run.signal,
  });
  const asked = stopped.lookUp(PODS);
  await once(mute, 'connection');
  run.abort();
  expect((await asked).state).toBe('failed');
  stopped.close();
  await Promise.all(closed);
});
