import { createServer, type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Fact } from '../../../src/model/fact.ts';
import type { HttpAnswer } from '../../../src/model/network.ts';
import { askHttp, type NetworkIo } from '../../../src/sources/network/http.ts';
import { startApi, tlsFile, type Handler } from '../kubernetes/fake-api.ts';

/** Every name is this machine, where the test servers are. */
const toLoopback: LookupFunction = (_name, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};
const notFound: LookupFunction = (name, _options, callback) => {
  callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }), '', 0);
};
const noNameServer: LookupFunction = (name, _options, callback) => {
  callback(Object.assign(new Error(`getaddrinfo EAI_AGAIN ${name}`), { code: 'EAI_AGAIN' }), '', 0);
};

const TRUSTING = { timeoutMs: 5000, allowed: () => true, lookup: toLoopback, ca: tlsFile('ca.crt') };

function ask(url: string, io: Partial<NetworkIo> = {}): Promise<Fact> {
  return askHttp({ from: 'http', url }, { ...TRUSTING, ...io });
}

async function answerOf(url: string, io: Partial<NetworkIo> = {}): Promise<HttpAnswer> {
  const fact = await ask(url, io);
  if (fact.state !== 'known') throw new Error(`expected an answer, not ${JSON.stringify(fact)}`);
  return fact.value as HttpAnswer;
}

/** A server of bare TCP that ends with the test. */
async function startTcp(onConnect: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnect(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const OK: Handler = (_request, response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end('OK');

test('an answer is told with its status, its body and who gave it', async () => {
  const api = await startApi(OK);
  expect(await answerOf(`${api.url}/healthz?full=1`)).toMatchObject({
    outcome: 'answered',
    trouble: '',
    address: '127.0.0.1',
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: 'OK',
    truncated: false,
    tls: null,
  });
  const [seen] = api.requests;
  expect(seen).toMatchObject({ method: 'GET', url: '/healthz?full=1', headers: { host: `127.0.0.1:${api.port}` } });
  expect(Object.keys(seen?.headers ?? {}).toSorted()).toEqual(['accept', 'connection', 'host', 'user-agent']);
});

test.each([400, 401, 403, 404, 429, 500, 503])('status %i is an answer', async (status) => {
  const api = await startApi((_request, response) => response.writeHead(status).end('no'));
  expect(await answerOf(api.url)).toMatchObject({ outcome: 'answered', status, body: 'no' });
  expect(api.requests).toHaveLength(1);
});

test.each([
  ['/login', 'http://127.0.0.1:PORT/login'],
  ['https://id.example.org/auth?state=secret#there', 'https://id.example.org/auth'],
  ['https://me:secret@id.example.org/', 'https://id.example.org/'],
])('a redirect to %s is shown without secrets and not followed', async (Location, shown) => {
  const api = await startApi((_request, response) => response.writeHead(302, { Location }).end());
  const answer = await answerOf(api.url);
  expect(answer.location).toBe(shown.replace('PORT', String(api.port)));
  expect(api.requests).toHaveLength(1);
  expect(JSON.stringify(answer)).not.toContain('secret');
});

test('cookies and other headers stay outside', async () => {
  const headers = { 'Set-Cookie': 'session=secret', 'X-Debug': 'secret', Server: 'nginx' };
  const api = await startApi((_request, response) => response.writeHead(200, headers).end());
  const answer = await answerOf(api.url);
  expect(answer.headers).toMatchObject({ server: 'nginx' });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

test('a body without end is read up to its limit', async () => {
  const api = await startApi((_request, response) => {
    const more = (): void => {
      while (response.write('x'.repeat(10_000)) && !response.destroyed);
    };
    response.on('drain', more).on('error', () => undefined);
    more();
  });
  const { body, truncated } = await answerOf(api.url);
  expect([body.length, truncated]).toEqual([64 * 1024, true]);
});

test('a certificate that is trusted is told, and the question goes out', async () => {
  const api = await startApi(OK, { cert: tlsFile('server.crt'), key: tlsFile('server.key') });
  const answer = await answerOf(`https://api.kubedoc.test:${api.port}/`);
  expect(answer).toMatchObject({ outcome: 'answered', status: 200, body: 'OK' });
  expect(answer.tls).toMatchObject({
    trusted: true,
    distrust: '',
    names: ['localhost', 'api.kubedoc.test', '127.0.0.1', '0:0:0:0:0:0:0:1'],
    coversName: true,
    validTo: '2126-10-28T04:24:55Z',
    subject: 'localhost',
    issuer: 'kubedoc test CA',
    protocol: 'TLSv1.3',
  });
  expect(answer.tls?.chain[0]).toBe('kubedoc test CA');
});

test.each([
  ['expired.crt', 'server.key', 'api.kubedoc.test', 'expired', true],
  ['other-name.crt', 'server.key', 'api.kubedoc.test', 'wrong-name', false],
  ['self-signed.crt', 'self-signed.key', 'api.kubedoc.test', 'self-signed', true],
  ['server.crt', 'server.key', 'else.kubedoc.test', 'wrong-name', false],
])('%s with %s at %s is not trusted: %s', async (cert, key, host, distrust, coversName) => {
  const api = await startApi(OK, { cert: tlsFile(cert), key: tlsFile(key) });
  const answer = await answerOf(`https://${host}:${api.port}/`);
  expect(answer).toMatchObject({ outcome: 'untrusted', status: 0, tls: { trusted: false, distrust, coversName } });
  expect(answer.trouble).toContain(distrust);
  expect(api.requests).toEqual([]);
});

test('an authority that nobody knows is told from a wrong name', async () => {
  const api = await startApi(OK, { cert: tlsFile('server.crt'), key: tlsFile('server.key') });
  const answer = await answerOf(`https://else.kubedoc.test:${api.port}/`, { ca: tlsFile('self-signed.crt') });
  expect(answer.tls).toMatchObject({ distrust: 'unknown-authority', coversName: false });
});

test('what goes wrong on the way is an answer about the address', async () => {
  const closed = await startTcp(() => undefined);
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const reset = await startTcp((socket) => socket.resetAndDestroy());
  const ended = await startTcp((socket) => socket.end());
  const other = await startTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
  const outcomes = await Promise.all([
    answerOf(`http://a.test:${port}/`),
    answerOf(`http://a.test:${reset}/`),
    answerOf(`http://a.test:${ended}/`),
    answerOf(`http://a.test:${other}/`),
    answerOf(`https://a.test:${other}/`),
    answerOf('http://a.test/', { lookup: notFound }),
    answerOf(`http://a.test:${closed}/`, { timeoutMs: 50 }),
    answerOf(`https://a.test:${closed}/`, { timeoutMs: 50 }),
  ]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([
    'refused',
    'reset',
    'reset',
    'not-http',
    'tls-failed',
    'no-such-name',
    'timeout',
    'timeout',
  ]);
  for (const { status, trouble } of outcomes) expect([status, trouble === '']).toEqual([0, false]);
});

test('an answer that breaks off in the middle is no answer', async () => {
  const port = await startTcp((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
  expect(await answerOf(`http://a.test:${port}/`)).toMatchObject({ outcome: 'reset', status: 0, body: '' });
});

test.each([
  ['no URL at all', 'not a url', {}, /no http or https URL/],
  ['another protocol', 'file:///etc/passwd', {}, /no http or https URL/],
  ['a password in it', 'https://me:secret@a.test/', {}, /no http or https URL/],
  ['a link-local address', 'http://169.254.169.254/latest/meta-data', { allowed: undefined }, /never asked/],
  ['this machine', 'http://127.0.0.1:1/', { allowed: undefined }, /never asked/],
  ['this machine in IPv6', 'http://[::1]:1/', { allowed: undefined }, /never asked/],
  ['a name that leads to this machine', 'http://a.test:1/', { allowed: undefined }, /never asked/],
  ['a name server that does not answer', 'http://a.test/', { lookup: noNameServer }, /could not ask \(EAI_AGAIN\)/],
  ['a walk that has ended', 'http://a.test:1/', { signal: AbortSignal.abort() }, /was ended/],
] as const)('%s says nothing about the address', async (_, url, io, reason) => {
  const { allowed, ...rest } = { ...TRUSTING, ...io } as NetworkIo;
  const fact = await askHttp({ from: 'http', url }, allowed === undefined ? rest : { ...rest, allowed });
  expect(fact).toMatchObject({ state: 'failed', reason: expect.stringMatching(reason) as string });
  expect(JSON.stringify(fact)).not.toContain('secret');
});
