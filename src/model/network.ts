/**
 * What came of asking an address over HTTP, as this machine sees it. That nobody answers is an answer too: it says
 * something about the address, as long as the question went out at all.
 */
export interface HttpAnswer {
  readonly outcome: HttpOutcome;
  /** The same for people, such as `connection refused`; empty where it was answered. */
  readonly trouble: string;
  /** The address that was connected to; empty where none was. */
  readonly address: string;
  /** 0 without an answer. */
  readonly status: number;
  /** Those of `KEPT_HEADERS` that were sent, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the other side changed to what was asked for with `Upgrade`, and proved it; false where nothing was. */
  readonly upgraded: boolean;
  /** Whether it was ended by the other side while it was to be held open; false where it was not to be held. */
  readonly cut: boolean;
  /** Where a redirect leads, made absolute; empty without one. It is shown, never followed. */
  readonly location: string;
  /** The first bytes of the body as UTF-8. */
  readonly body: string;
  /** Whether there was more of it than is kept. */
  readonly truncated: boolean;
  /** Null for plain HTTP, and where no certificate was shown. */
  readonly tls: TlsFacts | null;
}

/**
 * `answered` with any status · `no-such-name` in DNS · `refused`, `reset`, `unreachable`, `timeout` of the connection ·
 * `untrusted` and `tls-failed` where nothing was sent because TLS did not come to stand · `not-http` for other words.
 */
export const HTTP_OUTCOMES = [
  'answered',
  'no-such-name',
  'refused',
  'reset',
  'unreachable',
  'timeout',
  'untrusted',
  'tls-failed',
  'not-http',
] as const;
export type HttpOutcome = (typeof HTTP_OUTCOMES)[number];

/** What a connection can be asked to change to: a WebSocket (RFC 6455), or the relay protocol of Tailscale and Coder. */
export const UPGRADES = ['websocket', 'derp'] as const;

/** An upgrade that a GET asks for. */
export interface Upgrade {
  readonly to: (typeof UPGRADES)[number];
  /** What is to be spoken over the WebSocket (Sec-WebSocket-Protocol); nothing is named where it is left out. */
  readonly protocol?: string;
  /** For how many seconds it is held open once it has changed over, to see that nobody ends it at once; not at all without. */
  readonly hold?: number;
}

/** The certificate that a server showed. Times are RFC 3339 in UTC. */
export interface TlsFacts {
  /** Whether this machine trusts its chain and it is valid now and for this name. */
  readonly trusted: boolean;
  /** Why it is not; empty where it is: `expired`, `not-yet-valid`, `wrong-name`, `unknown-authority`, `self-signed`, `other`. */
  readonly distrust: string;
  /** The names it is for: DNS names and addresses, wildcards as they are written. */
  readonly names: readonly string[];
  readonly coversName: boolean;
  readonly validFrom: string;
  readonly validTo: string;
  readonly subject: string;
  readonly issuer: string;
  /** The issuers of the certificates that the server sent, from its own upwards. */
  readonly chain: readonly string[];
  /** `TLSv1.3`, … */
  readonly protocol: string;
}

/** What came of asking a name server. */
export interface DnsAnswer {
  readonly outcome: DnsOutcome;
  /** The records as text, sorted: addresses, names, `10 mail.example.org`, … */
  readonly records: readonly string[];
}

/** `no-such-name` is NXDOMAIN; with `no-such-record` the name is there, but not with that type. */
export const DNS_OUTCOMES = ['found', 'no-such-name', 'no-such-record', 'server-failure'] as const;
export type DnsOutcome = (typeof DNS_OUTCOMES)[number];

/** The types of records that can be asked for. */
export const DNS_TYPES = ['A', 'AAAA', 'CNAME', 'NS', 'TXT', 'SRV', 'MX'] as const;
export type DnsType = (typeof DNS_TYPES)[number];
