import type { ReadStream, WriteStream } from 'node:tty';

/** A stream that text is written to; the terminal's own fields are there only where it is one. */
export type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>>;

/** A stream that keys are read from. */
export type Input = NodeJS.ReadableStream & Partial<Pick<ReadStream, 'isTTY'>>;

/** The three streams of the program, handed in where it starts. */
export interface Streams {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** The environment variables of the program. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How a write ended: all of it taken, nobody reads any more (no failure), or lost (disk full and the like). */
export type Written = 'written' | 'closed' | 'failed';

const DEFAULT_WIDTH = 80;
const DEFAULT_HEIGHT = 24;

/** What a write to a pipe says whose reader has gone: by write, by socket, and on Windows. */
const READER_GONE = new Set(['EPIPE', 'ECONNRESET', 'EOF']);

/**
 * Whether a person can be asked. All three streams must be terminals: keys come from stdin, the answers decide what
 * goes to stdout, and the prompt itself is drawn on stderr. A dumb terminal cannot move its cursor, so it cannot prompt.
 */
export function canPrompt({ stdin, stdout, stderr }: Streams, env: Environment): boolean {
  return [stdin, stdout, stderr].every(({ isTTY }) => isTTY === true) && env['TERM'] !== 'dumb';
}

/** Columns of a stream; 80 where it does not say (0 columns occur). */
export function widthOf(stream: Output): number {
  return stream.columns || DEFAULT_WIDTH;
}

/** Lines of a stream; 24 where it does not say. */
export function heightOf(stream: Output): number {
  return stream.rows || DEFAULT_HEIGHT;
}

/** Whether to paint. NO_COLOR (https://no-color.org) wins over FORCE_COLOR, which wins over what the stream is. */
export function wantsColor(stream: Output, env: Environment): boolean {
  const { NO_COLOR: never = '', FORCE_COLOR: force = '' } = env;
  if (never !== '') return false;
  if (force !== '') return force !== '0' && force !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Writes all of the text and waits until the stream has taken it. Never rejects and never leaves an error unheard. */
export function writeOut(stdout: Output, text: string): Promise<Written> {
  hearErrors(stdout);
  return new Promise((resolve) => {
    stdout.write(text, (error) => {
      resolve(error ? howItEnded(stdout, error) : 'written');
    });
  });
}

/** Keeps an error of the stream from ending the program; a write learns of it by itself. Safe to call again. */
export function hearErrors(stream: Output): void {
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
}

/** A stream that broke earlier says only that it is destroyed; its first error tells why. */
function howItEnded(stream: Output, error: Error): Written {
  const first = 'errored' in stream && stream.errored instanceof Error ? stream.errored : error;
  return 'code' in first && READER_GONE.has(String(first.code)) ? 'closed' : 'failed';
}

function ignore(): void {
  // The write that failed has been told.
}
