import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { openHttpTunnel } from './http-tunnel.ts';
import { isSocks } from './proxy.ts';
import { openSocksTunnel } from './socks-tunnel.ts';
import type { TunnelOptions, TunnelRequest } from './tunnel.ts';

type Connected = (error: Error | null, socket: Duplex) => void;

/** A keep-alive agent that reaches an HTTPS server through a proxy: one tunnel per connection, then TLS inside it. */
export class SecureTunnelAgent extends https.Agent {
  readonly #tunnels: Tunnels;

  constructor(through: TunnelOptions) {
    super({ keepAlive: true, ...through.tls });
    this.#tunnels = createTunnels(through);
  }

  override createConnection(options: http.ClientRequestArgs & tls.ConnectionOptions, callback: Connected): undefined {
    // Node puts `servername` there unless the target is an address, which TLS forbids as a server name.
    const secured = (socket: Duplex) =>
      tls.connect({ ...options, socket, host: undefined, port: undefined, path: undefined });
    this.#tunnels.open(options, (error, socket) => callback(error, error === null ? secured(socket) : socket));
    return undefined;
  }

  override destroy(): void {
    this.#tunnels.close();
    super.destroy();
  }
}

/** The same for a plain HTTP server, which only a SOCKS proxy needs: an HTTP proxy is asked for the whole address. */
export class PlainTunnelAgent extends http.Agent {
  readonly #tunnels: Tunnels;

  constructor(through: TunnelOptions) {
    super({ keepAlive: true });
    this.#tunnels = createTunnels(through);
  }

  override createConnection(options: http.ClientRequestArgs, callback: Connected): undefined {
    this.#tunnels.open(options, callback);
    return undefined;
  }

  override destroy(): void {
    this.#tunnels.close();
    super.destroy();
  }
}

interface Tunnels {
  readonly open: (to: http.ClientRequestArgs, callback: Connected) => void;
  /** Gives up the tunnels that are still being opened: they would keep the program alive. */
  readonly close: () => void;
}

function createTunnels({ deadline, ...through }: TunnelOptions): Tunnels {
  const closed = new AbortController();
  const openTunnel: (request: TunnelRequest) => Promise<Duplex> = isSocks(through.proxy)
    ? openSocksTunnel
    : openHttpTunnel;
  return {
    open({ host, port, defaultPort }, callback) {
      const fail = callback as (error: unknown) => void;
      const signal = AbortSignal.any([closed.signal, deadline()]);
      const target = { host: host ?? '', port: Number(port ?? defaultPort ?? 443) };
      openTunnel({ ...through, ...target, signal }).then((socket) => callback(null, socket), fail);
    },
    close: () => closed.abort(),
  };
}
