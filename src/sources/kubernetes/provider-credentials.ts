import type { RequestOptions } from 'node:https';
import { KubeConfig, type Cluster, type User } from '@kubernetes/client-node';
import { runExecPlugin } from './exec-plugin.ts';
import { isRecord } from '../../text/record.ts';
import { oidcToken } from './oidc.ts';
import { cleanText, TroubleError } from './trouble.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-file.ts';
import type { Credentials, SignInParts, TlsOptions } from './credentials.ts';

type Authenticator = Parameters<KubeConfig['addAuthenticator']>[0];

/** A bearer token or certificate of our own making. */
interface Signature {
  readonly token: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expires?: number | undefined;
}

/**
 * Lets client-node put one context's credential together, from a KubeConfig that holds this context alone, so that no
 * other context's token can ever be sent. Plugins and OIDC are handled by an authenticator of ours, registered with it,
 * because its own have no deadline, run once per request and go on without a credential. `keepExpiry` is told when the
 * credential ends, in milliseconds since 1970. Throws `TroubleError`, or what client-node throws.
 */
export async function providerCredentials(
  parts: SignInParts,
  keepExpiry: (time: number | undefined) => void,
): Promise<Credentials> {
  const { context } = parts;
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [clusterOf(context.name, context.cluster)],
    users: [userOf(context.name, context.user)],
    contexts: [{ name: context.name, cluster: context.name, user: context.name, namespace: context.namespace }],
    currentContext: context.name,
  });
  config.addAuthenticator(authenticator(parts, keepExpiry));
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const { auth, headers } = options;
  const basic = auth ? { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
  return { headers: { ...basic, ...(isRecord(headers) ? headers : {}) }, tls: tlsOf(options) };
}

function clusterOf(name: string, cluster: ClusterEntry): Cluster {
  return {
    name,
    server: cluster.server,
    // Over plain HTTP there is nothing to verify, but client-node throws unless this is set (kubectl proxy).
    skipTLSVerify: cluster.skipTlsVerify || cluster.server.startsWith('http:'),
    ...(cluster.caData === undefined || cluster.skipTlsVerify ? {} : { caData: cluster.caData }),
    ...(cluster.tlsServerName === undefined ? {} : { tlsServerName: cluster.tlsServerName }),
  };
}

/** Marks the user whose credential is made here, so that client-node keeps its own hands off. */
const OURS = 'kubedoc';

/** Impersonation is left out: client-node knows only one of its four headers, so the transport sets them all. */
function userOf(name: string, user: UserEntry): User {
  return {
    name,
    ...(user.certData === undefined ? {} : { certData: user.certData }),
    ...(user.keyData === undefined ? {} : { keyData: user.keyData }),
    ...(user.username === undefined ? {} : { username: user.username, password: user.password ?? '' }),
    authProvider: { name: OURS },
  };
}

function authenticator(parts: SignInParts, keepExpiry: (time: number | undefined) => void): Authenticator {
  return {
    isAuthProvider: (user) => providerName(user) === OURS,
    async applyAuthentication(_user: User, options: RequestOptions) {
      const { token, cert, key, expires } = await signatureOf(parts);
      keepExpiry(expires);
      if (cert !== undefined) options.cert = cert;
      if (key !== undefined) options.key = key;
      if (token !== undefined) options.headers = { Authorization: `Bearer ${token}` };
    },
  };
}

async function signatureOf(parts: SignInParts): Promise<Signature> {
  const { context, env, now, signInDeadline } = parts;
  const { user, cluster, name } = context;
  if (user.exec) {
    return runExecPlugin({ plugin: user.exec, contextName: name, cluster, env, deadline: signInDeadline() });
  }
  if (user.authProvider?.name === 'oidc') return oidcToken(user.authProvider.config, name, now());
  throw retired(user.authProvider?.name ?? '', name);
}

/** The name of a user's auth-provider, which client-node leaves untyped. */
function providerName(user: User): string | undefined {
  const provider: unknown = user.authProvider;
  return isRecord(provider) && typeof provider['name'] === 'string' ? provider['name'] : undefined;
}

/** Kubernetes 1.26 removed every provider but OIDC from kubectl, and client-node's would start a shell. */
function retired(provider: string, contextName: string): TroubleError {
  return new TroubleError(
    `context ${cleanText(contextName)} signs in with the auth-provider ${cleanText(provider)}, which Kubernetes clients no longer support`,
    `replace it with an exec plugin: ${REPLACEMENTS[provider] ?? 'gke-gcloud-auth-plugin or kubelogin, for instance'}`,
  );
}

const REPLACEMENTS: Readonly<Record<string, string>> = {
  gcp: 'gke-gcloud-auth-plugin, which gcloud container clusters get-credentials sets up',
  azure: 'kubelogin, which kubelogin convert-kubeconfig sets up',
};

/**
 * Node treats an option that is present but undefined differently from one that is missing. Only the kubeconfig may turn
 * verification off: NODE_TLS_REJECT_UNAUTHORIZED, set for some other program, does not.
 */
function tlsOf({ ca, cert, key, rejectUnauthorized, servername }: RequestOptions): TlsOptions {
  const tls = { ca, cert, key, rejectUnauthorized: rejectUnauthorized ?? true, servername };
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
