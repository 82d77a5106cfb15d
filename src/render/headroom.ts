import type { NodeHeadroom } from '../model/report.ts';
import { formatBytes, formatMillicores } from '../text/quantity.ts';

/** An amount in its unit, for people: `2.4Gi`, `250m`, `110`. */
export function amountText(amount: number, unit: NodeHeadroom['unit']): string {
  if (unit === 'bytes') return formatBytes(amount);
  return unit === 'millicores' ? formatMillicores(amount) : String(amount);
}

/** Whether what is free is less than what is needed. */
export function isTooSmall({ free, needed }: NodeHeadroom): boolean {
  return free < needed;
}

/** The nodes worth showing, each with its rows, and how many are left out (and how many of those would do). */
export interface Roomiest {
  readonly shown: readonly (readonly NodeHeadroom[])[];
  readonly hidden: number;
  readonly hiddenWithRoom: number;
}

/**
 * Groups rows by node. Up to `limit` nodes stay in their order; of more, those with the most room are taken: nodes that
 * the pod may go to first, then by what would be left of the scarcest resource as a share of the node.
 */
export function roomiest(rows: readonly NodeHeadroom[], limit: number): Roomiest {
  const nodes = byNode(rows);
  if (nodes.length <= limit) return { shown: nodes, hidden: 0, hiddenWithRoom: 0 };
  const ranked = nodes.toSorted((one, other) => rank(other) - rank(one));
  const hidden = ranked.slice(limit);
  return { shown: ranked.slice(0, limit), hidden: hidden.length, hiddenWithRoom: hidden.filter(wouldDo).length };
}

function byNode(rows: readonly NodeHeadroom[]): readonly (readonly NodeHeadroom[])[] {
  const nodes = new Map<string, NodeHeadroom[]>();
  for (const row of rows) {
    const known = nodes.get(row.node);
    if (known === undefined) nodes.set(row.node, [row]);
    else known.push(row);
  }
  return [...nodes.values()];
}

/** Any node that the pod may go to is above any other, for no share is below -1000 here. */
function rank(rows: readonly NodeHeadroom[]): number {
  const shares = rows.map(({ free, needed, allocatable }) => (free - needed) / Math.max(allocatable, 1));
  const excluded = rows.some((row) => row.excludedBy.length > 0);
  return Math.max(Math.min(...shares), -1000) - (excluded ? 10_000 : 0);
}

function wouldDo(rows: readonly NodeHeadroom[]): boolean {
  return rows.every((row) => row.excludedBy.length === 0 && !isTooSmall(row));
}
