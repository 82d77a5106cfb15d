import type { Credentials, TlsOptions } from './credentials.ts';
import type { KubeContext } from './kube-context.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-file.ts';
import type { TokenFile } from './token-file.ts';

/**
 * Whether everything that lets this context in is written in its kubeconfig or in a token file: then no plugin and no
 * provider has a say, and client-node, which takes longer to load than the first answer takes to come, is not needed. A
 * token and a token file win over both (client-go's order).
 */
export function isPlain({ user }: KubeContext): boolean {
  const hasToken = user.token !== undefined || user.tokenFile !== undefined;
  return hasToken || (user.exec === undefined && user.authProvider === undefined);
}

/** The credentials of such a context. Throws `TroubleError` where its token file gives no token. */
export function plainCredentials({ cluster, user }: KubeContext, tokenFile: TokenFile): Credentials {
  const token = user.tokenFile === undefined ? user.token : tokenFile.read();
  const authorization = token === undefined ? basicOf(user) : `Bearer ${token}`;
  return {
    headers: authorization === undefined ? {} : { Authorization: authorization },
    tls: { ...serverTls(cluster), ...clientTls(user) },
  };
}

function basicOf({ username, password }: UserEntry): string | undefined {
  if (username === undefined) return undefined;
  return `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`;
}

/** Only the kubeconfig may turn verification off: NODE_TLS_REJECT_UNAUTHORIZED, set for some other program, does not. */
function serverTls({ server, skipTlsVerify, caData, tlsServerName }: ClusterEntry): TlsOptions {
  return {
    rejectUnauthorized: !(skipTlsVerify || server.startsWith('http:')),
    ...(caData === undefined || skipTlsVerify ? {} : { ca: decoded(caData) }),
    ...(tlsServerName === undefined ? {} : { servername: tlsServerName }),
  };
}

function clientTls({ certData, keyData }: UserEntry): TlsOptions {
  return {
    ...(certData === undefined ? {} : { cert: decoded(certData) }),
    ...(keyData === undefined ? {} : { key: decoded(keyData) }),
  };
}

function decoded(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
