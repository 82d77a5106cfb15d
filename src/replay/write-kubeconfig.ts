/** What a kubeconfig for a replay server has to say. */
export interface KubeconfigWords {
  /** `http://127.0.0.1:PORT`. */
  readonly server: string;
  /** The name of its only context. */
  readonly context: string;
  readonly namespace?: string;
}

/**
 * The text of a kubeconfig (JSON, which every reader of kubeconfigs takes as YAML) with one context that leads to the
 * server, without any credentials.
 */
export function kubeconfigFor({ server, context, namespace }: KubeconfigWords): string {
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [{ name: context, cluster: { server } }],
    users: [{ name: 'reader', user: {} }],
    contexts: [
      { name: context, context: { cluster: context, user: 'reader', ...(namespace !== undefined && { namespace }) } },
    ],
    preferences: {},
  };
  return `${JSON.stringify(kubeconfig, null, 2)}\n`;
}
