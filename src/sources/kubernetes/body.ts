import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TroubleError } from './trouble.ts';

/** How much of a body to take, and who wants to see its beginning early. */
export interface BodyOptions {
  /** Largest body, in bytes after unpacking. */
  readonly maxBytes: number;
  /** Called with the body's beginning as it grows, until it returns true or 4 KiB have been seen. */
  readonly watchHead: ((head: Buffer) => boolean) | undefined;
}

/** Enough for the metadata of a list, which comes before its items. */
const HEAD_BYTES = 4096;

/** Reads a whole answer, unpacking gzip. Throws `TroubleError` for one that is too large. */
export async function readBody(response: IncomingMessage, options: BodyOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let watchHead = options.watchHead;
  for await (const chunk of unpacked(response) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > options.maxBytes) throw tooLarge(options.maxBytes);
    if (watchHead?.(headOf(chunks)) || size >= HEAD_BYTES) watchHead = undefined;
  }
  return Buffer.concat(chunks);
}

function headOf(chunks: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0)] = chunks;
  return (chunks.length === 1 ? first : Buffer.concat(chunks)).subarray(0, HEAD_BYTES);
}

function unpacked(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  if (encoding !== 'gzip') {
    throw new TroubleError(
      'the answer comes in a packing that was not asked for',
      'check whether a proxy changes the answers',
    );
  }
  // The reader below sees every error; pipeline only hands it on.
  return pipeline(response, createGunzip(), () => undefined);
}

function tooLarge(maxBytes: number): TroubleError {
  const mebibytes = Math.floor(maxBytes / 1024 / 1024);
  return new TroubleError(
    `the answer of the API server is larger than ${mebibytes} MiB`,
    'look at one namespace with -n, or narrow the look with -l',
  );
}
