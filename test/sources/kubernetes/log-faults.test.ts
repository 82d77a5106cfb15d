import { expect, test } from 'vitest';
import { logPatterns } from '../../../src/probes/log-patterns.ts';
import { catalogue } from '../../support/shipped.ts';
import { refuse, sourceFor, startApi, type Handler } from './fake-api.ts';

const LOGS = { from: 'logs', namespace: 'shop', pod: 'a', container: 'main', previous: true, tailLines: 200 } as const;
const LIMIT = 256 * 1024;
const REFUSED = 'Error: connect ECONNREFUSED 10.96.40.7:5432';

async function ask(handler: Handler, deadlineMs = 10_000): Promise<{ fact: unknown; urls: readonly string[] }> {
  const api = await startApi(handler);
  const source = sourceFor(api.url, {}, { deadline: (ms) => AbortSignal.timeout(Math.min(ms, deadlineMs)) });
  const fact = await source.lookUp({ ...LOGS, timestamps: true });
  return { fact, urls: api.requests.map(({ url }) => url) };
}

/** A log as the kubelet sends it: so many of the last lines, cut off at the limit in the middle of whatever stands there. */
function sends(whole: Buffer): Handler {
  return (request, response) => {
    const query = new URL(request.url ?? '', 'http://api').searchParams;
    const lines = whole.toString('latin1').split(/(?<=\n)/);
    const last = lines.slice(-Number(query.get('tailLines'))).join('');
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.end(Buffer.from(last, 'latin1').subarray(0, Number(query.get('limitBytes'))));
  };
}

/** What is made of a log that came: text within the limit, in which the newest line is read. */
test.each<[string, Buffer, RegExp]>([
  [
    'binary bytes',
    Buffer.concat([Buffer.from([0, 255, 254, 27, 91, 50, 74, 128, 10]), Buffer.from(`${REFUSED}\n`)]),
    /./,
  ],
  ['10 MB', Buffer.from(`${'x'.repeat(60_000)}\n`.repeat(170) + `${REFUSED}\n`), /^x/],
  ['a huge line before it', Buffer.from(`${'ä'.repeat(400_000)}\n${REFUSED}\n`), /./],
  [
    'an end in the middle of a character',
    Buffer.concat([Buffer.from(`${REFUSED}\nµ`), Buffer.from([0xe2, 0x82])]),
    /\ufffd$/,
  ],
])('a log with %s', async (_what, whole, looks) => {
  const { fact, urls } = await ask(sends(whole));
  expect(fact).toMatchObject({ state: 'known', value: expect.stringMatching(looks) as string });
  const { value } = fact as { value: string };
  expect(value.length).toBeLessThanOrEqual(LIMIT);
  expect(urls.length).toBeLessThanOrEqual(4);
  const read = logPatterns.run({ log: value, patterns: catalogue.patterns });
  expect(read).toMatchObject({ suggests: 'refused', sample: REFUSED });
});

test('a log of one huge line is its beginning', async () => {
  const { fact, urls } = await ask(sends(Buffer.from('x'.repeat(10_000_000))));
  expect(fact).toEqual({ state: 'known', value: 'x'.repeat(LIMIT) });
  expect(urls).toHaveLength(4);
});

/** What is no log never looks like an empty one. */
test.each<[string, Handler, object]>([
  ['403', (_q, r) => refuse(r, 403), { state: 'denied', need: 'get pods/log a in namespace shop' }],
  ['silence', () => undefined, { state: 'failed' }],
  [
    'a drip',
    (_q, r) => {
      const timer = setInterval(() => r.write('x'), 5);
      r.on('close', () => {
        clearInterval(timer);
      });
    },
    { state: 'failed' },
  ],
  ['a reset', (_q, r) => void r.socket?.resetAndDestroy(), { state: 'failed' }],
  [
    'less than was announced',
    (_q, r) => {
      r.writeHead(200, { 'Content-Length': '100' });
      r.write('half');
      setImmediate(() => r.socket?.destroy());
    },
    { state: 'failed' },
  ],
  ['a login page', (_q, r) => r.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'), { state: 'failed' }],
  ['500', (_q, r) => refuse(r, 500, { message: 'dial tcp 10.0.0.5:10250: connect: refused' }), { state: 'failed' }],
  ['503', (_q, r) => refuse(r, 503), { state: 'failed' }],
  [
    '400, and why',
    (_q, r) => refuse(r, 400, { message: 'no log of it is kept; ask 10.0.0.5:10250' }),
    { state: 'failed', reason: 'the API server gives no log of it (400: no log of it is kept; ask <address>)' },
  ],
  [
    '400 alone',
    (_q, r) => r.writeHead(400).end(),
    { state: 'failed', reason: 'the API server answers 400 Bad Request' },
  ],
])('instead of a log: %s', async (_what, handler, expected) => {
  const { fact } = await ask(handler, 100);
  expect(fact).toMatchObject(expected);
  expect(JSON.stringify(fact)).not.toContain('10.0.0.5');
});
