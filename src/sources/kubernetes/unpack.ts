import { finished, pipeline, Writable, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Packed bytes that may wait for the unpacker. */
const MOST_WAITING = 256 * 1024;
/** Unpacked bytes that are handed over at a time: pieces of the usual 16 KiB cost more to pass on than to read. */
const PIECE = 256 * 1024;

/**
 * Unpacks a body while it arrives. What arrives while the unpacker is at work waits for it and goes in as one: a server
 * that writes a list object by object packs it into hundreds of small pieces, each of which would be a way to another
 * thread and back. A body that ends too early, or is not packed, is an error of the stream that is given.
 */
export function unpack(packed: Readable): Readable {
  const unpacked = createGunzip({ chunkSize: PIECE });
  const gather = new Writable({
    highWaterMark: MOST_WAITING,
    writev: (pieces, done) => unpacked.write(Buffer.concat(pieces.map(({ chunk }) => chunk as Buffer)), done),
    final: (done) => {
      unpacked.end();
      done();
    },
  });
  pipeline(packed, gather, (error) => {
    if (error) unpacked.destroy(error);
  });
  // Whoever lets go of what is unpacked wants no more of the rest, which would hold its connection.
  finished(unpacked, (error) => {
    if (error) packed.destroy();
  });
  return unpacked;
}
