import type { CommonOptions } from '../cli/common-options.ts';
import type { SecretKey } from '../cli/values.ts';
import type { Runbook } from '../model/runbook.ts';
import { plan, roleRules } from '../engine/plan.ts';
import type { PlannedLookup } from '../model/plan.ts';
import { renderPlan, renderRole } from '../render/plan.ts';
import { asksForVersions } from '../sources/kubernetes/discovery.ts';
import { parseResource } from '../sources/kubernetes/resource-name.ts';
import { writeOut } from '../terminal/streams.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** What is to be printed, and what would be asked beside the API server. */
type Planned = Pick<CommonOptions, 'plan' | 'nodeStats'> & {
  readonly network?: boolean;
  readonly readSecret?: SecretKey | undefined;
  readonly terraform?: string | undefined;
};

/**
 * Prints what runbooks would look up, or the ClusterRole that they need; an entry is a runbook, or a look-up that
 * the command sends by itself. Without `network`, hosts and names are left out, what kubelets measure without
 * `nodeStats`, the content of a Secret without `readSecret`, and
 * Terraform's state without `terraform`. Nothing is asked of anybody.
 */
export async function printPlan(
  runbooks: ReadonlyMap<string, Runbook>,
  entries: readonly (string | PlannedLookup)[],
  { plan: what, nodeStats, network = false, readSecret, terraform }: Planned,
  io: Io,
): Promise<number> {
  const lookups = entries
    .flatMap((entry) => (typeof entry === 'string' ? plan(runbooks, entry) : [entry]))
    .filter(({ verb }) => network || !OVER_THE_NETWORK.includes(verb))
    .filter(({ readsSecret = false }) => !readsSecret || readSecret !== undefined)
    .filter(({ verb }) => verb !== 'terraform' || terraform !== undefined)
    .flatMap((lookup) => throughProxy(lookup, nodeStats));
  const text =
    what === 'role'
      ? renderRole('kubedoc', roleRules(lookups), contentNote(lookups))
      : renderPlan([...aboutServer(lookups), ...lookups]);
  return (await writeOut(io.stdout, text)) === 'failed' ? EXIT.notWritten : EXIT.fine;
}

/** What is asked of hosts beside the API server and AWS. */
const OVER_THE_NETWORK: readonly PlannedLookup['verb'][] = ['http', 'dns', 'registry'];

/** To ask a kubelet through the API server is to get its proxy. */
function throughProxy(lookup: PlannedLookup, nodeStats: boolean): readonly PlannedLookup[] {
  if (lookup.verb !== 'stats') return [lookup];
  return nodeStats ? [{ ...lookup, verb: 'get' }] : [];
}

/** What the client asks for by itself. Kubernetes lets every user that it knows do so (ClusterRole `system:discovery`). */
function aboutServer(lookups: readonly PlannedLookup[]): readonly PlannedLookup[] {
  const asked = lookups
    .filter(({ verb }) => verb === 'list' || verb === 'get')
    .map(({ resource }) => parseResource(resource).group);
  const groups = [...new Set(asked)].filter((group) => asksForVersions(group)).toSorted();
  return ['/version', ...groups.map((group) => `/apis/${group}`)].map((path) => ({
    runbook: 'the API server and the versions of its APIs',
    name: path,
    verb: 'get',
    resource: path,
    namespace: '',
    when: '',
    follows: '',
    required: false,
    metadataOnly: false,
  }));
}

/** RBAC cannot allow the names of objects without their content, so whoever grants the role must be told. */
function contentNote(lookups: readonly PlannedLookup[]): readonly string[] {
  const read = new Set(
    lookups
      .filter(({ metadataOnly, readsSecret = false }) => !metadataOnly && !readsSecret)
      .map(({ resource }) => resource),
  );
  const all = new Set(lookups.map(({ resource }) => resource));
  const namesOnly = [...all].filter((resource) => !read.has(resource)).toSorted();
  if (namesOnly.length === 0) return [];
  const beside = lookups.some(({ readsSecret }) => readsSecret) ? ', but for the one Secret that is named' : '';
  return [`Of ${namesOnly.join(' and ')} only the metadata is read${beside}; RBAC has no narrower verb than these.`];
}
