import type { RequestOptions } from 'node:https';
import { KubeConfig, type Cluster, type User } from '@kubernetes/client-node';
import { runExecPlugin } from './exec-plugin.ts';
import { isRecord } from './json.ts';
import { TroubleError } from './trouble.ts';
import type { KubeContext, ReadFile } from './kube-context.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-file.ts';

/** What the sign-in of one context works with. */
export interface SignInParts {
  readonly context: KubeContext;
  readonly env: NodeJS.ProcessEnv;
  readonly readFile: ReadFile;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A SOCKS proxy that the environment names, for which client-node has the agent. */
  readonly socksProxy: string | undefined;
  /** Aborts a plugin or provider that takes too long, and at the end of the run. */
  readonly signInDeadline: () => AbortSignal;
}

/** A KubeConfig that holds exactly one context, and what is known about the life of its credential. */
export interface SingleContextConfig {
  readonly config: KubeConfig;
  /** When the last credential ends, in milliseconds since 1970; undefined where it says nothing. */
  readonly expires: () => number | undefined;
  /** Changes when the credential's source (the token file) changes. */
  readonly version: () => string | undefined;
}

type Authenticator = Parameters<KubeConfig['addAuthenticator']>[0];

const EXEC = 'kubedoc-exec';
const TOKEN_FILE = 'kubedoc-token-file';
const RETIRED = 'kubedoc-retired';

/** The name of a user's auth-provider, which client-node leaves untyped. */
export function providerName(user: User | null): string | undefined {
  const provider: unknown = user?.authProvider;
  return isRecord(provider) && typeof provider['name'] === 'string' ? provider['name'] : undefined;
}

/**
 * Builds client-node's KubeConfig for one context alone, so that no other context's token can ever be sent. Plugins and
 * token files are handled by authenticators of ours, registered with it, because its own have no deadline, run once per
 * request and do not know `tokenFile`.
 */
export function singleContextConfig(parts: SignInParts): SingleContextConfig {
  const { context } = parts;
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [clusterOf(context.name, context.cluster, parts.socksProxy)],
    users: [userOf(context.name, context.user)],
    contexts: [{ name: context.name, cluster: context.name, user: context.name, namespace: context.namespace }],
    currentContext: context.name,
  });
  let expires: number | undefined;
  config.addAuthenticator(execAuthenticator(parts, (time) => (expires = time)));
  config.addAuthenticator(tokenFileAuthenticator(parts));
  config.addAuthenticator(retiredAuthenticator);
  return { config, expires: () => expires, version: () => tokenOf(context.user, parts.readFile) };
}

function clusterOf(name: string, cluster: ClusterEntry, socksProxy: string | undefined): Cluster {
  return {
    name,
    server: cluster.server,
    // Over plain HTTP there is nothing to verify, but client-node throws unless this is set (kubectl proxy).
    skipTLSVerify: cluster.skipTlsVerify || cluster.server.startsWith('http:'),
    ...(cluster.caData === undefined || cluster.skipTlsVerify ? {} : { caData: cluster.caData }),
    ...(cluster.tlsServerName === undefined ? {} : { tlsServerName: cluster.tlsServerName }),
    ...(socksProxy === undefined ? {} : { proxyUrl: socksProxy }),
  };
}

/** Impersonation is left out: client-node knows only one of its four headers, so the transport sets them all. */
function userOf(name: string, user: UserEntry): User {
  return {
    name,
    ...(user.certData === undefined ? {} : { certData: user.certData }),
    ...(user.keyData === undefined ? {} : { keyData: user.keyData }),
    ...(user.username === undefined ? {} : { username: user.username, password: user.password ?? '' }),
    ...credentialOf(user),
  };
}

/** A token file wins over a token, and either over a plugin or provider (client-go's order). */
function credentialOf(user: UserEntry): Partial<User> {
  if (user.tokenFile !== undefined) return { authProvider: { name: TOKEN_FILE } };
  if (user.token !== undefined) return { token: user.token };
  if (user.exec) return { authProvider: { name: EXEC } };
  if (!user.authProvider) return {};
  return { authProvider: user.authProvider.name === 'oidc' ? user.authProvider : { name: RETIRED } };
}

/** Kubernetes 1.26 removed every provider but OIDC from kubectl, and client-node's would start a shell. */
const retiredAuthenticator: Authenticator = {
  isAuthProvider: (user) => providerName(user) === RETIRED,
  applyAuthentication: () =>
    Promise.reject(
      new TroubleError(
        'the kubeconfig signs in with an auth-provider that Kubernetes clients no longer support',
        'replace it with the exec plugin of your provider (for instance gke-gcloud-auth-plugin or kubelogin)',
      ),
    ),
};

function execAuthenticator(parts: SignInParts, keepExpiry: (time: number | undefined) => void): Authenticator {
  return {
    isAuthProvider: (user) => providerName(user) === EXEC,
    async applyAuthentication(_user: User, options: RequestOptions) {
      const { user, cluster } = parts.context;
      if (!user.exec) return;
      const run = { plugin: user.exec, cluster, env: parts.env, deadline: parts.signInDeadline() };
      const credential = await runExecPlugin(run);
      keepExpiry(credential.expires);
      if (credential.cert !== undefined) options.cert = credential.cert;
      if (credential.key !== undefined) options.key = credential.key;
      if (credential.token !== undefined) options.headers = { Authorization: `Bearer ${credential.token}` };
    },
  };
}

function tokenFileAuthenticator(parts: SignInParts): Authenticator {
  return {
    isAuthProvider: (user) => providerName(user) === TOKEN_FILE,
    applyAuthentication(_user: User, options: RequestOptions) {
      const token = tokenOf(parts.context.user, parts.readFile) ?? parts.context.user.token;
      if (!token) return Promise.reject(unreadableTokenFile());
      options.headers = { Authorization: `Bearer ${token}` };
      return Promise.resolve();
    },
  };
}

function unreadableTokenFile(): TroubleError {
  return new TroubleError(
    'the token file of this context cannot be read or is empty',
    'check tokenFile in the kubeconfig',
  );
}

function tokenOf(user: UserEntry, readFile: ReadFile): string | undefined {
  if (user.tokenFile === undefined) return undefined;
  try {
    return readFile(user.tokenFile).trim() || undefined;
  } catch {
    return undefined;
  }
}
