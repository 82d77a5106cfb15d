import { createHash } from 'node:crypto';
import type { LookupFunction } from 'node:net';
import { describe, expect, it, test } from 'vitest';
import type { Fact } from '../../../src/model/fact.ts';
import type { NetworkIo } from '../../../src/sources/network/connection.ts';
import { askRegistry } from '../../../src/sources/registry/registry.ts';
import { goodTls, json, startApi, tlsFile, type FakeApi, type Handler } from '../kubernetes/fake-api.ts';

/** A text that holds these words. */
const saying = (words: string): unknown => expect.stringContaining(words);

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const DOCKER_IMAGE = 'application/vnd.docker.distribution.manifest.v2+json';

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const AMD = digestOf('amd64');
const ARM = digestOf('arm64');
const PROOF = digestOf('attestation');

const index = (mediaType: string | undefined = OCI_INDEX): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType,
    manifests: [
      { mediaType: OCI_IMAGE, digest: AMD, size: 1, platform: { os: 'linux', architecture: 'amd64' } },
      { mediaType: OCI_IMAGE, digest: ARM, size: 1, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      {
        mediaType: OCI_IMAGE,
        digest: PROOF,
        size: 1,
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      },
    ],
  });
const PARTS = [
  { platform: 'linux/amd64', architecture: 'amd64', digest: AMD },
  { platform: 'linux/arm64/v8', architecture: 'arm64', digest: ARM },
];
const SINGLE = JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, config: { digest: AMD }, layers: [] });

/** A manifest with the headers that registries send; others come over them, and null takes one away. */
function manifest(body: string, more: Readonly<Record<string, string | null>> = {}): Handler {
  const usual = { 'Content-Type': OCI_INDEX, 'Docker-Content-Digest': digestOf(body), ...more };
  const given: readonly (readonly [string, string | null])[] = Object.entries(usual);
  const headers = Object.fromEntries(given.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
  return ({ method }, response) => response.writeHead(200, headers).end(method === 'HEAD' ? undefined : body);
}

const refusing =
  (status: number, code: string): Handler =>
  (_request, response) => {
    json(response, { errors: [{ code, message: 'some words' }] }, status);
  };

/** Every name is this machine, where the test servers are. */
const toLoopback: LookupFunction = (_name, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

function ioWith(more: Partial<NetworkIo> = {}): NetworkIo {
  return { timeoutMs: 5000, allowed: () => true, lookup: toLoopback, ca: tlsFile('ca.crt'), ...more };
}

const hostOf = ({ port }: FakeApi): string => `api.kubedoc.test:${port}`;
const start = (handler: Handler): Promise<FakeApi> => startApi(handler, goodTls());

interface Wish {
  readonly name?: string;
  readonly parts?: boolean;
  readonly io?: Partial<NetworkIo>;
}

function ask(api: FakeApi, { name = 'team/base:v1', parts = false, io = {} }: Wish = {}): Promise<Fact> {
  return askRegistry({ from: 'registry', image: `${hostOf(api)}/${name}`, parts }, ioWith(io));
}

const linesOf = ({ requests }: FakeApi): readonly string[] => requests.map(({ method, url }) => `${method} ${url}`);

describe('what a registry holds', () => {
  it('is told by the headers of one HEAD', async () => {
    const api = await start(manifest(index()));
    expect(await ask(api)).toEqual({
      state: 'known',
      value: { digest: digestOf(index()), mediaType: OCI_INDEX, isIndex: true, parts: [] },
    });
    expect(linesOf(api)).toEqual(['HEAD /v2/team/base/manifests/v1']);
    expect(api.requests[0]?.headers.accept?.split(', ').toSorted()).toEqual(
      [OCI_INDEX, DOCKER_LIST, OCI_IMAGE, DOCKER_IMAGE].toSorted(),
    );
  });

  it('is asked of nobody’s account: nothing that names a person goes along', async () => {
    const api = await start(manifest(index()));
    await ask(api, {
      io: { env: { DOCKER_AUTH_CONFIG: '{}', REGISTRY_TOKEN: 'secret', CODER_SESSION_TOKEN: 'secret' } },
    });
    expect(Object.keys(api.requests[0]?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it.each([
    ['a list of OCI', index(), OCI_INDEX, PARTS],
    ['a list of Docker', index(DOCKER_LIST), DOCKER_LIST, PARTS],
    ['a list that says what it is in its header alone', index(undefined), OCI_INDEX, PARTS],
    ['one image', SINGLE, OCI_IMAGE, []],
    ['one image of Docker', SINGLE.replace(OCI_IMAGE, DOCKER_IMAGE), DOCKER_IMAGE, []],
  ])('with its parts is told by one GET: %s', async (_, body, mediaType, parts) => {
    const api = await start(manifest(body, { 'Content-Type': mediaType }));
    expect(await ask(api, { parts: true })).toEqual({
      state: 'known',
      value: { digest: digestOf(body), mediaType, isIndex: parts.length > 0, parts },
    });
    expect(linesOf(api)).toEqual(['GET /v2/team/base/manifests/v1']);
  });

  it.each<[string, Readonly<Record<string, string | null>>]>([
    ['no digest', { 'Docker-Content-Digest': null }],
    ['a digest of another kind', { 'Docker-Content-Digest': `sha512:${'a'.repeat(128)}` }],
    ['another type', { 'Content-Type': 'application/json' }],
    ['no type', { 'Content-Type': null }],
    ['the type with a character set', { 'Content-Type': `${OCI_INDEX}; charset=utf-8`, 'Docker-Content-Digest': null }],
  ])('is read where the headers say %s', async (_, headers) => {
    const api = await start(manifest(index(), headers));
    expect(await ask(api)).toMatchObject({
      state: 'known',
      value: { digest: digestOf(index()), mediaType: OCI_INDEX },
    });
    expect(linesOf(api)).toEqual(['HEAD /v2/team/base/manifests/v1', 'GET /v2/team/base/manifests/v1']);
  });

  it('is read where HEAD is not allowed', async () => {
    const whole = manifest(index());
    const api = await start((request, response, count) => {
      if (request.method === 'HEAD') response.writeHead(405).end();
      else whole(request, response, count);
    });
    expect(await ask(api)).toMatchObject({ state: 'known', value: { digest: digestOf(index()) } });
  });

  it('is told by its shape where neither header nor body say what it is', async () => {
    const plain = SINGLE.replace(`"mediaType":"${OCI_IMAGE}",`, '');
    const api = await start(manifest(plain, { 'Content-Type': null }));
    expect(await ask(api)).toMatchObject({ state: 'known', value: { mediaType: OCI_IMAGE, isIndex: false } });
  });

  it('is asked for by its digest, which the answer has to have', async () => {
    const api = await start(manifest(SINGLE, { 'Content-Type': OCI_IMAGE }));
    const wanted = digestOf(SINGLE);
    expect(await ask(api, { name: `team/base@${wanted}` })).toMatchObject({
      state: 'known',
      value: { digest: wanted },
    });
    expect(linesOf(api)).toEqual([`HEAD /v2/team/base/manifests/${wanted}`]);
    expect(await ask(api, { name: `team/base@${AMD}` })).toMatchObject({
      state: 'failed',
      reason: saying('another digest'),
    });
  });

  it.each(['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND'])('is nothing where it says %s', async (code) => {
    const api = await start(refusing(404, code));
    expect(await ask(api)).toEqual({ state: 'absent', what: 'object' });
    expect(linesOf(api)).toEqual(['HEAD /v2/team/base/manifests/v1', 'GET /v2/team/base/manifests/v1']);
  });
});

const TOKEN = 'abc.DEF-123';

/** A registry that wants a token of its own realm, and takes that one. */
function guarded(
  held: Handler,
  realm: (host: string) => string,
  give: Handler = (_, response) => json(response, { token: TOKEN }),
): Handler {
  return (request, response, count) => {
    if (request.url?.startsWith('/token') === true) give(request, response, count);
    else if (request.headers.authorization === `Bearer ${TOKEN}`) held(request, response, count);
    else {
      const challenge = `Bearer realm="${realm(request.headers.host ?? '')}",service="it",scope="repository:team/base:pull"`;
      response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
    }
  };
}
const own = (host: string): string => `https://${host}/token`;

describe('a token for nobody', () => {
  it('is asked for once, and used for what follows', async () => {
    const api = await start(guarded(manifest(index(), { 'Docker-Content-Digest': null }), own));
    expect(await ask(api)).toMatchObject({ state: 'known', value: { digest: digestOf(index()) } });
    expect(linesOf(api)).toEqual([
      'HEAD /v2/team/base/manifests/v1',
      'GET /token?service=it&scope=repository%3Ateam%2Fbase%3Apull',
      'HEAD /v2/team/base/manifests/v1',
      'GET /v2/team/base/manifests/v1',
    ]);
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
      `Bearer ${TOKEN}`,
      `Bearer ${TOKEN}`,
    ]);
  });

  it('is asked for at another host, which may be the one that gives tokens', async () => {
    const auth = await start((_, response) => {
      json(response, { access_token: TOKEN });
    });
    const api = await start(guarded(manifest(index()), () => `https://${hostOf(auth)}/token?account=none`));
    expect(await ask(api)).toMatchObject({ state: 'known' });
    expect(linesOf(auth)).toEqual(['GET /token?account=none&service=it&scope=repository%3Ateam%2Fbase%3Apull']);
  });

  it('names the repository where the registry does not', async () => {
    const api = await start(({ url, headers }, response) => {
      if (url?.startsWith('/token') === true) json(response, { token: TOKEN });
      else response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="https://${headers.host ?? ''}/token"` }).end();
    });
    expect(await ask(api)).toMatchObject({ state: 'denied' });
    expect(linesOf(api)[1]).toBe('GET /token?scope=repository%3Ateam%2Fbase%3Apull');
  });

  it('does not go to where a redirect leads, and what lies there is read without it', async () => {
    const other = await start(manifest(index()));
    const api = await start(
      guarded(
        (_, response) => response.writeHead(307, { Location: `https://${hostOf(other)}/elsewhere?x=1` }).end(),
        own,
      ),
    );
    expect(await ask(api)).toMatchObject({ state: 'known', value: { digest: digestOf(index()) } });
    expect(other.requests).toMatchObject([{ method: 'HEAD', url: '/elsewhere?x=1' }]);
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('is asked for anew by the place where a redirect leads, where that wants one', async () => {
    const other = await start(guarded(manifest(index()), own));
    const api = await start((_, response) =>
      response.writeHead(307, { Location: `https://${hostOf(other)}/v2/x/manifests/v1` }).end(),
    );
    expect(await ask(api)).toMatchObject({ state: 'known' });
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test.each<[string, string]>([
    ['http', 'http://api.kubedoc.test:PORT/token'],
    ['a name and password', 'https://a:b@api.kubedoc.test:PORT/token'],
    ['no address', 'token'],
    ['a file', 'file:///etc/passwd'],
  ])('is not asked for at %s', async (_, realm) => {
    const api = await start(guarded(manifest(index()), (host) => realm.replace('PORT', host.split(':')[1] ?? '')));
    expect(await ask(api)).toMatchObject({
      state: 'failed',
      reason: saying('gives tokens at an address that is not asked'),
    });
    expect(linesOf(api)).toEqual(['HEAD /v2/team/base/manifests/v1']);
  });

  test.each<[string, Handler, object]>([
    ['is refused', refusing(401, 'UNAUTHORIZED'), { state: 'denied' }],
    ['is forbidden', refusing(403, 'DENIED'), { state: 'denied' }],
    ['is limited', refusing(429, 'TOOMANYREQUESTS'), { state: 'failed', reason: saying('limits how often') }],
    ['is not there', refusing(404, 'X'), { state: 'failed', reason: saying('answers 404') }],
    ['is broken', refusing(503, 'X'), { state: 'failed', reason: saying('answers 503') }],
    [
      'is elsewhere',
      (_, response) => response.writeHead(302, { Location: '/token2' }).end(),
      { state: 'failed', reason: saying('answers 302') },
    ],
    ['is HTML', (_, response) => response.end('<html>'), { state: 'failed', reason: saying('without a token') }],
    ['is empty', (_, response) => response.end('{}'), { state: 'failed', reason: saying('without a token') }],
    [
      'is far too long',
      (_, response) => response.end(`{"token":"${'a'.repeat(70_000)}"}`),
      { state: 'failed', reason: saying('without a token') },
    ],
  ])('that %s is no answer', async (_, give, fact) => {
    const api = await start(guarded(manifest(index()), own, give));
    expect(await ask(api)).toMatchObject(fact);
  });

  it('that does not help is asked for once', async () => {
    const api = await start(guarded(manifest(index()), own, (_, response) => json(response, { token: 'another' })));
    const fact = await ask(api);
    expect(fact).toMatchObject({ state: 'denied', need: saying('no credential') });
    expect(JSON.stringify(fact)).not.toContain('another"');
    expect(linesOf(api)).toHaveLength(3);
  });
});

describe('what is no answer', () => {
  test.each<[string, Handler, object]>([
    ['401 without a challenge', (_, response) => response.writeHead(401).end(), { state: 'denied' }],
    [
      '401 for a name and password',
      (_, response) => response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end(),
      { state: 'denied', need: saying('kubedoc sends no credential') },
    ],
    ['403', refusing(403, 'DENIED'), { state: 'denied' }],
    ['429', refusing(429, 'TOOMANYREQUESTS'), { state: 'failed', reason: saying('(429)') }],
    ['500', refusing(500, 'UNKNOWN'), { state: 'failed', reason: saying('answers 500') }],
    ['503', refusing(503, 'UNAVAILABLE'), { state: 'failed', reason: saying('answers 503') }],
    ['418', refusing(418, 'X'), { state: 'failed', reason: saying('answers 418') }],
    [
      '404 of a web server',
      (_, response) => response.writeHead(404).end('<html>not found</html>'),
      { state: 'failed', reason: saying('not as a registry') },
    ],
    ['404 with another code', refusing(404, 'BLOB_UNKNOWN'), { state: 'failed' }],
    ['a redirect without a place', (_, response) => response.writeHead(307).end(), { state: 'failed' }],
    [
      'a redirect to http',
      (_, response) => response.writeHead(307, { Location: 'http://api.kubedoc.test/x' }).end(),
      { state: 'failed', reason: saying('not asked') },
    ],
    [
      'a circle of redirects',
      ({ url }, response) => response.writeHead(307, { Location: url }).end(),
      { state: 'failed', reason: saying('from one address to the next') },
    ],
    [
      'HTML',
      (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>sign in</html>'),
      { state: 'failed', reason: saying('something else') },
    ],
    ['nothing', (_, response) => response.writeHead(200, { 'Content-Type': OCI_INDEX }).end(), { state: 'failed' }],
    ['null', manifest('null', { 'Docker-Content-Digest': null }), { state: 'failed' }],
    [
      'a list without manifests',
      manifest(`{"mediaType":"${OCI_INDEX}"}`, { 'Docker-Content-Digest': null }),
      { state: 'failed' },
    ],
    [
      'a list with an entry that is none',
      manifest(`{"mediaType":"${OCI_INDEX}","manifests":[null]}`, { 'Docker-Content-Digest': null }),
      { state: 'failed' },
    ],
    [
      'a list with an entry without a digest',
      manifest(`{"mediaType":"${OCI_INDEX}","manifests":[{}]}`, { 'Docker-Content-Digest': null }),
      { state: 'failed' },
    ],
    [
      'an image without layers',
      manifest(`{"mediaType":"${OCI_IMAGE}"}`, { 'Docker-Content-Digest': null }),
      { state: 'failed' },
    ],
    [
      'a manifest of old',
      manifest('{"schemaVersion":1,"fsLayers":[]}', {
        'Content-Type': 'application/vnd.docker.distribution.manifest.v1+prettyjws',
      }),
      { state: 'failed', reason: saying('something else') },
    ],
    ['a list that breaks off', manifest(index().slice(0, 90), { 'Docker-Content-Digest': null }), { state: 'failed' }],
    [
      'a manifest without end',
      manifest('x'.repeat(5 * 1024 * 1024), { 'Docker-Content-Digest': null }),
      { state: 'failed', reason: saying('more than a manifest') },
    ],
    [
      'a connection that breaks off',
      ({ socket }) => socket.destroy(),
      { state: 'failed', reason: saying('breaks off') },
    ],
  ])('%s', async (_, handler, fact) => {
    expect(await ask(await start(handler))).toMatchObject(fact);
  });

  test('a body that breaks off', async () => {
    const api = await start(({ method }, response) => {
      if (method === 'HEAD') return response.writeHead(405).end();
      response.writeHead(200, { 'Content-Type': OCI_INDEX, 'Content-Length': '5000' });
      return response.write(index().slice(0, 50), () => response.destroy());
    });
    expect(await ask(api)).toMatchObject({ state: 'failed', reason: saying('breaks off') });
  });

  test('a digest that is not that of the body', async () => {
    const api = await start(manifest(index(), { 'Docker-Content-Digest': AMD }));
    expect(await ask(api, { parts: true })).toMatchObject({
      state: 'failed',
      reason: saying('not that of its answer'),
    });
  });

  test('silence ends with the limit', async () => {
    const api = await start(() => undefined);
    expect(await ask(api, { io: { timeoutMs: 200 } })).toMatchObject({
      state: 'failed',
      reason: `${hostOf(api)}: nobody answers`,
      hint: `ask by hand: crane digest ${hostOf(api)}/team/base:v1`,
    });
  });

  test('a look that is ended', async () => {
    const api = await start(() => undefined);
    const fact = await ask(api, { io: { signal: AbortSignal.timeout(100) } });
    expect(fact).toMatchObject({ state: 'failed', reason: 'the look-up was ended' });
  });

  test.each([
    ['an authority that nobody knows', 'server.crt', 'self-signed.crt', 'unknown-authority'],
    ['an expired one', 'expired.crt', 'ca.crt', 'expired'],
    ['one of another name', 'other-name.crt', 'ca.crt', 'wrong-name'],
  ])('a certificate of %s: nothing is sent', async (_, cert, ca, why) => {
    const api = await startApi(manifest(index()), { cert: tlsFile(cert), key: tlsFile('server.key') });
    const fact = await ask(api, { io: { ca: tlsFile(ca) } });
    expect(fact).toMatchObject({
      state: 'failed',
      reason: saying(`is not trusted (${why}`),
    });
    expect(api.requests).toEqual([]);
  });

  test('a registry without TLS', async () => {
    const api = await startApi(manifest(index()));
    expect(await ask(api)).toMatchObject({ state: 'failed', reason: saying('TLS') });
    expect(api.requests).toEqual([]);
  });

  test('a name that nobody knows, a machine without a name server, and nobody there', async () => {
    const failing =
      (code: string): LookupFunction =>
      (_name, _options, callback) => {
        callback(Object.assign(new Error(code), { code }), '', 0);
      };
    const api = await start(manifest(index()));
    const reasons = [
      await ask(api, { io: { lookup: failing('ENOTFOUND') } }),
      await ask(api, { io: { lookup: failing('EAI_AGAIN') } }),
      await askRegistry({ from: 'registry', image: 'api.kubedoc.test:1/a:b', parts: false }, ioWith()),
    ].map((fact) => (fact.state === 'failed' ? fact.reason : fact.state));
    expect(reasons).toEqual([
      `${hostOf(api)}: there is no such name in DNS`,
      `${hostOf(api)}: EAI_AGAIN`,
      'api.kubedoc.test:1: the connection is refused',
    ]);
  });

  test('this machine and link-local addresses are never asked, be it by a name that leads there', async () => {
    const { allowed: _allowed, ...io } = ioWith();
    const api = await start(manifest(index()));
    for (const image of [
      `${hostOf(api)}/a:b`,
      `localhost:${api.port}/a:b`,
      '169.254.169.254/a:b',
      `127.0.0.1:${api.port}/a:b`,
    ])
      expect(await askRegistry({ from: 'registry', image, parts: false }, io)).toMatchObject({
        state: 'failed',
        reason: saying('is never asked'),
      });
    expect(api.connections()).toBe(0);
  });

  test('what is no name of an image', async () => {
    expect(await askRegistry({ from: 'registry', image: 'https://x/y', parts: false }, ioWith())).toMatchObject({
      state: 'failed',
      reason: 'that is no name of an image',
    });
  });
});
