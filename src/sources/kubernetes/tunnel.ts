import type { LookupFunction } from 'node:net';
import type { TlsOptions } from './credentials.ts';

/** How to get through the proxy. */
export interface TunnelOptions {
  readonly proxy: URL;
  /** For the server at the other end. */
  readonly tls: TlsOptions;
  readonly lookup: LookupFunction | undefined;
  /** A fresh deadline for each tunnel: the request's own signal does not reach the agent. */
  readonly deadline: () => AbortSignal;
}

/** One tunnel to be opened. */
export interface TunnelRequest extends Omit<TunnelOptions, 'deadline'> {
  /** The server at the other end; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
}
