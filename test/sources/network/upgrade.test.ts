import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { HttpAnswer, Upgrade } from '../../../src/model/network.ts';
import { askHttp } from '../../../src/sources/network/http.ts';
import { startApi, tlsFile } from '../kubernetes/fake-api.ts';

const toLoopback: LookupFunction = (_name, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};
const IO = { timeoutMs: 5000, allowed: () => true, lookup: toLoopback, ca: tlsFile('ca.crt') };

const DERP: Upgrade = { to: 'derp' };
const SOCKET: Upgrade = { to: 'websocket', protocol: 'derp' };

async function answerOf(url: string, upgrade: Upgrade, timeoutMs = 5000): Promise<HttpAnswer> {
  const fact = await askHttp({ from: 'http', url, upgrade }, { ...IO, timeoutMs });
  if (fact.state !== 'known') throw new Error(`expected an answer, not ${JSON.stringify(fact)}`);
  return fact.value as HttpAnswer;
}

/** A server that answers what it hears with the words of a test; `heard` is all that ever arrives. */
async function startTcp(answer: (heard: string, socket: Socket) => void): Promise<{ port: number; heard(): string }> {
  const sockets = new Set<Socket>();
  let heard = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      if (heard.endsWith('\r\n\r\n')) answer(heard, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard: () => heard };
}

/** An answer of HTTP/1.1 in its lines, the status first. */
function lines(...all: readonly string[]): string {
  return ['HTTP/1.1 ' + (all[0] ?? ''), ...all.slice(1), '', ''].join('\r\n');
}

function acceptOf(heard: string): string {
  const key = /Sec-WebSocket-Key: (\S+)/i.exec(heard)?.[1] ?? '';
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

const RELAY = ['101 Switching Protocols', 'Upgrade: DERP', 'Connection: Upgrade', 'Derp-Public-Key: 00ff'];

test('a relay that changes over has done so, and hears nothing more', async () => {
  let hungUp: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (hungUp = resolve));
  const relay = await startTcp((_heard, socket) => {
    socket.on('close', () => {
      hungUp();
    });
    socket.write(lines(...RELAY) + 'hello in another protocol');
  });
  const answer = await answerOf(`http://a.test:${relay.port}/derp`, DERP);
  expect(answer).toMatchObject({ outcome: 'answered', trouble: '', status: 101, upgraded: true, body: '' });
  expect(answer.headers).toEqual({ upgrade: 'DERP', 'derp-public-key': '00ff' });
  await closed;
  expect(relay.heard().split('\r\n').toSorted()).toEqual(
    [
      'GET /derp HTTP/1.1',
      'Accept: */*',
      'Connection: Upgrade',
      `Host: a.test:${relay.port}`,
      'Upgrade: derp',
      'User-Agent: kubedoc',
      '',
      '',
    ].toSorted(),
  );
});

test('a WebSocket that proves that it understood has changed over', async () => {
  const server = await startTcp((heard, socket) => {
    const proof = `Sec-WebSocket-Accept: ${acceptOf(heard)}`;
    socket.write(
      lines(
        '101 Switching Protocols',
        'Upgrade: WebSocket',
        'Connection: upgrade',
        proof,
        'Sec-WebSocket-Protocol: derp',
      ),
    );
  });
  expect(await answerOf(`http://a.test:${server.port}/derp`, SOCKET)).toMatchObject({ status: 101, upgraded: true });
  expect(server.heard()).toMatch(/^Sec-WebSocket-Version: 13\r$/m);
  expect(server.heard()).toMatch(/^Sec-WebSocket-Key: [A-Za-z0-9+/]{22}==\r$/m);
  expect(server.heard()).toMatch(/^Sec-WebSocket-Protocol: derp\r$/m);
});

test.each<[string, Upgrade, (accept: string) => readonly string[]]>([
  ['a WebSocket without a proof', SOCKET, () => ['Upgrade: websocket', 'Connection: Upgrade']],
  [
    'a WebSocket with a wrong proof',
    SOCKET,
    () => ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Accept: bm90IHRoZSBwcm9vZg=='],
  ],
  [
    'a WebSocket that speaks something else over it',
    SOCKET,
    (accept) => ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`],
  ],
  ['another protocol than was asked for', SOCKET, () => RELAY.slice(1)],
  ['a relay without its key', DERP, () => ['Upgrade: DERP', 'Connection: Upgrade']],
  ['a change to nothing', DERP, () => ['Derp-Public-Key: 00ff']],
])('%s has not changed over', async (_, upgrade, headers) => {
  const server = await startTcp((heard, socket) => {
    socket.write(lines('101 Switching Protocols', ...headers(acceptOf(heard))));
  });
  const answer = await answerOf(`http://a.test:${server.port}/derp`, upgrade);
  expect(answer).toMatchObject({ outcome: 'answered', status: 101, upgraded: false });
});

test.each([
  [426, 'DERP requires connection upgrade'],
  [200, '<!doctype html>'],
  [400, 'Bad Request'],
  [403, ''],
  [502, 'Bad Gateway'],
  [302, ''],
])('status %i is an answer, and no change', async (status, body) => {
  const api = await startApi((_request, response) =>
    response.writeHead(status, { Server: 'nginx', Location: '/login', 'Set-Cookie': 'a=secret' }).end(body),
  );
  const answer = await answerOf(`${api.url}/derp`, SOCKET);
  expect(answer).toMatchObject({ outcome: 'answered', status, upgraded: false, body, headers: { server: 'nginx' } });
  expect(api.requests).toHaveLength(1);
  expect(JSON.stringify(answer)).not.toContain('secret');
});

test('who does not answer has not changed over', async () => {
  const reset = await startTcp((_heard, socket) => socket.resetAndDestroy());
  const ended = await startTcp((_heard, socket) => socket.end());
  const other = await startTcp((_heard, socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
  const silent = await startTcp(() => undefined);
  const answers = await Promise.all([
    answerOf(`http://a.test:${reset.port}/`, DERP),
    answerOf(`http://a.test:${ended.port}/`, SOCKET),
    answerOf(`http://a.test:${other.port}/`, SOCKET),
    answerOf(`http://a.test:${silent.port}/`, SOCKET, 100),
  ]);
  expect(answers.map(({ outcome }) => outcome)).toEqual(['reset', 'reset', 'not-http', 'timeout']);
  for (const { status, upgraded } of answers) expect([status, upgraded]).toEqual([0, false]);
});

test('nothing is sent where the certificate is not trusted', async () => {
  const api = await startApi((_request, response) => response.end(), {
    cert: tlsFile('expired.crt'),
    key: tlsFile('server.key'),
  });
  const answer = await answerOf(`https://api.kubedoc.test:${api.port}/derp`, SOCKET);
  expect(answer).toMatchObject({ outcome: 'untrusted', upgraded: false, tls: { distrust: 'expired' } });
  expect(api.requests).toEqual([]);
});

test('an upgrade within TLS asks for HTTP/1.1 alone', async () => {
  const api = await startApi((_request, response) => response.end(), {
    cert: tlsFile('server.crt'),
    key: tlsFile('server.key'),
    ALPNProtocols: ['h2', 'http/1.1'],
  });
  const answer = await answerOf(`https://api.kubedoc.test:${api.port}/derp`, SOCKET);
  expect(answer).toMatchObject({ outcome: 'answered', status: 200, upgraded: false });
  expect(api.requests[0]?.headers).toMatchObject({ connection: 'Upgrade', upgrade: 'websocket' });
});

/** A WebSocket that changes over, and what is done with it then. */
async function startSocket(then: (socket: Socket) => void): Promise<number> {
  const { port } = await startTcp((heard, socket) => {
    const proof = `Sec-WebSocket-Accept: ${acceptOf(heard)}`;
    const told = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Protocol: derp', proof];
    socket.write(lines('101 Switching Protocols', ...told) + 'bytes of the other protocol', () => {
      then(socket);
    });
  });
  return port;
}

// Far longer than the test may take: only the end of the connection ends the wait.
const LONG = { ...SOCKET, hold: 3600 };

test.each([
  ['ends', (socket: Socket) => socket.end()],
  ['breaks off', (socket: Socket) => socket.resetAndDestroy()],
])('a connection that somebody %s while it is held was cut', async (_, cut) => {
  const port = await startSocket(cut);
  expect(await answerOf(`http://a.test:${port}/derp`, LONG)).toMatchObject({ upgraded: true, cut: true });
});

test('one that stays for the time is not', async () => {
  const port = await startSocket(() => undefined);
  const answer = await answerOf(`http://a.test:${port}/derp`, { ...SOCKET, hold: 0.01 });
  expect(answer).toMatchObject({ upgraded: true, cut: false });
});

test('one whose question runs out of time before was not cut by anybody', async () => {
  const port = await startSocket(() => undefined);
  expect(await answerOf(`http://a.test:${port}/derp`, LONG, 300)).toMatchObject({ upgraded: true, cut: false });
});

test('one that is not to be held is left at once', async () => {
  const port = await startSocket((socket) => socket.end());
  expect(await answerOf(`http://a.test:${port}/derp`, SOCKET)).toMatchObject({ upgraded: true, cut: false });
});
