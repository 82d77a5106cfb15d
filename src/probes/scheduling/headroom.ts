import type { NodeHeadroom } from '../../model/report.ts';
import { compareText } from '../read.ts';
import { type Amounts, unitOf } from './amounts.ts';
import { exclusionTexts } from './exclusion.ts';
import { freeOn, usedOn } from './node-room.ts';
import type { NodeVerdict } from './node-verdict.ts';

/** One row per node for one resource, sorted by name; measured use where the metrics have it. */
export function headroomRows(
  verdicts: readonly NodeVerdict[],
  resource: string,
  demand: Amounts,
  metrics: readonly unknown[],
): readonly NodeHeadroom[] {
  return verdicts
    .map(({ room, exclusion }) => ({
      node: room.name,
      resource,
      unit: unitOf(resource),
      capacity: room.capacity.get(resource) ?? null,
      allocatable: room.allocatable?.get(resource) ?? 0,
      requested: room.requested.get(resource) ?? 0,
      used: usedOn(metrics, room.name, resource),
      free: freeOn(room, resource),
      needed: demand.get(resource) ?? 0,
      excludedBy: exclusionTexts(exclusion),
    }))
    .toSorted((a, b) => compareText(a.node, b.node));
}
