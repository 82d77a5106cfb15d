import { stripVTControlCharacters } from 'node:util';
import { escapeLine } from '../../text/escape.ts';

/** Why a look-up failed, in one line, and what to type or check next. Neither names an address or a credential. */
export interface Trouble {
  readonly reason: string;
  readonly hint: string;
}

/** A look-up that cannot be answered, with its cause already explained. Only this room throws and catches it. */
export class TroubleError extends Error {
  readonly trouble: Trouble;

  constructor(reason: string, hint: string) {
    super(reason);
    this.name = 'TroubleError';
    this.trouble = { reason, hint };
  }
}

const VPN_HINT = 'check that the cluster is running, and the VPN or network between here and it';
const CA_HINT =
  'check certificate-authority-data of this cluster in the kubeconfig; a proxy that re-signs TLS has the same effect';

/** Node's error codes, grouped by what a person would do about them. */
const KNOWN_CODES: readonly (readonly [pattern: RegExp, reason: string, hint: string])[] = [
  [
    /^(ENOTFOUND|EAI_AGAIN|EAI_FAIL|EAI_NODATA)$/,
    'the name of the API server cannot be resolved',
    'check the server address in the kubeconfig, and the DNS and VPN of this machine',
  ],
  [/^ECONNREFUSED$/, 'the API server refused the connection', VPN_HINT],
  [
    /^(ECONNRESET|EPIPE|Z_BUF_ERROR)$/,
    'the connection to the API server broke off before the answer was complete',
    VPN_HINT,
  ],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/, 'the API server cannot be reached', VPN_HINT],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?)$/,
    'the certificate of the API server is signed by an authority that the kubeconfig does not know',
    CA_HINT,
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    'the certificate of the API server has expired',
    'renew the API server certificate, and check the clock of this machine',
  ],
  [/^CERT_NOT_YET_VALID$/, 'the certificate of the API server is not valid yet', 'check the clock of this machine'],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'the certificate of the API server is made out to another name',
    'check server and tls-server-name of this cluster in the kubeconfig',
  ],
  [
    /^ERR_SSL_(TLSV\d+|SSLV3)_ALERT_/,
    'the API server refused the client certificate of the kubeconfig',
    'check client-certificate-data of this user in the kubeconfig: it may have expired',
  ],
  [
    /^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/,
    'the API server does not speak TLS on this port',
    'check whether server in the kubeconfig should begin with http:// or name another port',
  ],
  [
    /^ERR_(OSSL|SSL)_/,
    'a certificate or key in the kubeconfig cannot be used',
    'check the certificate data in the kubeconfig',
  ],
  [/^HPE_/, 'what answers is not an HTTP server', 'check the server address and port in the kubeconfig'],
  [
    /^ERR_INVALID_CHAR$/,
    'the credential holds a character that no HTTP header may carry',
    'check the token of this user in the kubeconfig for line breaks',
  ],
  [/^Z_/, 'the answer of the API server cannot be unpacked', 'check whether a proxy changes the answers'],
];

/** Turns whatever a request threw into its one clear line. Never rethrows; text from outside is cleaned. */
export function explain(error: unknown): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  const code = errorCode(error);
  const known = KNOWN_CODES.find(([pattern]) => pattern.test(code));
  if (known) return { reason: `${known[1]} (${code})`, hint: known[2] };
  return { reason: `the request to the API server failed (${code || cleanText(messageOf(error))})`, hint: VPN_HINT };
}

/** The `code` of a Node error, also of the aggregate that trying several addresses ends with; '' where there is none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? errorCode(error.errors[0]) : '';
}

/** Longest text from outside that a reason may quote, in characters. */
const MAX_QUOTE = 200;

/**
 * Makes a line from outside fit to be quoted in a reason: addresses and tokens are masked (reasons land in reports that
 * are passed on), colours dropped, control characters made visible, and the length capped.
 */
export function cleanText(text: string): string {
  const masked = stripVTControlCharacters(text)
    .trim()
    .slice(0, 10 * MAX_QUOTE)
    .replace(/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '<token>')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, '<address>')
    .replace(/(?<![\d.])\d{1,3}(\.\d{1,3}){3}(:\d+)?/g, '<address>')
    .replace(/\b([a-z0-9-]+\.){2,}[a-z]{2,}(:\d+)?\b/gi, (host) => (host.endsWith('k8s.io') ? host : '<address>'))
    .replace(/\[[0-9a-f:.]*:[0-9a-f:.]*\](:\d+)?/gi, '<address>');
  const escaped = escapeLine(masked).replace(/ +/g, ' ');
  return escaped.length > MAX_QUOTE ? `${escaped.slice(0, MAX_QUOTE - 1)}…` : escaped;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
