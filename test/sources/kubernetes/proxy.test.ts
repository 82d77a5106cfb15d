import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { proxyFor } from '../../../src/sources/kubernetes/proxy.ts';
import {
  everythingIsLocal,
  goodTls,
  json,
  listen,
  PODS,
  podList,
  sourceFor,
  startApi,
  tlsFile,
  type FakeApi,
} from './fake-api.ts';

const CA = { 'certificate-authority-data': Buffer.from(tlsFile('ca.crt')).toString('base64') };
const lookup = everythingIsLocal;

interface ProxyBehaviour {
  /** The status line in place of a tunnel, and of an answer. */
  readonly refuseWith?: string;
  readonly tls?: https.ServerOptions;
  readonly onTunnel?: (socket: net.Socket) => void;
}

/** An HTTP proxy on 127.0.0.1 that leads every tunnel to one server. */
async function startProxy(api: FakeApi, behaviour: ProxyBehaviour = {}) {
  const tunnels: { target: string; authorization: string | undefined }[] = [];
  const plain: string[] = [];
  const { refuseWith, tls, onTunnel } = behaviour;
  const listener: http.RequestListener = (request, response) => {
    plain.push(request.url ?? '');
    if (refuseWith) response.writeHead(Number(refuseWith.slice(0, 3))).end();
    else json(response, podList(['through-proxy']));
  };
  const proxy = tls ? https.createServer(tls, listener) : http.createServer(listener);
  proxy.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    tunnels.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    onTunnel?.(socket);
    if (refuseWith) return socket.end(`HTTP/1.1 ${refuseWith}\r\n\r\n`);
    const upstream = net.connect(api.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) end.on('error', () => undefined);
    onTestFinished(() => void upstream.destroy());
    return undefined;
  });
  const port = await listen(proxy);
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { url: `127.0.0.1:${port}`, tunnels, plain };
}

const secureApi = () => startApi((_request, response) => json(response, podList(['a'])), goodTls());

test('HTTPS_PROXY: one tunnel for several requests, TLS with the server itself', async () => {
  const api = await secureApi();
  const proxy = await startProxy(api);
  const env = { HTTPS_PROXY: `http://ann:p%40ss@${proxy.url}` };
  const parts = { cluster: CA, user: { token: 'SECRET' }, env };
  const source = sourceFor('https://api.kubedoc.test:6443', parts, { lookup });
  for (let look = 0; look < 3; look += 1) expect((await source.lookUp(PODS)).state).toBe('known');
  const authorization = `Basic ${Buffer.from('ann:p@ss').toString('base64')}`;
  expect(proxy.tunnels).toEqual([{ target: 'api.kubedoc.test:6443', authorization }]);
  expect(api.requests[0]?.headers).toMatchObject({ authorization: 'Bearer SECRET', host: 'api.kubedoc.test:6443' });
  expect(api.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
});

test('proxy-url of the cluster wins over the environment, and holds for this machine too', async () => {
  const api = await secureApi();
  const proxy = await startProxy(api);
  const cluster = { ...CA, 'proxy-url': `http://${proxy.url}` };
  const env = { HTTPS_PROXY: 'http://127.0.0.1:1' };
  expect((await sourceFor(api.url, { cluster, env }).lookUp(PODS)).state).toBe('known');
  expect(proxy.tunnels).toHaveLength(1);
});

test('NO_PROXY goes around the proxy', async () => {
  const api = await secureApi();
  const env = { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'kubedoc.test' };
  const source = sourceFor(`https://api.kubedoc.test:${api.port}`, { cluster: CA, env }, { lookup });
  expect((await source.lookUp(PODS)).state).toBe('known');
});

test('the certificate is checked through the tunnel as well', async () => {
  const api = await secureApi();
  const proxy = await startProxy(api);
  const parts = { cluster: { 'proxy-url': `http://${proxy.url}` } };
  expect(await sourceFor(api.url, parts).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('UNABLE_TO_VERIFY_LEAF_SIGNATURE') as string,
  });
  expect(api.requests).toEqual([]);
});

test('a plain server is asked for by its whole address', async () => {
  const proxy = await startProxy(await secureApi());
  const parts = { env: { http_proxy: proxy.url } };
  const fact = await sourceFor('http://api.kubedoc.test/base', parts, { lookup }).lookUp(PODS);
  expect(fact.state).toBe('known');
  expect(proxy.plain).toEqual(['http://api.kubedoc.test/base/api/v1/pods?limit=500']);
});

test('a proxy that refuses, one that is not there, and one that is no address', async () => {
  const api = await secureApi();
  const refusing = await startProxy(api, { refuseWith: '407 Proxy Authentication Required' });
  const through = async (url: string) => sourceFor(api.url, { cluster: { ...CA, 'proxy-url': url } }).lookUp(PODS);
  expect(await through(`http://${refusing.url}`)).toMatchObject({
    state: 'failed',
    reason: 'the proxy in front of the API server refused the connection (407)',
    hint: expect.stringContaining('asks for a user and a password') as string,
  });
  const plain = { env: { HTTP_PROXY: `http://${refusing.url}` } };
  expect(await sourceFor('http://api.kubedoc.test', plain, { lookup }).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the API server answers 407 Proxy Authentication Required',
    hint: expect.stringContaining('HTTP_PROXY') as string,
  });
  expect(await through('http://127.0.0.1:1')).toMatchObject({
    state: 'failed',
    reason: 'the proxy in front of the API server cannot be reached (ECONNREFUSED)',
  });
  for (const unusable of ['ftp://proxy', 'socks4://proxy', 'http://']) {
    expect(await through(unusable)).toEqual({
      state: 'failed',
      reason: 'the proxy to the API server is not a usable address',
      hint: 'check proxy-url of this cluster in the kubeconfig: it begins with http, https or socks5',
    });
  }
});

test('a silent proxy ends with the deadline', async () => {
  const api = await secureApi();
  const pulled = new AbortController();
  const mute = http.createServer().on('connect', () => pulled.abort());
  const port = await listen(mute);
  onTestFinished(() => void mute.close());
  const cluster = { ...CA, 'proxy-url': `http://127.0.0.1:${port}` };
  const source = sourceFor(api.url, { cluster }, { deadline: () => pulled.signal });
  expect(await source.lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the API server did not answer completely within 10 s through the proxy',
    hint: expect.stringContaining('the proxy') as string,
  });
});

test('a proxy over TLS is trusted by the authority of the cluster, and never sees the client certificate', async () => {
  const api = await secureApi();
  const peers: unknown[] = [];
  const tls = { ...goodTls(), ca: tlsFile('ca.crt'), requestCert: true, rejectUnauthorized: false };
  const proxy = await startProxy(api, {
    tls,
    onTunnel: (socket) => peers.push(socket instanceof TLSSocket && socket.getPeerCertificate()),
  });
  const cluster = { ...CA, 'proxy-url': `https://${proxy.url}` };
  const user = {
    'client-certificate-data': Buffer.from(tlsFile('client.crt')).toString('base64'),
    'client-key-data': Buffer.from(tlsFile('client.key')).toString('base64'),
  };
  expect((await sourceFor(api.url, { cluster, user }).lookUp(PODS)).state).toBe('known');
  expect(proxy.tunnels).toHaveLength(1);
  expect(peers).toEqual([{}]);
});

test('a proxy over TLS whose certificate nobody vouches for is not used', async () => {
  const api = await secureApi();
  const proxy = await startProxy(api, { tls: { cert: tlsFile('self-signed.crt'), key: tlsFile('self-signed.key') } });
  const cluster = { ...CA, 'proxy-url': `https://${proxy.url}` };
  expect(await sourceFor(api.url, { cluster }).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the proxy in front of the API server cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT)',
  });
  expect(proxy.tunnels).toEqual([]);
});

test('a proxy that breaks the tunnel off', async () => {
  const api = await secureApi();
  const proxy = await startProxy(api, { onTunnel: (socket) => socket.destroy() });
  const cluster = { ...CA, 'proxy-url': `http://${proxy.url}` };
  expect(await sourceFor(api.url, { cluster }).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the proxy in front of the API server cannot be reached (ECONNRESET)',
  });
});

test.each([
  ['https://a.corp.test', '', true],
  ['https://a.corp.test', '*', false],
  ['https://a.corp.test', 'corp.test', false],
  ['https://corp.test', 'corp.test', false],
  ['https://corp.test', '.corp.test', true],
  ['https://a.corp.test', '*.corp.test', false],
  ['https://acorp.test', 'corp.test', true],
  ['https://A.CORP.test', ' x , corp.TEST ', false],
  ['https://a.corp.test:6443', 'a.corp.test:6443', false],
  ['https://a.corp.test:6443', 'a.corp.test:443', true],
  ['https://10.1.2.3', '10.0.0.0/8', false],
  ['https://11.1.2.3', '10.0.0.0/8,10.0.0.0/99,x/8', true],
  ['https://[fd00::5]', 'fd00::/8', false],
  ['https://[fd00::5]', 'fd00::5', false],
  ['https://localhost:6443', '', false],
  ['https://127.0.0.9', '', false],
  ['https://[::1]', '', false],
])('%s with NO_PROXY=%s goes through the proxy: %s', (server, noProxy, through) => {
  const env = { HTTPS_PROXY: 'proxy.test:3128', NO_PROXY: noProxy };
  expect(proxyFor(new URL(server), undefined, env)?.href).toBe(through ? 'http://proxy.test:3128/' : undefined);
});
