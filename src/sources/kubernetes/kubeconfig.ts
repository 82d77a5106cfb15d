import { readFileSync } from 'node:fs';
import { UsageError } from '../../model/errors.ts';
import { nearest } from '../../text/similar.ts';
import { eksPlaceOf } from './eks-place.ts';
import { inClusterConfig } from './in-cluster.ts';
import { readKubeconfigs } from './kubeconfig-search.ts';
import { impersonationOf } from './impersonation.ts';
import { whyUnreadable } from './unreadable.ts';
import type { KubeContext, KubeconfigOptions, ReadFile } from './kube-context.ts';
import type { ClusterEntry, Kubeconfig, UserEntry } from './kubeconfig-file.ts';

/** The contexts that exist, in the order of the files. */
export interface ContextNames {
  readonly names: readonly string[];
  readonly current: string | undefined;
}

/**
 * Finds the kubeconfig (flag, `KUBECONFIG`, `~/.kube/config`, ServiceAccount of the pod) and picks one context. Files it
 * names (CA, client certificate and key) are read here. Throws `UsageError` where anything is missing or malformed.
 */
export function loadKubeContext(options: KubeconfigOptions): KubeContext {
  const config = loadKubeconfig(options);
  const name = chosenName(config, options);
  const context = config.contexts.get(name);
  if (!context) throw unknownContext(name, [...config.contexts.keys()]);
  const cluster = config.clusters.get(context.cluster);
  if (!cluster)
    throw new UsageError(`the context ${name} names the cluster ${context.cluster}, which the kubeconfig lacks`);
  // A context without a user is legal: requests go out without credentials (kubectl proxy, client-less test servers).
  const user = context.user === undefined ? NOBODY : config.users.get(context.user);
  if (!user)
    throw new UsageError(`the context ${name} names the user ${context.user ?? ''}, which the kubeconfig lacks`);
  const readFile = options.readFile ?? readUtf8;
  const eks = eksPlaceOf({ names: [name, context.cluster], server: cluster.server, exec: user.exec });
  return {
    ...(eks === undefined ? {} : { eks }),
    name,
    namespace: context.namespace ?? 'default',
    server: serverOf(cluster, context.cluster),
    cluster: { ...cluster, caData: dataOf(cluster.caData, cluster.caFile, readFile), caFile: undefined },
    user: withCertificates(user, readFile),
    impersonation: impersonationOf(user, options, name),
  };
}

/** The names of all contexts, for completion and for messages. Throws `UsageError` as `loadKubeContext` does. */
export function listContexts(options: KubeconfigOptions): ContextNames {
  const config = loadKubeconfig(options);
  return { names: [...config.contexts.keys()], current: config.currentContext };
}

function loadKubeconfig(options: KubeconfigOptions): Kubeconfig {
  const readFile = options.readFile ?? readUtf8;
  const search = readKubeconfigs({ ...options, readFile });
  if (search.config) return search.config;
  const looked = `looked for ${search.looked.join(', ')}`;
  const pod = search.explicit ? undefined : inClusterConfig(options.env, readFile);
  if (pod === undefined) throw new UsageError(`no kubeconfig found: ${looked}`, NAME_ONE);
  if ('missing' in pod) throw new UsageError(`no kubeconfig found: ${looked}; ${pod.missing}`, pod.hint);
  return pod;
}

const NAME_ONE = 'name one with --kubeconfig FILE or the variable KUBECONFIG';

function chosenName(config: Kubeconfig, options: KubeconfigOptions): string {
  const name = options.context || config.currentContext;
  if (name) return name;
  throw new UsageError(
    'the kubeconfig names no current context',
    `choose one with --context: ${[...config.contexts.keys()].join(', ')}`,
  );
}

/** Says that there is no such context, with the one that is probably meant. */
export function unknownContext(name: string, names: readonly string[]): UsageError {
  // Cloud tools write long names (arn:…:cluster/NAME), of which people type the end.
  const meant = names.find((one) => one.endsWith(name)) ?? nearest(name, names);
  const guess = meant === undefined ? '' : `; did you mean ${meant}?`;
  return new UsageError(`no context ${name} in the kubeconfig${guess}`, `contexts that exist: ${names.join(', ')}`);
}

function serverOf(cluster: ClusterEntry, name: string): string {
  const url = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return cluster.server.replace(/\/+$/, '');
  const what = cluster.server === '' ? 'names no server' : 'names a server that is not an http(s) address';
  throw new UsageError(`the cluster ${name} in the kubeconfig ${what}`);
}

function withCertificates(user: UserEntry, readFile: ReadFile): UserEntry {
  return {
    ...user,
    certData: dataOf(user.certData, user.certFile, readFile),
    certFile: undefined,
    keyData: dataOf(user.keyData, user.keyFile, readFile),
    keyFile: undefined,
  };
}

/** Inline data (base64) wins over a file, as in kubectl; client-node has it the other way round. */
function dataOf(data: string | undefined, file: string | undefined, readFile: ReadFile): string | undefined {
  if (data !== undefined || file === undefined) return data;
  try {
    return Buffer.from(readFile(file)).toString('base64');
  } catch (error) {
    throw new UsageError(
      `the kubeconfig names the certificate or key file ${file}, which cannot be read: ${whyUnreadable(error)}`,
      'mend the path, or write the content itself into the matching …-data field',
    );
  }
}

function readUtf8(path: string): string {
  return readFileSync(path, 'utf8');
}

/** The user of a context that names none. */
const NOBODY: UserEntry = {
  token: undefined,
  tokenFile: undefined,
  certData: undefined,
  certFile: undefined,
  keyData: undefined,
  keyFile: undefined,
  username: undefined,
  password: undefined,
  exec: undefined,
  authProvider: undefined,
  as: undefined,
  asUid: undefined,
  asGroups: [],
  asExtra: new Map(),
};
