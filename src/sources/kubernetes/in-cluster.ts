import { isIPv6 } from 'node:net';
import { parseKubeconfig, type Kubeconfig } from './kubeconfig-file.ts';
import type { ReadFile } from './kube-context.ts';

/** Where the kubelet mounts a pod's ServiceAccount. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The name that reports give to the ServiceAccount of the pod. */
export const IN_CLUSTER = 'in-cluster';

/** A pod without its ServiceAccount: what it lacks, and what to do. */
export interface NoAccount {
  readonly missing: string;
  readonly hint: string;
}

/**
 * The kubeconfig that a pod's ServiceAccount amounts to; undefined outside a pod. The token is named by its file, so
 * that it is read again when the kubelet replaces it.
 */
export function inClusterConfig(env: NodeJS.ProcessEnv, readFile: ReadFile): Kubeconfig | NoAccount | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  if (!host || !port) return undefined;
  const lacks = ['token', 'ca.crt'].find((name) => readOrNothing(`${ACCOUNT}/${name}`, readFile) === undefined);
  if (lacks !== undefined) return noAccount(lacks);
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const namespace = readOrNothing(`${ACCOUNT}/namespace`, readFile)?.trim();
  const file = {
    'current-context': IN_CLUSTER,
    clusters: [{ name: IN_CLUSTER, cluster: { server, 'certificate-authority': `${ACCOUNT}/ca.crt` } }],
    users: [{ name: IN_CLUSTER, user: { tokenFile: `${ACCOUNT}/token` } }],
    contexts: [{ name: IN_CLUSTER, context: { cluster: IN_CLUSTER, user: IN_CLUSTER, namespace } }],
  };
  return parseKubeconfig(JSON.stringify(file), `${ACCOUNT}/`);
}

function noAccount(lacks: string): NoAccount {
  return {
    missing: `this is a pod, but its ServiceAccount is not mounted (${ACCOUNT}/${lacks} cannot be read)`,
    hint: 'set automountServiceAccountToken: true on the pod, or name a kubeconfig with --kubeconfig FILE',
  };
}

function readOrNothing(path: string, readFile: ReadFile): string | undefined {
  try {
    return readFile(path);
  } catch {
    return undefined;
  }
}
