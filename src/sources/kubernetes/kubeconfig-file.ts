import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../../model/errors.ts';
import { flagOf, listOf, recordOf, textOf, textsOf, type Fields } from './kubeconfig-fields.ts';

/** One `clusters[]` entry. Paths are absolute. */
export interface ClusterEntry {
  readonly server: string;
  readonly caData: string | undefined;
  readonly caFile: string | undefined;
  readonly skipTlsVerify: boolean;
  readonly tlsServerName: string | undefined;
  readonly proxyUrl: string | undefined;
  /** The cluster's private configuration for credential plugins, handed on as it stands. */
  readonly execConfig: unknown;
}

/** One `users[]` entry. Paths are absolute. */
export interface UserEntry {
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly certData: string | undefined;
  readonly certFile: string | undefined;
  readonly keyData: string | undefined;
  readonly keyFile: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly exec: ExecEntry | undefined;
  readonly authProvider: { readonly name: string; readonly config: Record<string, string> } | undefined;
  readonly as: string | undefined;
  readonly asUid: string | undefined;
  readonly asGroups: readonly string[];
  readonly asExtra: ReadonlyMap<string, readonly string[]>;
}

/** A user's credential plugin. A command with a slash is absolute; a bare one is looked up on the PATH. */
export interface ExecEntry {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint: string | undefined;
  readonly interactiveMode: string | undefined;
  readonly provideClusterInfo: boolean;
}

/** One `contexts[]` entry. */
export interface ContextEntry {
  readonly cluster: string;
  readonly user: string | undefined;
  readonly namespace: string | undefined;
}

/** What one kubeconfig file says, or several after their merge. */
export interface Kubeconfig {
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
}

/**
 * Reads one kubeconfig. `path` names it in messages and is what relative paths inside it start from. An empty file is an
 * empty kubeconfig, as it is for kubectl. Throws `UsageError` naming the place; never quotes the text, which holds
 * credentials.
 */
export function parseKubeconfig(text: string, path: string): Kubeconfig {
  const root = documentOf(text, path);
  const folder = dirname(resolve(path));
  return {
    currentContext: textOf(root, 'current-context', path),
    clusters: entriesOf(root, path, 'cluster', (fields, at) => clusterOf(fields, at, folder)),
    users: entriesOf(root, path, 'user', (fields, at) => userOf(fields, at, folder)),
    contexts: entriesOf(root, path, 'context', contextOf),
  };
}

function documentOf(text: string, path: string): Fields {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', lineCounter: lines });
  const error = document.errors[0];
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new UsageError(
      `the kubeconfig ${path}:${line}:${col} is not YAML: ${error.code.toLowerCase().replaceAll('_', ' ')}`,
      MEND_HINT,
    );
  }
  return recordOf(plainOf(document, path), path);
}

/** Aliases are only followed here: one may lead nowhere, or blow up. */
function plainOf(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw new UsageError(`the kubeconfig ${path} has YAML aliases that cannot be followed`, MEND_HINT);
  }
}

const MEND_HINT = 'mend the file, or name another with --kubeconfig';

/** Within one file, too, the first entry of a name wins. */
function entriesOf<T>(
  root: Fields,
  path: string,
  key: 'cluster' | 'user' | 'context',
  read: (fields: Fields, at: string) => T,
): ReadonlyMap<string, T> {
  const entries = new Map<string, T>();
  const list = `${key}s`;
  for (const [index, item] of listOf(root, list, path).entries()) {
    const at = `${path}: ${list}[${index}]`;
    const fields = recordOf(item, at);
    const name = textOf(fields, 'name', at);
    if (name === undefined) throw new UsageError(`the kubeconfig ${at} has no name`);
    if (!entries.has(name)) entries.set(name, read(recordOf(fields[key], `${at}.${key}`), `${at}.${key}`));
  }
  return entries;
}

function clusterOf(fields: Fields, at: string, folder: string): ClusterEntry {
  const server = textOf(fields, 'server', at);
  return {
    server: server ?? '',
    caData: textOf(fields, 'certificate-authority-data', at),
    caFile: pathOf(fields, 'certificate-authority', at, folder),
    skipTlsVerify: flagOf(fields, 'insecure-skip-tls-verify', at),
    tlsServerName: textOf(fields, 'tls-server-name', at),
    proxyUrl: textOf(fields, 'proxy-url', at),
    execConfig: execConfigOf(fields, at),
  };
}

/** The extension that client-go hands to plugins as `spec.cluster.config`. */
function execConfigOf(fields: Fields, at: string): unknown {
  const extensions = listOf(fields, 'extensions', at).map((item) => recordOf(item, `${at}.extensions`));
  return extensions.find((item) => item['name'] === 'client.authentication.k8s.io/exec')?.['extension'];
}

function userOf(fields: Fields, at: string, folder: string): UserEntry {
  return {
    token: textOf(fields, 'token', at),
    tokenFile: pathOf(fields, 'tokenFile', at, folder),
    certData: textOf(fields, 'client-certificate-data', at),
    certFile: pathOf(fields, 'client-certificate', at, folder),
    keyData: textOf(fields, 'client-key-data', at),
    keyFile: pathOf(fields, 'client-key', at, folder),
    username: textOf(fields, 'username', at),
    password: textOf(fields, 'password', at),
    exec: fields['exec'] ? execOf(recordOf(fields['exec'], `${at}.exec`), `${at}.exec`, folder) : undefined,
    authProvider: authProviderOf(fields, at),
    as: textOf(fields, 'as', at),
    asUid: textOf(fields, 'as-uid', at),
    asGroups: textsOf(fields, 'as-groups', at),
    asExtra: extraOf(fields, at),
  };
}

function execOf(fields: Fields, at: string, folder: string): ExecEntry {
  const command = textOf(fields, 'command', at);
  if (command === undefined) throw new UsageError(`the kubeconfig ${at} has no command`);
  const env = listOf(fields, 'env', at).map((item) => recordOf(item, `${at}.env`));
  return {
    apiVersion: textOf(fields, 'apiVersion', at) ?? 'client.authentication.k8s.io/v1',
    // client-go: a command with a separator is relative to the kubeconfig, a bare name is searched on the PATH.
    command: command.includes('/') ? resolve(folder, command) : command,
    args: textsOf(fields, 'args', at),
    env: Object.fromEntries(
      env.map((item) => [textOf(item, 'name', `${at}.env`) ?? '', textOf(item, 'value', `${at}.env`) ?? '']),
    ),
    installHint: textOf(fields, 'installHint', at),
    interactiveMode: textOf(fields, 'interactiveMode', at),
    provideClusterInfo: flagOf(fields, 'provideClusterInfo', at),
  };
}

function authProviderOf(fields: Fields, at: string): UserEntry['authProvider'] {
  if (!fields['auth-provider']) return undefined;
  const provider = recordOf(fields['auth-provider'], `${at}.auth-provider`);
  const config = recordOf(provider['config'], `${at}.auth-provider.config`);
  const texts: Record<string, string> = {};
  for (const key of Object.keys(config)) texts[key] = textOf(config, key, `${at}.auth-provider.config`) ?? '';
  return { name: textOf(provider, 'name', at) ?? '', config: texts };
}

function extraOf(fields: Fields, at: string): ReadonlyMap<string, readonly string[]> {
  const extra = recordOf(fields['as-user-extra'], `${at}.as-user-extra`);
  return new Map(Object.keys(extra).map((key) => [key, textsOf(extra, key, `${at}.as-user-extra`)]));
}

function contextOf(fields: Fields, at: string): ContextEntry {
  const cluster = textOf(fields, 'cluster', at);
  if (cluster === undefined) throw new UsageError(`the kubeconfig ${at} names no cluster`);
  return { cluster, user: textOf(fields, 'user', at), namespace: textOf(fields, 'namespace', at) };
}

function pathOf(fields: Fields, key: string, at: string, folder: string): string | undefined {
  const path = textOf(fields, key, at);
  return path === undefined ? undefined : resolve(folder, path);
}
