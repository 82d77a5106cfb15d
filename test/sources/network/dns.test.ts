import { createSocket } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import type { DnsType } from '../../../src/model/network.ts';
import { askDns, nodeResolve, type Resolve } from '../../../src/sources/network/dns.ts';

const query = (type: DnsType = 'A', server: string | null = null) =>
  ({ from: 'dns', name: 'coder.example.org', type, server }) as const;
const failing =
  (code: string): Resolve =>
  () =>
    Promise.reject(Object.assign(new Error(code), { code }));

test.each<[DnsType, unknown, readonly string[]]>([
  ['A', ['10.0.0.2', '10.0.0.1'], ['10.0.0.1', '10.0.0.2']],
  ['AAAA', ['2001:db8::1'], ['2001:db8::1']],
  ['CNAME', ['lb.example.org'], ['lb.example.org']],
  ['NS', ['b.example.org', 'a.example.org'], ['a.example.org', 'b.example.org']],
  ['TXT', [['v=spf1 ', '-all']], ['v=spf1 -all']],
  ['MX', [{ exchange: 'mail.example.org', priority: 10 }], ['10 mail.example.org']],
  ['SRV', [{ name: 'db.example.org', port: 5432, priority: 1, weight: 2 }], ['1 2 5432 db.example.org']],
  ['A', [], []],
])('records of type %s are one text each, sorted', async (type, answer, records) => {
  const fact = await askDns(query(type), () => Promise.resolve(answer));
  expect(fact).toEqual({ state: 'known', value: { outcome: 'found', records } });
});

test.each([
  ['ENOTFOUND', 'no-such-name'],
  ['ENODATA', 'no-such-record'],
  ['ESERVFAIL', 'server-failure'],
])('%s is an answer', async (code, outcome) => {
  expect(await askDns(query(), failing(code))).toEqual({ state: 'known', value: { outcome, records: [] } });
});

test.each(['ETIMEOUT', 'ECONNREFUSED', 'EREFUSED', 'EBADNAME', 'ECANCELLED', 'EFORMERR'])(
  '%s is none, and says whom to ask',
  async (code) => {
    const fact = await askDns(query('A', '192.0.2.53'), failing(code));
    expect(fact).toMatchObject({ state: 'failed', reason: `name server 192.0.2.53 gives no answer (${code})` });
    expect(await askDns(query(), failing(code))).toMatchObject({ state: 'failed' });
  },
);

test('the name server that is given is the one that is asked', async () => {
  const asked: string[] = [];
  const server = createSocket('udp4', (message, from) => {
    asked.push(message.subarray(13, 18).toString());
    server.send(answerTo(message), from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const at = `127.0.0.1:${server.address().port}`;
  expect(await askDns(query('A', at), nodeResolve(5000))).toEqual({
    state: 'known',
    value: { outcome: 'found', records: ['192.0.2.7'] },
  });
  expect(asked).toEqual(['coder']);
});

/** The question of a message with one address record in answer (RFC 1035, 4.1). */
function answerTo(message: Buffer): Buffer {
  const question = message.subarray(12, message.indexOf(0, 12) + 5);
  const header = Buffer.from([message[0] ?? 0, message[1] ?? 0, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]);
  return Buffer.concat([header, question, record]);
}
