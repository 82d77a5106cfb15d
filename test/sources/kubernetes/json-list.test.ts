import { describe, expect, test } from 'vitest';
import { JsonListStream } from '../../../src/sources/kubernetes/json-list.ts';
import { json, PODS, podList, refuse, sourceFor, startApi } from './fake-api.ts';
import { fc } from '../../support/random.ts';

const asItIs = (item: unknown): unknown => item;

/** Writes bytes in pieces of these sizes, in turns; each piece is the stream's own only while it is written. */
function streamOf(bytes: Buffer, sizes: readonly number[]): JsonListStream {
  const stream = new JsonListStream(asItIs);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const piece = Buffer.from(bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1)));
    stream.write(piece);
    at += piece.length;
    piece.fill(0xff);
  }
  return stream;
}

/** The answer as a whole, put together from what the stream read. Throws where the stream saw no whole list. */
function read(text: string | Buffer, sizes: readonly number[] = [1]): unknown {
  const { text: around, items } = streamOf(Buffer.from(text), sizes).end();
  const body = JSON.parse(around) as object;
  return items === undefined ? body : { ...body, items };
}

function parsed(text: string): { value: unknown } | 'broken' {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return 'broken';
  }
}

function readOrBroken(text: Buffer, sizes: readonly number[]): { value: unknown } | 'broken' {
  try {
    return { value: read(text, sizes) };
  } catch {
    return 'broken';
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const lists = fc
  .record({
    apiVersion: fc.string(),
    metadata: fc.jsonValue(),
    items: fc.array(fc.jsonValue({ stringUnit: 'binary' }), { maxLength: 5 }),
    kind: fc.constantFrom('PodList', '"items":[', 'items', '\\'),
  })
  .chain((list) => fc.shuffledSubarray(Object.entries(list), { minLength: 4 }).map((all) => Object.fromEntries(all)));
const texts = fc
  .tuple(lists, fc.constantFrom('', ' ', '\r\n\t'))
  .map(([list, space]) => JSON.stringify(list, null, space));

describe('a list in JSON', () => {
  test('reads in whatever pieces as it does in one', () => {
    fc.assert(
      fc.property(texts, sizes, (text, each) => {
        expect(read(text, each)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('is broken wherever it breaks off', () => {
    const items = [{ metadata: { name: 'a"}],' } }, [1, [2]], 'ü\\"', null, -1.5e3, {}];
    const bytes = Buffer.from(JSON.stringify({ metadata: { items: ['x'] }, items, kind: 'PodList' }));
    expect(read(bytes)).toEqual(JSON.parse(bytes.toString()));
    for (let end = 0; end < bytes.length; end += 1)
      expect(readOrBroken(bytes.subarray(0, end), [3]), bytes.toString('utf8', 0, end)).toBe('broken');
  });

  test('is whole with one byte changed only where it is so in one piece', () => {
    const signs = fc.constantFrom(...Buffer.from('{}[],:"\\ 0ntrue'), 0x00, 0xc3);
    fc.assert(
      fc.property(texts, sizes, fc.nat(), signs, (text, each, place, sign) => {
        const bytes = Buffer.from(text);
        bytes[place % bytes.length] = sign;
        expect(readOrBroken(bytes, each)).toEqual(parsed(bytes.toString()));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    '{"items":[1,]}',
    '{"items":[,1]}',
    '{"items":[,]}',
    '{"items":[1 2]}',
    '{"items":[{]}]}',
    '{"items":[{}}]}',
  ])('is broken: %s', (text) => {
    expect(readOrBroken(Buffer.from(text), [1])).toBe('broken');
  });

  test('is read as it comes: an element when what follows it is there', () => {
    const seen: unknown[] = [];
    const stream = new JsonListStream((item) => seen.push(item));
    stream.write(Buffer.from('{"kind":"PodList","items":[{"a":1},{"b"'));
    expect(seen).toEqual([{ a: 1 }]);
    stream.write(Buffer.from(':2},'));
    expect(seen).toEqual([{ a: 1 }, { b: 2 }]);
  });

  test('keeps of each element what its reader gives', () => {
    const stream = new JsonListStream((item) => (item as { name: string }).name);
    stream.write(Buffer.from('{"items":[{"name":"a","rest":{}},{"name":"b"}]}'));
    expect(stream.end()).toEqual({ text: '{"items":[]}', items: ['a', 'b'] });
  });

  test('shows the token of its next page before its items have come, and only where it stands before them', () => {
    const tokensIn = (text: string): readonly string[] => {
      const seen: string[] = [];
      new JsonListStream(asItIs, (token) => seen.push(token)).write(Buffer.from(text));
      return seen;
    };
    expect(tokensIn('{"kind":"PodList","metadata":{"continue":"t1"},"items":[')).toEqual(['t1']);
    expect(
      tokensIn('{"kind":"PodList","items":[{"metadata":{"continue":"t2"}}],"metadata":{"continue":"t3"}}'),
    ).toEqual([]);
  });
});

test.each([
  ['', undefined],
  ['<html>"items":[1]</html>', undefined],
  ['[{"items":[1]}]', undefined],
  ['{"kind":"List","metadata":{"items":[1]}}', undefined],
  ['{"kind":"items","x":[1]}', undefined],
  ['{"items":null}', undefined],
  ['{"items":{"items":[1]}}', undefined],
  ['{"items":[]}', []],
])('what stands around elements is kept as it is: %s', (text, items) => {
  expect(streamOf(Buffer.from(text), [2]).end()).toEqual({ text, items });
});

describe('asked of an API server', () => {
  const answering = async (body: string, type = 'application/json') => {
    const api = await startApi((_request, response) => {
      response.writeHead(200, { 'Content-Type': type });
      response.end(body);
    });
    return sourceFor(api.url).lookUp(PODS);
  };
  const list = podList(['a', 'b']) as { items: object[] };

  test.each([
    ['breaks off among its items', JSON.stringify(list).slice(0, -40), 'breaks off in the middle (truncated JSON)'],
    [
      'has an element that is no object',
      JSON.stringify({ ...list, items: [list.items[0], 7] }),
      'a list item that is no object',
    ],
    [
      'has an element without a name',
      JSON.stringify({ ...list, items: [{ metadata: {} }] }),
      'an object without a name',
    ],
    ['is of another kind', JSON.stringify({ ...list, kind: 'NodeList' }), 'another kind than the list asked for'],
    ['is a page', '<!doctype html><p>"items":[', 'an HTML page came back'],
    ['is empty', '', 'it is empty'],
  ])('a list that %s is no list', async (_title, body, reason) => {
    expect(await answering(body)).toMatchObject({ state: 'failed', reason: expect.stringContaining(reason) as string });
  });

  test('a list is one whatever its answer is called', async () => {
    expect(await answering(JSON.stringify(list), 'text/plain')).toMatchObject({ state: 'known', value: [{}, {}] });
  });

  test('what is asked again after a trouble of the server is read from its beginning', async () => {
    let asked = 0;
    const api = await startApi((_request, response) => {
      asked += 1;
      if (asked === 1) refuse(response, 503);
      else json(response, list);
    });
    const fact = await sourceFor(api.url).lookUp(PODS);
    expect(fact).toMatchObject({ state: 'known', value: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }] });
  });
});
