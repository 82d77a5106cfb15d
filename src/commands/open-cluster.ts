import type { CommonOptions } from '../cli/common-options.ts';
import { loadKubeContext } from '../sources/kubernetes/kubeconfig.ts';
import { openSource, requestMilliseconds, type Cluster } from './cluster.ts';
import type { Io } from './io.ts';
import { askOutside, isOutside } from './outside.ts';

/** Opens the cluster that the options name. Throws `UsageError` for a kubeconfig, context or folder that is none. */
export async function openCluster(options: CommonOptions, io: Io): Promise<Cluster> {
  if (options.from === undefined) return openLive(options, io);
  const { openFolder } = await import('./folder-cluster.ts');
  return openFolder(options.from, options, io);
}

function openLive(options: CommonOptions, io: Io): Cluster {
  const context = loadKubeContext({
    env: io.env,
    home: io.home,
    ...(io.readFile === undefined ? {} : { readFile: io.readFile }),
    ...(options.kubeconfig === undefined ? {} : { kubeconfig: options.kubeconfig }),
    ...(options.context === undefined ? {} : { context: options.context }),
    ...(options.as === undefined ? {} : { as: options.as }),
    ...(options.asGroups.length === 0 ? {} : { asGroups: options.asGroups }),
  });
  const end = new AbortController();
  const signal = AbortSignal.any([io.signal, end.signal]);
  const source = openSource(context, options, { ...io, signal });
  return {
    endpoint: source.endpoint,
    source,
    answers: {},
    lookUp: (query) =>
      isOutside(query) ? askOutside(query, requestMilliseconds(options), signal) : source.lookUp(query),
    close() {
      // What nobody waits for any more must not keep the program alive until its own limit.
      end.abort();
      source.close();
      return Promise.resolve();
    },
  };
}
