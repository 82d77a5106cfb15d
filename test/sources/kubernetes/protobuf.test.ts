import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createProjection } from '../../../src/sources/kubernetes/projection.ts';
import { messageOf, type Message } from '../../../src/sources/kubernetes/protobuf/kinds.ts';
import { decodeList, ListStream, PROTOBUF } from '../../../src/sources/kubernetes/protobuf/list.ts';
import { planOf, type Plan } from '../../../src/sources/kubernetes/protobuf/plan.ts';
import { decodeStatus } from '../../../src/sources/kubernetes/protobuf/status.ts';
import { BrokenProtobuf, ProtobufReader } from '../../../src/sources/kubernetes/protobuf/wire.ts';
import { json, podList, refuse, sourceFor, startApi } from './fake-api.ts';
import { fc } from '../../support/random.ts';

const IDENTITY = ['metadata.name', 'metadata.namespace', 'metadata.uid'];
/** What the look-ups of whole clusters keep, and a little more. */
const KEPT = {
  pods: [
    'metadata.creationTimestamp',
    'metadata.deletionTimestamp',
    'metadata.labels',
    'metadata.annotations',
    'metadata.ownerReferences',
    'spec.nodeName',
    'status.phase',
    'status.reason',
    'status.message',
    'status.startTime',
    'status.conditions',
    'status.initContainerStatuses[].state',
    'status.containerStatuses[].state',
    'status.containerStatuses[].lastState',
    'status.containerStatuses[].ready',
    'status.containerStatuses[].restartCount',
    'status.containerStatuses[].image',
    'status.containerStatuses[].imageID',
    'status.containerStatuses[].name',
  ],
  endpointslices: ['metadata.labels', 'endpoints[].conditions'],
};

const pods = fixture('pods.pb');
const podPlan = plan('v1', 'pods', KEPT.pods);

describe('a list of the real API server', () => {
  test.each([
    ['pods', 'v1', 'pods', KEPT.pods],
    ['pods-rest', 'v1', 'pods', KEPT.pods],
    ['endpointslices', 'discovery.k8s.io/v1', 'endpointslices', KEPT.endpointslices],
  ])('reads as its JSON does: %s', (name, groupVersion, plural, keep) => {
    const decoded = decodeList(fixture(`${name}.pb`), plan(groupVersion, plural, keep));
    const asJson = jsonFixture(`${name}.json`) as { kind: string; metadata: { continue?: string }; items: object[] };
    expect(decoded.kind).toBe(asJson.kind);
    expect(decoded.apiVersion).toBe(groupVersion);
    expect(decoded.metadata.continue).toBe(asJson.metadata.continue ?? '');
    const project = createProjection(keep);
    expect(decoded.items).toEqual(asJson.items.map((item) => untyped(project(item as never))));
  });

  test('shows the token of its next page before its items, and never another one', () => {
    const token = (jsonFixture('pods.json') as { metadata: { continue: string } }).metadata.continue;
    const seen: string[] = [];
    const stream = new ListStream(podPlan, (each) => seen.push(each));
    for (let at = 0; at < 300; at += 1) stream.write(pods.subarray(at, at + 1));
    expect(seen).toEqual([token]);
    stream.write(pods.subarray(300));
    expect(stream.end().metadata.continue).toBe(token);
    expect(seen).toEqual([token]);
    new ListStream(podPlan, (each) => seen.push(each)).write(fixture('pods-rest.pb'));
    expect(seen).toEqual([token]);
  });

  test('reads the same in whatever pieces it comes', () => {
    const whole = decodeList(pods, podPlan);
    const inPieces = (sizes: readonly number[]): unknown => {
      const stream = new ListStream(podPlan);
      for (let at = 0, turn = 0; at < pods.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        // The piece is the stream's own only while it is written.
        const piece = Buffer.from(pods.subarray(at, at + size));
        stream.write(piece);
        piece.fill(0xff);
        at += size;
      }
      return stream.end();
    };
    expect(inPieces([1])).toEqual(whole);
    for (let cut = 1; cut < pods.length; cut += 7) expect(inPieces([cut, pods.length]), `${cut}`).toEqual(whole);
    const pieces = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pieces, (sizes) => {
        expect(inPieces(sizes)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  test('is broken wherever it is cut off', () => {
    // Two empty fields of four bytes come after the list.
    for (let length = 0; length < pods.length - 4; length += 1)
      expect(() => decodeList(pods.subarray(0, length), podPlan), `${length} bytes`).toThrow(BrokenProtobuf);
  });

  test('is read or broken, and nothing else, where bytes of it are others', () => {
    const change = fc.record({ at: fc.nat(pods.length - 1), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(pods);
        for (const { at, byte } of changes) bytes[at] = byte;
        try {
          expect(decodeList(bytes, podPlan).items.length).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(BrokenProtobuf);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('has a refusal that reads as its JSON does', () => {
    const { kind, message, reason, details } = jsonFixture('missing.json') as Record<string, { name: string }>;
    expect(decodeStatus(fixture('missing.pb'))).toEqual({ kind, message, reason, details: { name: details?.name } });
  });
});

describe('a number', () => {
  test('is what was written, up to what a number can hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }), (value) => {
        expect(new ProtobufReader(varint(value)).varint()).toBe(Number(value));
      }),
    );
  });

  test('of more than 64 bits is none', () => {
    expect(() => new ProtobufReader(Buffer.alloc(12, 0xff)).varint()).toThrow(BrokenProtobuf);
  });
});

describe('a plan', () => {
  test('is made only where every path is described to its end', () => {
    const message = messageOf('v1', 'pods') as Message;
    expect(planOf(message, ['status.conditions'])).toBeDefined();
    expect(planOf(message, ['status.containerStatuses[].state.waiting.reason'])).toBeDefined();
    for (const path of [
      'spec',
      'spec.volumes',
      'metadata',
      'status.containerStatuses',
      'status.containerStatuses.state',
    ])
      expect(planOf(message, [path]), path).toBeUndefined();
    for (const path of ['status.phase[].x', 'status[].phase', 'constructor', 'status.phase.more', ''])
      expect(planOf(message, [path]), path).toBeUndefined();
    expect(messageOf('v1', 'secrets')).toBeUndefined();
    expect(messageOf('constructor', '')).toBeUndefined();
  });

  test('keeps all of what another path keeps a part of', () => {
    const bytes = fixture('pods.pb');
    const whole = plan('v1', 'pods', ['status.conditions[].type', 'status.conditions']);
    expect(decodeList(bytes, whole).items).toEqual(decodeList(bytes, plan('v1', 'pods', ['status.conditions'])).items);
  });
});

describe('a look-up that keeps little of many pods', () => {
  const query = { from: 'list', resource: 'pods', namespace: null, keep: KEPT.pods } as const;

  test('gives the same whether the server answers in protobuf or in JSON', async () => {
    const pages = (extension: string) =>
      startApi((request, response) => {
        const name = request.url?.includes('continue=') === true ? 'pods-rest' : 'pods';
        const type = extension === 'pb' ? 'application/vnd.kubernetes.protobuf' : 'application/json';
        response.writeHead(200, { 'Content-Type': type }).end(fixture(`${name}.${extension}`));
      });
    const [inProtobuf, inJson] = [await pages('pb'), await pages('json')];
    const facts = await Promise.all([inProtobuf, inJson].map(({ url }) => sourceFor(url).lookUp(query)));
    expect(facts[0]).toEqual(facts[1]);
    expect(facts[0]).toMatchObject({ state: 'known', value: { length: 4 } });
    expect(inProtobuf.requests[0]?.headers.accept).toBe('application/vnd.kubernetes.protobuf,application/json');
    expect(inProtobuf.requests).toHaveLength(2);
  });

  test('asks for JSON where it keeps what is not described, or everything', async () => {
    const api = await startApi((_request, response) => json(response, podList(['a'])));
    const source = sourceFor(api.url);
    await source.lookUp({ ...query, keep: ['spec.volumes'] });
    await source.lookUp({ from: 'list', resource: 'pods', namespace: null });
    expect(api.requests.map(({ headers }) => headers.accept)).toEqual(['application/json', 'application/json']);
  });

  test('is no answer where it breaks off, or is a list of something else', async () => {
    const answers: Readonly<Record<string, Buffer>> = {
      'breaks off in the middle': pods.subarray(0, 4000),
      'another kind than the list asked for': fixture('endpointslices.pb'),
      'breaks off': Buffer.from('k8s\0'),
    };
    for (const [reason, bytes] of Object.entries(answers)) {
      const api = await startApi((_request, response) =>
        response.writeHead(200, { 'Content-Type': PROTOBUF }).end(bytes),
      );
      const fact = await sourceFor(api.url).lookUp(query);
      expect(fact).toMatchObject({ state: 'failed', reason: expect.stringContaining(reason) as string });
    }
  });

  test('is refused in either form', async () => {
    const refused = await startApi((_request, response) => refuse(response, 403));
    expect(await sourceFor(refused.url).lookUp(query)).toMatchObject({ state: 'denied' });
    const away = await startApi((_request, response) => response.writeHead(404).end(fixture('missing.pb')));
    expect(await sourceFor(away.url).lookUp(query)).toMatchObject({ state: 'absent', what: 'kind' });
  });
});

function plan(groupVersion: string, plural: string, keep: readonly string[]): Plan {
  const made = planOf(messageOf(groupVersion, plural) as Message, [...IDENTITY, ...keep]);
  if (made === undefined) throw new Error(`no plan for ${plural}`);
  return made;
}

function untyped(object: object): object {
  return Object.fromEntries(
    Object.entries(object).filter(([key, value]) => key !== 'apiVersion' && key !== 'kind' && value !== undefined),
  );
}

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/api-server/${name}`, import.meta.url));
}

function jsonFixture(name: string): unknown {
  return JSON.parse(fixture(name).toString());
}

/** Protobuf's own way of writing a signed number: two's complement in groups of seven bits. */
function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
