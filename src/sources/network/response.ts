import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { HttpAnswer } from '../../model/network.ts';

/** The headers that say something about who answered; the others, cookies above all, are nobody's business. */
export const KEPT_HEADERS = [
  'content-type',
  'date',
  'server',
  'via',
  'www-authenticate',
  'retry-after',
  'upgrade',
  'derp-public-key',
  'sec-websocket-protocol',
  // Coder tells its version so (coderd/httpmw); what does not say it is not Coder.
  'x-coder-build-version',
];

/** Reads status, headers and the beginning of the body, at most so many bytes; the rest of a long body is not waited for. */
export async function readResponse(
  response: IncomingMessage,
  asked: URL,
  mostBytes: number,
): Promise<Pick<HttpAnswer, 'status' | 'headers' | 'location' | 'body' | 'truncated'>> {
  const { text, truncated } = await readBody(response, mostBytes);
  return {
    status: response.statusCode ?? 0,
    headers: keptHeaders(response.headers),
    location: locationOf(response, asked),
    body: text,
    truncated,
  };
}

/** Those of `KEPT_HEADERS` that were sent. */
export function keptHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(KEPT_HEADERS.flatMap((name) => keptHeader(headers, name)));
}

function keptHeader(headers: IncomingHttpHeaders, name: string): readonly (readonly [string, string])[] {
  const value = headers[name];
  if (value === undefined) return [];
  return [[name, Array.isArray(value) ? value.join(', ') : value]];
}

function locationOf({ headers, statusCode = 0 }: IncomingMessage, asked: URL): string {
  const { location } = headers;
  if (location === undefined || statusCode < 300 || statusCode > 399) return '';
  return URL.canParse(location, asked.href) ? withoutSecrets(new URL(location, asked.href)) : location;
}

/** Where a redirect leads is shown, and what follows the question mark of a sign-in page is often a token. */
function withoutSecrets(url: URL): string {
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}

async function readBody(response: IncomingMessage, mostBytes: number): Promise<{ text: string; truncated: boolean }> {
  const { bytes, truncated } = await readBytes(response, mostBytes);
  return { text: bytes.toString('utf8'), truncated };
}

/** The first so many bytes of a body, and whether there was more; the rest is not waited for. */
export async function readBytes(
  response: IncomingMessage,
  mostBytes: number,
): Promise<{ readonly bytes: Buffer; readonly truncated: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > mostBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, mostBytes), truncated: bytes > mostBytes };
}
