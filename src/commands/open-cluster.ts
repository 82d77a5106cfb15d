import type { Fact } from '../model/fact.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import { IN_CLUSTER } from '../sources/kubernetes/in-cluster.ts';
import type { KubeContext } from '../sources/kubernetes/kube-context.ts';
import { loadKubeContext } from '../sources/kubernetes/kubeconfig.ts';
import { refuseUnknownProfile } from './aws-profile.ts';
import { folderOf } from './asked-folder.ts';
import { refusedSecret } from './asked-secret.ts';
import { askedAs } from './asked-as.ts';
import { openSource, requestMilliseconds, type Cluster } from './cluster.ts';
import type { Io } from './io.ts';
import { kubeconfigOptions } from './kubeconfig-options.ts';
import { askOutside, isOutside, type Outside } from './outside.ts';

/** Opens the cluster that the options name. Throws `UsageError` for a kubeconfig, context or folder that is none. */
export async function openCluster(options: CommonOptions, io: Io): Promise<Cluster> {
  if (options.from === undefined) return openLive(options, io);
  const { openFolder } = await import('./folder-cluster.ts');
  return openFolder(options.from, options, io);
}

function openLive(options: CommonOptions, io: Io): Cluster {
  refuseUnknownProfile(options, io);
  const context = loadKubeContext(kubeconfigOptions(options, io));
  const end = new AbortController();
  const signal = AbortSignal.any([io.signal, end.signal]);
  const source = openSource(askedAs(context, options), options, { ...io, signal });
  const outside = outsideOf(context, options, { ...io, signal });
  return {
    endpoint: source.endpoint,
    source,
    network: 'live',
    answers: {},
    lookUp(query) {
      if (isOutside(query)) return askOutside(query, outside);
      const refused = refusedSecret(query, options.readSecret);
      if (refused !== undefined) return Promise.resolve(refused);
      return query.from === 'stats' && !options.nodeStats ? Promise.resolve(KUBELETS_UNASKED) : source.lookUp(query);
    },
    close() {
      // What nobody waits for any more must not keep the program alive until its own limit.
      end.abort();
      source.close();
      return Promise.resolve();
    },
  };
}

/** The right that it takes, `nodes/proxy`, is a way into every container: it is used only by whoever says so. */
const KUBELETS_UNASKED: Fact = {
  state: 'failed',
  reason: 'kubelets are not asked',
  hint: 'add --node-stats',
  unasked: true,
};

/** A pod's own ServiceAccount has no context that a program could be told; it finds the account by itself. */
function outsideOf(context: KubeContext, options: CommonOptions, { env, signal }: Pick<Io, 'env' | 'signal'>): Outside {
  const { kubeconfig, as, asGroups, programs } = options;
  const { name } = context;
  const access = { context: name === IN_CLUSTER ? null : name, kubeconfig, as, asGroups };
  return { timeoutMs: requestMilliseconds(options), signal, env, access, programs, terraform: folderOf(options) };
}
