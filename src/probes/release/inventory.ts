import { field, list, nameOf, namespaceOf, text } from '../read.ts';

/** One object that helm-controller 1.5 and later note in `status.inventory`. */
export interface InventoryEntry {
  /** Empty for an object of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
}

/** Where each part of an entry's id ends; names of roles may hold a colon, which is written `__` (cli-utils, `object`). */
const ID = /^([^_]*)_(.+)_([^_]*)_([A-Za-z]+)$/;

/** What the release has applied, by its own inventory; none for older controllers, which keep no such list. */
export function readInventory(release: unknown): readonly InventoryEntry[] {
  return list(field(release, 'status.inventory.entries')).flatMap((each) => {
    const [, namespace = '', name = '', group = '', kind = ''] = ID.exec(text(field(each, 'id'))) ?? [];
    return kind === '' ? [] : [{ namespace, name: name.replaceAll('__', ':'), group, kind }];
  });
}

/** Whether the object is the one that the entry names; its version does not matter. */
export function isEntry({ namespace, name, group, kind }: InventoryEntry, object: unknown): boolean {
  return (
    text(field(object, 'kind')) === kind &&
    nameOf(object) === name &&
    namespaceOf(object) === namespace &&
    groupOf(text(field(object, 'apiVersion'))) === group
  );
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** `Deployment shop/web`, or `ClusterRole web`. */
export function describeEntry({ kind, namespace, name }: InventoryEntry): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
