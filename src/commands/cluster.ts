import type { Fact } from '../model/fact.ts';
import type { Query } from '../model/query.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import type { KubeContext } from '../sources/kubernetes/kube-context.ts';
import { createKubernetesSource, type KubernetesSource } from '../sources/kubernetes/kubernetes.ts';
import type { Io } from './io.ts';

/** A cluster to look at, live or replayed from a folder through the same client. */
export interface Cluster {
  /** Where it is, for the terminal only; null for a folder. */
  readonly endpoint: string | null;
  readonly source: KubernetesSource;
  /** Whether hosts and name servers can be asked: a folder may hold none of their answers. */
  readonly network: 'live' | 'recorded' | 'none';
  /** Answers that the folder holds for questions to a person. */
  readonly answers: Readonly<Record<string, string>>;
  lookUp(query: Query): Promise<Fact>;
  close(): Promise<void>;
}

/** The client of a context, with the limits that the options set. */
export function openSource(context: KubeContext, options: CommonOptions, io: Io): KubernetesSource {
  const { env, signal, wait, readFile, lookup } = io;
  return createKubernetesSource({
    context,
    env,
    signal,
    wait,
    requestTimeoutMs: requestMilliseconds(options),
    ...(readFile === undefined ? {} : { readFile }),
    ...(lookup === undefined ? {} : { lookup }),
  });
}

/** Timers take whole milliseconds only. */
export function requestMilliseconds({ requestTimeout }: CommonOptions): number {
  return Math.round(requestTimeout * 1000);
}
