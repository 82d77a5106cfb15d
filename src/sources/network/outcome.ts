import type { HttpOutcome } from '../../model/network.ts';

/** What an error of Node's sockets, DNS, TLS or HTTP says of the address; undefined where it speaks of this machine. */
export function outcomeOf(error: unknown): { readonly outcome: HttpOutcome; readonly trouble: string } | undefined {
  const code = codeOf(error);
  const known = OUTCOMES[code];
  if (known !== undefined) return { outcome: known[0], trouble: known[1] };
  if (code.startsWith('HPE_')) return { outcome: 'not-http', trouble: 'what came back is not HTTP' };
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO')
    return { outcome: 'tls-failed', trouble: 'TLS did not come to stand' };
  return undefined;
}

/** The code of an error; of several attempts at one name, that of the last. Empty where there is none. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1));
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

const OUTCOMES: Readonly<Record<string, readonly [HttpOutcome, string]>> = {
  ENOTFOUND: ['no-such-name', 'there is no such name in DNS'],
  ECONNREFUSED: ['refused', 'the connection is refused'],
  ECONNRESET: ['reset', 'the connection breaks off'],
  EPIPE: ['reset', 'the connection breaks off'],
  ETIMEDOUT: ['timeout', 'nobody answers'],
  EHOSTUNREACH: ['unreachable', 'there is no way to that address'],
};
