import { BlockList, isIP, isIPv6 } from 'node:net';
import { TroubleError } from './trouble.ts';

/**
 * The proxy on the way to an API server: the cluster's `proxy-url`, else what the environment says (`HTTPS_PROXY`,
 * `HTTP_PROXY`, `NO_PROXY`, upper or lower case, as Go programs read them). Undefined for a direct connection. Throws
 * `TroubleError` for one that is no address.
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: NodeJS.ProcessEnv): URL | undefined {
  if (proxyUrl !== undefined) return parsed(proxyUrl, 'proxy-url of this cluster in the kubeconfig');
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = env[name] || env[name.toLowerCase()];
  if (!value || isExempt(server, env['NO_PROXY'] || env['no_proxy'] || '')) return undefined;
  return parsed(value, `the variable ${name}`);
}

/** True for the addresses of this machine: nothing is gained there by a proxy or by compression. */
export function isLoopback(hostname: string): boolean {
  const host = bare(hostname);
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** True for a SOCKS5 proxy, which tunnels every kind of connection. */
export function isSocks(proxy: URL | undefined): boolean {
  return proxy?.protocol.startsWith('socks') ?? false;
}

function parsed(value: string, origin: string): URL {
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && url.hostname !== '' && /^(https?|socks5h?):$/.test(url.protocol)) return url;
  throw new TroubleError(
    'the proxy to the API server is not a usable address',
    `check ${origin}: it begins with http, https or socks5`,
  );
}

/** NO_PROXY by Go's rules: names cover their subdomains, `.name` only those, and addresses, CIDR blocks, ports and `*`. */
function isExempt(server: URL, noProxy: string): boolean {
  if (isLoopback(server.hostname)) return true;
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  const entries = noProxy.split(',').map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => entry !== '' && covers(entry, bare(server.hostname), port));
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return blockHolds(entry, host);
  const [, name = entry, entryPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  const wanted = bare(name).replace(/^\*\./, '.');
  return wanted.startsWith('.') ? host.endsWith(wanted) : host === wanted || host.endsWith(`.${wanted}`);
}

function blockHolds(entry: string, host: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  const limit = family === 'ipv6' ? 128 : 32;
  if (isIP(network) === 0 || isIP(host) === 0 || !/^\d+$/.test(bits) || Number(bits) > limit) return false;
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return block.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

function bare(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
