import type { Fact } from '../../model/fact.ts';
import type { HttpAnswer, Upgrade } from '../../model/network.ts';
import { USUAL_BODY_KIB, type HttpQuery } from '../../model/query.ts';
import { Closed, ForbiddenAddress, openSocket, sendOver, type NetworkIo, type Seen } from './connection.ts';
import { credentialFor, withoutCredential, type Credential } from './credential.ts';
import { codeOf, outcomeOf } from './outcome.ts';
import { readResponse } from './response.ts';
import { askUpgrade } from './upgrade.ts';

export type { NetworkIo } from './connection.ts';

/**
 * Sends one GET to an address and tells what came of it, with the certificate that was shown. Nothing is sent where the
 * certificate is not trusted, no redirect is followed, and the body is read up to a limit; one that asks for an upgrade is
 * closed as soon as that is answered, or has been held for as long as was asked. A token goes along where the query asks for one and there is one for that very
 * origin; else nothing is sent at all. The value is an `HttpAnswer`; *failed* is left for what says nothing about the
 * address: a URL that is none, an address that is never asked, no token, this machine without a network or a name server.
 * Never throws.
 */
export async function askHttp(query: HttpQuery, io: NetworkIo): Promise<Fact> {
  const asked = parseUrl(query.url);
  if (asked === undefined) return failed('the address is no http or https URL', 'look at where the address comes from');
  const credential = query.token === undefined ? null : credentialFor(query.token, asked, io.env ?? {});
  if (credential !== null && 'state' in credential) return credential;
  const mostBytes = (query.mostKib ?? USUAL_BODY_KIB) * 1024;
  return exchange({ asked, credential, mostBytes, upgrade: query.upgrade }, io);
}

interface Asked {
  readonly asked: URL;
  readonly credential: Credential | null;
  readonly mostBytes: number;
  readonly upgrade: Upgrade | undefined;
}

async function exchange({ asked, credential, mostBytes, upgrade }: Asked, io: NetworkIo): Promise<Fact> {
  const seen: Seen = { address: '', tls: null };
  const limit = AbortSignal.timeout(io.timeoutMs);
  const signal = io.signal === undefined ? limit : AbortSignal.any([limit, io.signal]);
  try {
    const socket = await openSocket(asked, { io, signal, seen });
    if (seen.tls !== null && !seen.tls.trusted) {
      socket.destroy();
      return answered(seen, { outcome: 'untrusted', trouble: `its certificate is not trusted (${seen.tls.distrust})` });
    }
    const said =
      upgrade === undefined
        ? await readResponse(
            await sendOver(socket, { url: asked, signal, headers: credential?.headers ?? {} }),
            asked,
            mostBytes,
          )
        : await askUpgrade(asked, upgrade, { socket, signal });
    return answered(seen, { outcome: 'answered', trouble: '', ...withoutCredential(said, credential) });
  } catch (error) {
    return troubleOf(error, seen, { limit, ended: io.signal?.aborted === true });
  }
}

function parseUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  // A password in an address would be sent, and shown in the command that asks the same.
  return isWeb && url.username === '' && url.password === '' ? url : undefined;
}

function answered(seen: Seen, said: Partial<HttpAnswer> & Pick<HttpAnswer, 'outcome' | 'trouble'>): Fact {
  const nothing = { status: 0, headers: {}, upgraded: false, cut: false, location: '', body: '', truncated: false };
  const value: HttpAnswer = { ...nothing, ...seen, ...said };
  return { state: 'known', value };
}

function troubleOf(error: unknown, seen: Seen, why: { readonly limit: AbortSignal; readonly ended: boolean }): Fact {
  if (error instanceof ForbiddenAddress)
    return failed('that address is never asked: it is this machine or a link-local one', 'look at it by hand');
  if (why.ended) return failed('the look-up was ended', 'ask again');
  if (why.limit.aborted) return answered(seen, { outcome: 'timeout', trouble: 'nobody answers' });
  if (error instanceof Closed) return answered(seen, { outcome: 'reset', trouble: 'the connection breaks off' });
  const known = outcomeOf(error);
  if (known !== undefined) return answered(seen, known);
  return failed(
    `this machine could not ask (${codeOf(error) || 'no reason given'})`,
    'look at its network and name servers',
  );
}

function failed(reason: string, hint: string): Fact {
  return { state: 'failed', reason, hint };
}
