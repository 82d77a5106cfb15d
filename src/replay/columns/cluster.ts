import type { KubeObject } from '../../model/object.ts';
import { asList, asMapping, asText, at } from '../narrow.ts';
import { ageColumn, nameColumn, orNone, textColumn, wide, type Column } from './column.ts';

/** What `kubectl get nodes` shows. */
export const nodeColumns: readonly Column[] = [
  nameColumn,
  { name: 'Status', cell: nodeStatus },
  { name: 'Roles', cell: nodeRoles },
  ageColumn,
  textColumn('Version', 'status', 'nodeInfo', 'kubeletVersion'),
  wide({ name: 'Internal-IP', cell: (node) => addressOf(node, 'InternalIP') }),
  wide({ name: 'External-IP', cell: (node) => addressOf(node, 'ExternalIP') }),
  wide(nodeInfoColumn('OS-Image', 'osImage')),
  wide(nodeInfoColumn('Kernel-Version', 'kernelVersion')),
  wide(nodeInfoColumn('Container-Runtime', 'containerRuntimeVersion')),
];

/** What `kubectl get namespaces` shows. */
export const namespaceColumns: readonly Column[] = [nameColumn, textColumn('Status', 'status', 'phase'), ageColumn];

/** What `kubectl get persistentvolumeclaims` shows. */
export const claimColumns: readonly Column[] = [
  nameColumn,
  {
    name: 'Status',
    cell: (claim) => (isDeleted(claim) ? 'Terminating' : asText(at(claim, 'status', 'phase'))),
  },
  textColumn('Volume', 'spec', 'volumeName'),
  { name: 'Capacity', cell: (claim) => (isBound(claim) ? asText(at(claim, 'status', 'capacity', 'storage')) : '') },
  { name: 'Access Modes', cell: (claim) => (isBound(claim) ? accessModes(at(claim, 'status', 'accessModes')) : '') },
  textColumn('StorageClass', 'spec', 'storageClassName'),
  { name: 'VolumeAttributesClass', cell: unsetAttributesClass },
  ageColumn,
  wide({ name: 'VolumeMode', cell: (claim) => asText(at(claim, 'spec', 'volumeMode')) || '<unset>' }),
];

/** What `kubectl get persistentvolumes` shows. */
export const volumeColumns: readonly Column[] = [
  nameColumn,
  textColumn('Capacity', 'spec', 'capacity', 'storage'),
  { name: 'Access Modes', cell: (volume) => accessModes(at(volume, 'spec', 'accessModes')) },
  textColumn('Reclaim Policy', 'spec', 'persistentVolumeReclaimPolicy'),
  {
    name: 'Status',
    cell: (volume) => (isDeleted(volume) ? 'Terminating' : asText(at(volume, 'status', 'phase'))),
  },
  { name: 'Claim', cell: claimOf },
  textColumn('StorageClass', 'spec', 'storageClassName'),
  { name: 'VolumeAttributesClass', cell: unsetAttributesClass },
  textColumn('Reason', 'status', 'reason'),
  ageColumn,
  wide({ name: 'VolumeMode', cell: (volume) => asText(at(volume, 'spec', 'volumeMode')) || '<unset>' }),
];

/** What `kubectl get storageclasses` shows. */
export const storageClassColumns: readonly Column[] = [
  { ...nameColumn, cell: storageClassName },
  textColumn('Provisioner', 'provisioner'),
  { name: 'ReclaimPolicy', cell: (one) => asText(one['reclaimPolicy']) || 'Delete' },
  { name: 'VolumeBindingMode', cell: (one) => asText(one['volumeBindingMode']) || 'Immediate' },
  { name: 'AllowVolumeExpansion', cell: (one) => one['allowVolumeExpansion'] === true },
  ageColumn,
];

/** What `kubectl get configmaps` shows. */
export const configMapColumns: readonly Column[] = [nameColumn, dataColumn('data', 'binaryData'), ageColumn];

/** What `kubectl get secrets` shows. */
export const secretColumns: readonly Column[] = [nameColumn, textColumn('Type', 'type'), dataColumn('data'), ageColumn];

/** What `kubectl get serviceaccounts` shows. */
export const serviceAccountColumns: readonly Column[] = [
  nameColumn,
  { name: 'Secrets', cell: (account) => asList(account['secrets']).length },
  ageColumn,
];

function nodeStatus(node: KubeObject): string {
  const ready = asList(at(node, 'status', 'conditions')).find((condition) => at(condition, 'type') === 'Ready');
  const status = at(ready, 'status');
  const word = ready === undefined ? 'Unknown' : status === 'True' ? 'Ready' : 'NotReady';
  return at(node, 'spec', 'unschedulable') === true ? `${word},SchedulingDisabled` : word;
}

function nodeRoles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const labels = Object.entries(node.metadata.labels ?? {});
  const roles = labels.flatMap(([key, value]) => {
    if (key.startsWith(prefix)) return [key.slice(prefix.length)];
    return key === 'kubernetes.io/role' ? [value] : [];
  });
  return orNone(roles.filter(Boolean).sort().join(','));
}

function addressOf(node: KubeObject, type: string): string {
  const address = asList(at(node, 'status', 'addresses')).find((one) => at(one, 'type') === type);
  return orNone(asText(at(address, 'address')));
}

function nodeInfoColumn(name: string, field: string): Column {
  return { name, cell: (node) => asText(at(node, 'status', 'nodeInfo', field)) || '<unknown>' };
}

function isDeleted(object: KubeObject): boolean {
  return object.metadata['deletionTimestamp'] !== undefined;
}

function isBound(claim: KubeObject): boolean {
  return asText(at(claim, 'spec', 'volumeName')) !== '';
}

const ACCESS_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** In the server's order, whatever the object's. */
function accessModes(modes: unknown): string {
  const known = new Set(asList(modes).map(asText));
  return Object.keys(ACCESS_MODES)
    .filter((mode) => known.has(mode))
    .map((mode) => ACCESS_MODES[mode])
    .join(',');
}

function unsetAttributesClass(object: KubeObject): string {
  return asText(at(object, 'spec', 'volumeAttributesClassName')) || '<unset>';
}

function claimOf(volume: KubeObject): string {
  const claim = asMapping(at(volume, 'spec', 'claimRef'));
  return claim['name'] === undefined ? '' : `${asText(claim['namespace'])}/${asText(claim['name'])}`;
}

function storageClassName(one: KubeObject): string {
  const isDefault = one.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  return isDefault ? `${one.metadata.name} (default)` : one.metadata.name;
}

function dataColumn(...fields: readonly string[]): Column {
  const count = (object: KubeObject): number =>
    fields.reduce((sum, field) => sum + Object.keys(asMapping(object[field])).length, 0);
  return { name: 'Data', cell: count };
}
