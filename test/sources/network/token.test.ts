import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/engine/diagnose.ts';
import { plan } from '../../../src/engine/plan.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { HttpAnswer } from '../../../src/model/network.ts';
import type { HttpQuery } from '../../../src/model/query.ts';
import type { Progress } from '../../../src/model/world.ts';
import type { Look } from '../../../src/render/format.ts';
import { renders } from '../../../src/render/index.ts';
import { renderPlan } from '../../../src/render/plan.ts';
import { askHttp, type NetworkIo } from '../../../src/sources/network/http.ts';
import { describeQuery } from '../../../src/text/query-text.ts';
import { runbookOf } from '../../engine/scripted.ts';
import { goodTls, startApi, tlsFile, type FakeApi, type Handler } from '../kubernetes/fake-api.ts';

const TOKEN = 'Abc123xyz-4f9QmPpLrTvWxYz01234567';
const USE = { header: 'Coder-Session-Token', from: 'CODER_SESSION_TOKEN', for: 'CODER_URL' };
const OK: Handler = (_request, response) => response.writeHead(200).end('OK');
/** A server that repeats what it was sent, wherever it can. */
const ECHO: Handler = ({ headers }, response) => {
  const sent = String(headers['coder-session-token']);
  const said = { Server: sent, Location: `/${sent}`, 'X-Coder-Build-Version': 'v2.28.1' };
  response.writeHead(302, said).end(JSON.stringify(headers));
};

/** Every name is this machine, where the test servers are. */
const toLoopback: LookupFunction = (_name, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

type Env = Readonly<Record<string, string | undefined>>;

function ioWith(env: Env | undefined, ca = 'ca.crt'): NetworkIo {
  const io = { timeoutMs: 5000, allowed: () => true, lookup: toLoopback, ca: tlsFile(ca) };
  return env === undefined ? io : { ...io, env };
}

function addressOf({ port }: FakeApi, host = 'api.kubedoc.test'): string {
  return `https://${host}:${port}`;
}

function ask(url: string, env: Env | undefined, ca?: string): Promise<Fact> {
  return askHttp({ from: 'http', url, token: USE }, ioWith(env, ca));
}

function tokensAt(api: FakeApi): readonly unknown[] {
  return api.requests.map(({ headers }) => headers['coder-session-token']);
}

describe('a token', () => {
  it('goes to the origin that is named beside it, whatever path stands there', async () => {
    const api = await startApi(OK, goodTls());
    const env = { CODER_SESSION_TOKEN: TOKEN, CODER_URL: `${addressOf(api)}/some/path?x=1` };
    expect(await ask(`${addressOf(api)}/api/v2/debug/health`, env)).toMatchObject({ value: { status: 200 } });
    expect(tokensAt(api)).toEqual([TOKEN]);
    expect(api.requests[0]).toMatchObject({ method: 'GET', url: '/api/v2/debug/health', body: '' });
  });

  it('goes with no look-up that does not ask for one', async () => {
    const api = await startApi(OK, goodTls());
    const env = { CODER_SESSION_TOKEN: TOKEN, CODER_URL: addressOf(api) };
    await askHttp({ from: 'http', url: `${addressOf(api)}/healthz` }, ioWith(env));
    expect(tokensAt(api)).toEqual([undefined]);
  });

  it.each<[string, (api: FakeApi) => string, (api: FakeApi) => Env | undefined, RegExp, true | undefined]>([
    ['without an environment', addressOf, () => undefined, /CODER_SESSION_TOKEN is not set/, true],
    ['without a token', addressOf, (api) => ({ CODER_URL: addressOf(api) }), /CODER_SESSION_TOKEN is not set/, true],
    ['that is empty', addressOf, (api) => env('', addressOf(api)), /CODER_SESSION_TOKEN is not set/, true],
    ['that is for nobody', addressOf, () => ({ CODER_SESSION_TOKEN: TOKEN }), /CODER_URL is not set/, true],
    ['for another host', addressOf, (api) => env(TOKEN, addressOf(api, 'else.kubedoc.test')), /another host/, true],
    [
      'for a host below it',
      (api) => addressOf(api, 'a.api.kubedoc.test'),
      (api) => env(TOKEN, addressOf(api)),
      /another host/,
      true,
    ],
    ['for another port', addressOf, () => env(TOKEN, 'https://api.kubedoc.test:1'), /names https:.*:1,/, true],
    [
      'for the same host over http',
      addressOf,
      (api) => env(TOKEN, `http://api.kubedoc.test:${api.port}`),
      /names http:/,
      true,
    ],
    [
      'whose address is http',
      ({ port }) => `http://api.kubedoc.test:${port}`,
      ({ port }) => env(TOKEN, `http://api.kubedoc.test:${port}`),
      /over https only/,
      undefined,
    ],
    ['whose address is none', addressOf, () => env(TOKEN, 'coder'), /CODER_URL holds no address/, undefined],
    ['with a line break', addressOf, (api) => env(`${TOKEN}\nHost: a`, addressOf(api)), /blanks/, undefined],
  ])('%s: nothing is sent, and the reason holds no token', async (_, url, given, reason, unasked) => {
    const api = await startApi(OK, goodTls());
    const fact = await ask(`${url(api)}/api/v2/debug/health`, given(api));
    expect(fact).toMatchObject({ state: 'failed', reason: expect.stringMatching(reason) as string });
    expect('unasked' in fact ? fact.unasked : undefined).toBe(unasked);
    expect(JSON.stringify(fact)).not.toContain(TOKEN);
    expect([api.requests, api.connections()]).toEqual([[], 0]);
  });

  it.each([
    ['an authority that nobody knows', goodTls(), 'self-signed.crt'],
    ['an expired one', { cert: tlsFile('expired.crt'), key: tlsFile('server.key') }, 'ca.crt'],
    ['one of another name', { cert: tlsFile('other-name.crt'), key: tlsFile('server.key') }, 'ca.crt'],
  ])('is not sent where the certificate is of %s', async (_, tls, ca) => {
    const api = await startApi(OK, tls);
    const fact = await ask(`${addressOf(api)}/`, env(TOKEN, addressOf(api)), ca);
    expect(fact).toMatchObject({ state: 'known', value: { outcome: 'untrusted', status: 0 } });
    expect(api.requests).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('is not sent on by a redirect with %i', async (status) => {
    const other = await startApi(OK, goodTls());
    const api = await startApi((_request, response) => {
      response.writeHead(status, { Location: addressOf(other) }).end();
    }, goodTls());
    const fact = await ask(`${addressOf(api)}/`, env(TOKEN, addressOf(api)));
    expect(fact).toMatchObject({ value: { status, location: `${addressOf(other)}/` } });
    expect([tokensAt(api), other.connections()]).toEqual([[TOKEN], 0]);
  });
});

function env(token: string, address: string): Env {
  return { CODER_SESSION_TOKEN: token, CODER_URL: address };
}

describe('what comes back', () => {
  it('holds no token, though the server repeats it', async () => {
    const api = await startApi(ECHO, goodTls());
    const fact = await ask(`${addressOf(api)}/`, env(TOKEN, addressOf(api)));
    expect(tokensAt(api)).toEqual([TOKEN]);
    expect(JSON.stringify(fact)).not.toContain(TOKEN);
    expect(fact).toMatchObject({
      value: { location: `${addressOf(api)}/***`, headers: { server: '***', 'x-coder-build-version': 'v2.28.1' } },
    });
  });

  it.each([
    [undefined, 64 * 1024, true],
    [100, 100 * 1024, true],
    [200, 150_000, false],
  ])('is read up to %s KiB', async (mostKib, length, truncated) => {
    const api = await startApi((_request, response) => response.writeHead(200).end('x'.repeat(150_000)));
    const query: HttpQuery = { from: 'http', url: api.url, ...(mostKib === undefined ? {} : { mostKib }) };
    const fact = await askHttp(query, ioWith(undefined));
    const { body, ...rest } = (fact as { value: HttpAnswer }).value;
    expect([body.length, rest.truncated]).toEqual([length, truncated]);
  });
});

const WALK = runbookOf(`
lookups:
  page:
    http: '"URL/api/v2/debug/health"'
    token: { header: Coder-Session-Token, from: CODER_SESSION_TOKEN, for: CODER_URL }
    most-kib: 1024
steps:
  - {step: it, question: It?, check: 'page.status == 200', say: '{page.body} {page.location}', yes: healthy, no: {finding: bad, go: end}, unknown: unclear}
findings:
  bad:
    layer: routing
    on: 'null'
    title: 'The page is bad: {page.body}'
    cause: '{page.body} {page.location} {page.headers.server}'
    severity: [{ is: P2, rule: a test }]
    advice: [look]
advice:
  look:
    tier: now
    title: Look
    risk: reads
    recommended: [{ when: 'true', because: it helps }]
    commands: ['curl -sS -H ''Coder-Session-Token: $CODER_SESSION_TOKEN'' https://coder.example.org/api/v2/debug/health']
`);

const WIDE: Look = { width: 400, color: false, path: true, mode: 'full' };

describe('a walk with a token', () => {
  it.each(['echoed', 'refused'])('shows it nowhere: in no report, no progress, no plan (%s)', async (how) => {
    const api = await startApi(ECHO, goodTls());
    const url = addressOf(api);
    const [lookup] = Object.values(WALK.lookups);
    const asked = { ...WALK, lookups: { page: { ...lookup, http: `"${url}/api/v2/debug/health"` } } };
    const told: Progress[] = [];
    const queries: string[] = [];
    const given = how === 'echoed' ? env(TOKEN, url) : env(`${TOKEN} `, url);
    const report = await diagnose({
      runbooks: new Map([[asked.name, asked]]),
      probes: new Map(),
      entry: asked.name,
      inputs: {},
      world: {
        lookUp: (query) => {
          queries.push(`${describeQuery(query)} ${JSON.stringify(query)}`);
          if (query.from === 'http') return askHttp(query, ioWith(given));
          const server = { context: 'lab', namespace: 'default', version: 'v1.34.1', now: '2025-11-15T12:00:00Z' };
          return Promise.resolve({ state: 'known', value: server });
        },
        ask: () => Promise.resolve(undefined),
        tell: (event) => told.push(event),
      },
    });
    expect(report.verdict).toBe(how === 'echoed' ? 'problem' : 'incomplete');
    const shown = [
      JSON.stringify([report, told, queries]),
      renderPlan(plan(new Map([[asked.name, asked]]), asked.name)),
      ...Object.values(renders).map((render) => render(report, WIDE)),
    ];
    for (const text of shown) expect(text).not.toContain(TOKEN);
    if (how === 'echoed')
      expect(shown.join('\n')).toContain('-H "Coder-Session-Token: $CODER_SESSION_TOKEN" https://coder.example.org');
    expect(shown.join('\n')).toContain('with the token in CODER_SESSION_TOKEN, only to the origin of CODER_URL');
  });
});
