import type { IncomingMessage } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { TroubleError } from './trouble.ts';
import { unpack } from './unpack.ts';

/** How much of a body to take, and who takes it. */
export interface BodyOptions {
  /** Largest body, in bytes after unpacking. */
  readonly maxBytes: number;
  /** Takes the body piece by piece; then it is not kept. */
  readonly taker: BodyTaker | undefined;
}

/** Reads a body while it arrives. */
export interface BodyTaker {
  /** Takes the next bytes, which are its own only until it returns. Never throws. */
  write(chunk: Buffer): void;
}

/** Reads a whole answer, unpacking gzip; empty where a taker took it. Throws `TroubleError` for one that is too large. */
export async function readBody(response: IncomingMessage, { maxBytes, taker }: BodyOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await eachChunk(unpacked(response), maxBytes, (chunk) => {
    if (taker === undefined) chunks.push(chunk);
    else taker.write(chunk);
  });
  const [only = Buffer.alloc(0)] = chunks;
  return chunks.length > 1 ? Buffer.concat(chunks) : only;
}

/** Hands over every chunk; as events, which cost a third of an iteration. */
function eachChunk(body: Readable, maxBytes: number, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let size = 0;
    finished(body, (error) => {
      if (error) reject(error);
      else resolve();
    });
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) body.destroy(tooLarge(maxBytes));
      else take(chunk);
    });
  });
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
  return unpack(response);
}

function tooLarge(maxBytes: number): TroubleError {
  const mebibytes = Math.floor(maxBytes / 1024 / 1024);
  return new TroubleError(
    `the answer of the API server is larger than ${mebibytes} MiB`,
    'look at one namespace with -n, or narrow the look with -l',
  );
}
