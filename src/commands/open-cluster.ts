import type { Fact } from '../model/fact.ts';
import type { RunQuery } from '../model/query.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import { loadKubeContext } from '../sources/kubernetes/kubeconfig.ts';
import { openSource, requestMilliseconds, type Cluster } from './cluster.ts';
import type { Io } from './io.ts';

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
      query.from === 'run' ? runOnMachine(query, requestMilliseconds(options), signal) : source.lookUp(query),
    close() {
      // What nobody waits for any more must not keep the program alive until its own limit.
      end.abort();
      source.close();
      return Promise.resolve();
    },
  };
}

/** Starting programs takes a large library, which few look-ups need. */
async function runOnMachine({ argv }: RunQuery, milliseconds: number, signal: AbortSignal): Promise<Fact> {
  const { runProgram } = await import('../sources/exec.ts');
  return runProgram(argv, milliseconds, signal);
}
