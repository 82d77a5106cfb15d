import { condition, entry, field, isRecord, list, nameOf, num, record, text } from '../read.ts';
import { requirementHolds } from '../requirement.ts';
import { type Amounts, readAmounts } from './amounts.ts';
import { hardTaints, taintText, tolerates } from './tolerations.ts';

/** Whether a NodePool of Karpenter makes nodes for a pod, and for how many more its limits leave room. */
export interface PoolRoom {
  readonly pool: unknown;
  readonly name: string;
  /** Why it makes none for this pod, whatever its limits; empty where it may. */
  readonly closed: string;
  /** How many more pods its limits leave room for; null without a limit. */
  readonly possible: number | null;
  /** The limit that leaves the least; empty without one. */
  readonly limitedBy: string;
}

/**
 * Holds a NodePool (karpenter.sh v1, v1beta1) against pods of one demand. `usable` is the part of what a pool adds that pods
 * can have: its limits count whole machines, of which the system and its DaemonSets take their share.
 */
export function poolRoom(pool: unknown, like: unknown, demand: Amounts, usable: number): PoolRoom {
  const named = { pool, name: nameOf(pool), closed: closedBy(pool, like) };
  if (named.closed !== '') return { ...named, possible: 0, limitedBy: '' };
  const rooms = remainingOf(pool).flatMap(({ resource, amount }) => {
    // How large the next node will be only Karpenter knows, so a number of nodes bars only where none is left.
    if (resource === 'nodes') return amount < 1 ? [{ resource, pods: 0 }] : [];
    const each = demand.get(resource) ?? 0;
    return each === 0 ? [] : [{ resource, pods: Math.max(0, Math.floor((amount * usable) / each)) }];
  });
  const least = rooms.toSorted((a, b) => a.pods - b.pods)[0];
  return { ...named, possible: least?.pods ?? null, limitedBy: least?.resource ?? '' };
}

/**
 * The limits that leave room for so many pods, each no lower than it is, as a flow map of YAML: whole cores, whole Gi. Undefined
 * where a number of nodes stands in the way.
 */
export function raisedLimits(pool: unknown, pods: number, demand: Amounts, usable: number): string | undefined {
  const limits = readAmounts(field(pool, 'spec.limits'));
  const used = readAmounts(field(pool, 'status.resources'));
  if (remainingOf(pool).some(({ resource, amount }) => resource === 'nodes' && amount < 1)) return undefined;
  const raised = [...limits].flatMap(([resource, limit]) => {
    const each = demand.get(resource) ?? 0;
    const wanted = (used.get(resource) ?? 0) + (pods * each) / usable;
    return each === 0 || wanted <= limit ? [] : [`${resource}: ${written(resource, wanted)}`];
  });
  return raised.length === 0 ? undefined : `{ ${raised.join(', ')} }`;
}

function written(resource: string, amount: number): string {
  if (resource === 'cpu') return `"${Math.ceil(amount / 1000)}"`;
  return `${Math.ceil(amount / 1024 ** 3)}Gi`;
}

function remainingOf(pool: unknown): readonly { readonly resource: string; readonly amount: number }[] {
  const used = readAmounts(field(pool, 'status.resources'));
  return [...readAmounts(field(pool, 'spec.limits'))].map(([resource, limit]) => ({
    resource,
    amount: limit - (used.get(resource) ?? 0),
  }));
}

/** A pool without a Ready condition (v1beta1) is taken as ready; a static one (`spec.replicas`) makes none on demand. */
function closedBy(pool: unknown, like: unknown): string {
  if (field(pool, 'metadata.deletionTimestamp') !== undefined) return 'being deleted';
  const ready = condition(pool, 'Ready');
  if (isRecord(ready) && entry(ready, 'status') !== 'True') return `not ready ${reasonOf(pool)}`.trim();
  if (num(field(pool, 'spec.replicas')) !== undefined) return 'of a fixed size';
  const template = field(pool, 'spec.template');
  const taint = hardTaints(template).find((each) => !tolerates(like, each));
  if (taint !== undefined) return `taint ${taintText(taint)}`;
  const label = Object.entries(record(field(like, 'spec.nodeSelector'))).find(
    ([key, value]) => !offers(template, key, text(value)),
  );
  return label === undefined ? '' : `no nodes with ${label[0]}=${text(label[1])}`;
}

function reasonOf(pool: unknown): string {
  const bad = list(field(pool, 'status.conditions')).find(
    (each) => entry(each, 'type') !== 'Ready' && entry(each, 'status') === 'False',
  );
  const reason = text(entry(bad, 'reason')) || text(entry(bad, 'type'));
  return reason === '' ? '' : `(${reason})`;
}

/** Labels that Karpenter itself knows the values of; any other has to be defined by the pool. */
const WELL_KNOWN = /^(?:[a-z.]*kubernetes\.io|karpenter\.sh|karpenter\.k8s\.aws|eks\.amazonaws\.com)\//;

function offers(template: unknown, key: string, value: string): boolean {
  const own = entry(field(template, 'metadata.labels'), key);
  if (own !== undefined) return own === value;
  const rules = list(field(template, 'spec.requirements')).filter((each) => entry(each, 'key') === key);
  if (rules.length > 0) return rules.every((rule) => requirementHolds(rule, value));
  return WELL_KNOWN.test(key);
}
