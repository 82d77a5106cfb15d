import { gzipSync } from 'node:zlib';

/**
 * Packs files (path → text) as a gzipped tar in the ustar format, the same bytes for the same files: owner 0, mode 0644
 * and the time 0. Paths longer than the 100 bytes of the name field are refused.
 */
export function packFiles(files: ReadonlyMap<string, string>): Buffer {
  const parts = [...files].flatMap(([path, text]) => entry(path, Buffer.from(text)));
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

const BLOCK = 512;

function entry(path: string, content: Buffer): readonly Buffer[] {
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return [header(path, content.length), content, padding];
}

/** The layout of a header block: POSIX.1-1988 ustar, `pax` interchange format, header block. */
function header(path: string, size: number): Buffer {
  if (Buffer.byteLength(path) > 100) throw new RangeError(`too long for a tar header: ${path}`);
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0);
  block.write(octal(0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\0' + '00', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}
