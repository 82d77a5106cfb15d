import { once } from 'node:events';
import { finished, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { constants, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpack } from '../../../src/sources/kubernetes/unpack.ts';
import { fc } from '../../support/random.ts';

/** Everything that comes out, or the code of what went wrong. */
async function outcome(body: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of body) pieces.push(piece as Buffer);
    return Buffer.concat(pieces).toString();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function inPieces(bytes: Buffer, size: number): Readable {
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size)));
}

test('gives what was packed, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 2000 }), fc.integer({ min: 1, max: 100 }), async (text, size) => {
      expect(await outcome(unpack(inPieces(gzipSync(text), size)))).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test('what is cut off or spoilt at any place is an error, never a shorter body', async () => {
  const packed = gzipSync('what a server says of its pods '.repeat(20));
  for (let length = 1; length < packed.length; length += 1) {
    expect(await outcome(unpack(inPieces(packed.subarray(0, length), 7))), `${length} bytes`).toMatch(/^Z_/);
  }
  expect(await outcome(unpack(inPieces(Buffer.from('no gzip at all'), 3)))).toBe('Z_DATA_ERROR');
});

test('a body that fails fails what is unpacked with it', async () => {
  const packed = gzipSync('a body');
  const failing = Readable.from(
    (function* () {
      yield packed.subarray(0, 10);
      throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    })(),
  );
  expect(await outcome(unpack(failing))).toBe('ECONNRESET');
});

test('who lets go of what is unpacked lets go of the body, though nothing more of it comes', async () => {
  const packed = new Readable({ read: () => undefined });
  const gone = new Promise((resolve) => finished(packed, resolve));
  packed.push(gzipSync('the beginning of a body', { finishFlush: constants.Z_SYNC_FLUSH }));
  const unpacked = unpack(packed);
  unpacked.on('error', () => undefined);
  await once(unpacked, 'data');
  // By then the unpacker has nothing to do.
  await setImmediate();
  unpacked.destroy(new Error('too large'));
  await gone;
  expect(packed.destroyed).toBe(true);
});
