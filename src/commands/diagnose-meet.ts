import type { ListQuery, ServerInfo } from '../model/query.ts';
import type { LookUp } from '../engine/memo.ts';
import { list } from '../probes/read.ts';
import { WORKLOAD_KINDS } from '../text/workload-kinds.ts';
import type { Cluster } from './cluster.ts';
import { findWorkload } from './diagnose-find.ts';
import type { DiagnoseTarget } from './diagnose-target.ts';
import { refuseUnknownNamespace } from './diagnose-unknown.ts';
import { outOfReach } from './exit.ts';
import type { Io } from './io.ts';
import { tellOutOfReach } from './out-of-reach.ts';

/** What is to be walked. */
export interface Met {
  /** Empty for all namespaces. */
  readonly namespace: string;
  /** The object that was named; null where it could not be seen, undefined where none was named. */
  readonly workload: unknown;
}

/** Where `diagnose` was told to look. */
export interface Wanted {
  /** Undefined where no object was named. */
  readonly target: DiagnoseTarget | undefined;
  readonly namespace: string | undefined;
  readonly everywhere: boolean;
  /** What the runbook lists that the walk begins with, as `plural.group`. */
  readonly kinds: ReadonlySet<string>;
  /** Of a whole cluster the list that takes longest, as the walk will ask for it; undefined where it does not. */
  readonly longest: ListQuery | undefined;
}

/**
 * Makes sure that there is a cluster, and in it what was named; asks for nothing that the walk will not ask for. Gives the
 * exit code where the cluster is out of reach. Throws `UsageError` for a namespace or an object that there is not.
 */
export async function meetCluster(cluster: Cluster, wanted: Wanted, lookUp: LookUp, io: Io): Promise<Met | number> {
  const asked = wanted.target?.namespace ?? wanted.namespace;
  const early = wanted.everywhere ? '' : asked;
  // Without waiting for the server where the words say enough.
  const met = early === undefined ? undefined : look(early, wanted, lookUp);
  met?.catch(() => undefined);
  const server = await lookUp({ from: 'server' });
  const ofContext = server.state === 'known' ? (server.value as ServerInfo).namespace : 'default';
  const found = await (met ?? look(ofContext, wanted, lookUp));
  if (server.state === 'known') return found;
  const trouble = outOfReach(cluster);
  return trouble === undefined ? found : tellOutOfReach(trouble, io);
}

async function look(namespace: string, { target, kinds, longest }: Wanted, lookUp: LookUp): Promise<Met> {
  if (target !== undefined) return { namespace, workload: await findWorkload({ ...target, namespace }, lookUp) };
  // Nobody waits for it here: it is on its way while the rest of the program is loaded.
  if (namespace === '' && longest !== undefined) lookUp(longest).catch(() => undefined);
  const lists = await Promise.all(kindsAskedFor(namespace, kinds).map((query) => lookUp(query)));
  const nothing = lists.every((fact) => fact.state === 'known' && list(fact.value).length === 0);
  if (nothing && namespace !== '') await refuseUnknownNamespace(namespace, lookUp);
  return { namespace, workload: undefined };
}

/** As the runbook of a namespace asks, so that each is asked once. What runs in a whole cluster it asks in its own way. */
function kindsAskedFor(namespace: string, kinds: ReadonlySet<string>): readonly ListQuery[] {
  const everywhere = namespace === '';
  return WORKLOAD_KINDS.filter(({ kind, resource }) => kinds.has(resource) && (kind !== 'Pod' || !everywhere)).map(
    ({ resource }) => ({ from: 'list', resource, namespace: everywhere ? null : namespace }),
  );
}
