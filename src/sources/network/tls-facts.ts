import { checkServerIdentity, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { TlsFacts } from '../../model/network.ts';

/** What the server's certificate says, read from a connection that was made without refusing it. */
export function tlsFacts(socket: TLSSocket, host: string): TlsFacts | null {
  const certificate = socket.getPeerCertificate(true);
  // Node gives an empty object where the server showed none.
  if (Object.keys(certificate).length === 0) return null;
  const coversName = checkServerIdentity(host, certificate) === undefined;
  const distrust = distrustOf(socket, coversName);
  return {
    trusted: distrust === '',
    distrust,
    names: namesOf(certificate),
    coversName,
    validFrom: toRfc3339(certificate.valid_from),
    validTo: toRfc3339(certificate.valid_to),
    subject: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    chain: issuersOf(certificate),
    protocol: socket.getProtocol() ?? '',
  };
}

/** By OpenSSL's codes (openssl-verification-options), as Node hands them on. A chain that is not trusted comes before the name. */
function distrustOf({ authorized, authorizationError }: TLSSocket, coversName: boolean): string {
  // The declared type is Error, and what comes is the code of one.
  const code = String(authorizationError);
  if (code in DISTRUST) return DISTRUST[code] ?? 'other';
  if (!coversName) return 'wrong-name';
  return authorized ? '' : 'other';
}

const DISTRUST: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
};

/** `DNS:a.example, IP Address:10.0.0.1` → the names alone; without them, the common name, as old certificates have it. */
function namesOf({ subjectaltname, subject }: DetailedPeerCertificate): readonly string[] {
  const names = (subjectaltname ?? '').split(', ').flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
  return names.length > 0 ? names : [commonName(subject)].filter((name) => name !== '');
}

/** A name may have several parts of a kind; the last is the nearest to the server. */
function commonName(name: DetailedPeerCertificate['subject'] | undefined): string {
  const part: unknown = name?.CN ?? name?.O ?? '';
  return Array.isArray(part) ? String(part.at(-1) ?? '') : String(part);
}

/** A root that signs itself ends the chain; a server may send it or not. */
function issuersOf(certificate: DetailedPeerCertificate): readonly string[] {
  const issuers: string[] = [];
  let at: DetailedPeerCertificate | undefined = certificate;
  while (at?.issuer !== undefined && issuers.length < MAX_CHAIN) {
    issuers.push(commonName(at.issuer));
    at = at.issuerCertificate === at ? undefined : at.issuerCertificate;
  }
  return issuers;
}

const MAX_CHAIN = 10;

/** `Nov  3 12:00:00 2026 GMT` → RFC 3339; empty for what is no time. */
function toRfc3339(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? '' : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
