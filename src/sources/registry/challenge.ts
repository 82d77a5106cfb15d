import { objectIn } from '../../text/image-manifest.ts';

/** Where a registry says that a token is to be had, and for what (distribution, token authentication). */
export interface Challenge {
  readonly realm: string;
  readonly service: string;
  /** What the token is to allow; empty where it does not say. */
  readonly scope: string;
}

/** A scheme, or a parameter of one: a token of HTTP (RFC 9110, 5.6.2), and behind `=` a token or a quoted text. */
const PIECE = /[\s,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/gy;

/**
 * The Bearer challenge of a `WWW-Authenticate` header (RFC 9110, 11.6.1; RFC 6750, 3), which may hold several: one that asks
 * for a name and password is passed over. Undefined where there is none with a realm.
 */
export function bearerChallenge(header: string): Challenge | undefined {
  const found = schemesIn(header).find(({ scheme }) => scheme === 'bearer');
  const { realm = '', service = '', scope = '' } = Object.fromEntries(found?.parameters ?? []) as Partial<Challenge>;
  return realm === '' ? undefined : { realm, service, scope };
}

interface Scheme {
  readonly scheme: string;
  readonly parameters: (readonly [name: string, value: string])[];
}

function schemesIn(header: string): readonly Scheme[] {
  const schemes: Scheme[] = [];
  for (const [, name = '', quoted, plain] of header.matchAll(PIECE)) {
    const value = quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, '$1');
    if (value === undefined) schemes.push({ scheme: name.toLowerCase(), parameters: [] });
    else schemes.at(-1)?.parameters.push([name.toLowerCase(), value]);
  }
  return schemes;
}

/** What a token for nobody may look like: what fits into a header, without blanks (RFC 6750, 2.1). */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

/** The token in the answer of a realm; undefined where it holds none. */
export function tokenIn(body: string): string | undefined {
  const { token, access_token: other } = objectIn(body) ?? {};
  return [token, other].find((each): each is string => typeof each === 'string' && TOKEN.test(each));
}

/** The codes of the errors that a registry tells (distribution, error codes); none where the body is of another shape. */
export function errorCodes(body: string): readonly string[] {
  const errors = objectIn(body)?.['errors'];
  if (!Array.isArray(errors)) return [];
  return (errors as unknown[]).flatMap((each) => {
    const code = (each as { code?: unknown } | null)?.code;
    return typeof code === 'string' ? [code] : [];
  });
}
