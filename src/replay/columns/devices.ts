import type { KubeObject } from '../../model/object.ts';
import { asList, at } from '../narrow.ts';
import { ageColumn, nameColumn, textColumn, type Column } from './column.ts';

/** What `kubectl get resourceclaims` shows. */
export const resourceClaimColumns: readonly Column[] = [nameColumn, { name: 'State', cell: claimState }, ageColumn];

/** What `kubectl get resourceslices` shows. */
export const resourceSliceColumns: readonly Column[] = [
  nameColumn,
  textColumn('Node', 'spec', 'nodeName'),
  textColumn('Driver', 'spec', 'driver'),
  textColumn('Pool', 'spec', 'pool', 'name'),
  ageColumn,
];

/** `allocated,reserved`; `pending` until a device was found. */
function claimState(claim: KubeObject): string {
  const isDeleted = claim.metadata['deletionTimestamp'] !== undefined;
  const isAllocated = at(claim, 'status', 'allocation') !== undefined;
  const states = isDeleted ? ['deleted'] : [];
  if (isAllocated) states.push('allocated');
  else if (!isDeleted) states.push('pending');
  if (isAllocated && asList(at(claim, 'status', 'reservedFor')).length > 0) states.push('reserved');
  return states.join(',');
}
