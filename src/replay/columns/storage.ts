import type { KubeObject } from '../../model/object.ts';
import { asList, asText, at } from '../narrow.ts';
import { ageColumn, nameColumn, textColumn, type Column } from './column.ts';

/** What `kubectl get volumeattachments` shows. */
export const attachmentColumns: readonly Column[] = [
  nameColumn,
  { ...textColumn('Attacher', 'spec', 'attacher'), format: 'name' },
  textColumn('PV', 'spec', 'source', 'persistentVolumeName'),
  textColumn('Node', 'spec', 'nodeName'),
  { name: 'Attached', type: 'boolean', cell: (one) => at(one, 'status', 'attached') === true },
  ageColumn,
];

/** What `kubectl get csidrivers` shows. */
export const driverColumns: readonly Column[] = [
  nameColumn,
  flag('AttachRequired', 'attachRequired', true),
  flag('PodInfoOnMount', 'podInfoOnMount'),
  flag('StorageCapacity', 'storageCapacity'),
  { name: 'TokenRequests', cell: audiences },
  flag('RequiresRepublish', 'requiresRepublish'),
  { name: 'Modes', cell: modesOf },
  ageColumn,
];

/** What `kubectl get csinodes` shows. */
export const driverNodeColumns: readonly Column[] = [
  nameColumn,
  { name: 'Drivers', type: 'integer', cell: (node) => asList(at(node, 'spec', 'drivers')).length },
  ageColumn,
];

/** What `kubectl get volumeattributesclasses` shows. */
export const attributesClassColumns: readonly Column[] = [
  nameColumn,
  textColumn('DriverName', 'driverName'),
  ageColumn,
];

function flag(name: string, field: string, otherwise = false): Column {
  return { name, type: 'boolean', cell: (driver) => (at(driver, 'spec', field) ?? otherwise) === true };
}

function audiences(driver: KubeObject): string {
  const requests = asList(at(driver, 'spec', 'tokenRequests')).map((one) => asText(at(one, 'audience')));
  return requests.length === 0 ? '<unset>' : requests.join(',');
}

function modesOf(driver: KubeObject): string {
  const modes = asList(at(driver, 'spec', 'volumeLifecycleModes')).map(asText);
  return modes.length === 0 ? '<none>' : modes.join(',');
}
