import type { Fact } from '../../model/fact.ts';
import type { HttpAnswer } from '../../model/network.ts';
import type { TokenUse } from '../../model/query.ts';
import { REDACTED } from '../../text/redact.ts';

/** A token that may go to the address that it was asked for. */
export interface Credential {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a header can carry, without blanks (RFC 9110, 5.5). */
const SENDABLE = /^[\x21-\x7e]{1,4096}$/;

/**
 * The token that may go to an address, taken from the environment; a failed fact with the reason where none may. It goes to
 * the origin (scheme, host and port) that the person named beside it, over https, and nowhere else. No reason holds a token.
 */
export function credentialFor(
  use: TokenUse,
  asked: URL,
  env: Readonly<Record<string, string | undefined>>,
): Credential | (Fact & { readonly state: 'failed' }) {
  const [secret = '', address = ''] = [env[use.from], env[use.for]];
  if (secret === '') return unasked(use, `${use.from} is not set`);
  if (address === '') return unasked(use, `${use.for} is not set, which says whom the token is for`);
  if (!URL.canParse(address)) return failed(`${use.for} holds no address`, use);
  const { origin, hostname } = new URL(address);
  if (hostname !== asked.hostname) return unasked(use, `${use.for} names another host, which the token is for`);
  if (asked.protocol !== 'https:') return failed(`a token is sent over https only, and ${asked.origin} is not`, use);
  if (origin !== asked.origin) return unasked(use, `${use.for} names ${origin}, which the token is for`);
  if (!SENDABLE.test(secret))
    return failed(`${use.from} holds no token: there are blanks or other characters in it`, use);
  return { secret, headers: { [use.header]: secret } };
}

/** The same answer with *** wherever the token stands in it: some servers repeat what they were sent. */
export function withoutCredential<Said extends Pick<HttpAnswer, 'headers' | 'location' | 'body'>>(
  said: Said,
  credential: Credential | null,
): Said {
  if (credential === null) return said;
  const clean = (text: string): string => text.replaceAll(credential.secret, REDACTED);
  const headers = Object.entries(said.headers).map(([name, value]) => [name, clean(value)] as const);
  return { ...said, headers: Object.fromEntries(headers), location: clean(said.location), body: clean(said.body) };
}

/** Nobody gave a token for this address: it was not asked, and that is no failure. */
function unasked(use: TokenUse, reason: string): Fact & { readonly state: 'failed' } {
  return { ...failed(reason, use), unasked: true };
}

function failed(reason: string, use: TokenUse): Fact & { readonly state: 'failed' } {
  return { state: 'failed', reason, hint: `export ${use.for} with the https address, and ${use.from} for it` };
}
