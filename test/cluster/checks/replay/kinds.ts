import type { Api } from '../../plane/api.ts';
import { at, textAt } from '../../plane/manifest.ts';

/** A kind that the real server lists, in one of its versions. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Whether the version is the one that the group prefers. */
  readonly preferred: boolean;
}

/** What the discovery documents of the real server name and can be listed, in every version. */
export async function servedKinds(api: Api): Promise<readonly ServedKind[]> {
  const groups = listAt((await api.send('GET', '/apis')).body, 'groups');
  const kinds = await kindsIn(api, '', 'v1', true);
  for (const group of groups) {
    for (const version of listAt(group, 'versions').map((each) => textAt(each, 'version'))) {
      const preferred = version === textAt(group, 'preferredVersion.version');
      kinds.push(...(await kindsIn(api, textAt(group, 'name'), version, preferred)));
    }
  }
  return kinds;
}

/** `/api/v1`, `/apis/apps/v1`. */
export function rootOf({ group, version }: Pick<ServedKind, 'group' | 'version'>): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** `pods`, `deployments.apps`. */
export function fullName({ group, plural }: Pick<ServedKind, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** A list at a path of an object, empty where there is none. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

async function kindsIn(api: Api, group: string, version: string, preferred: boolean): Promise<ServedKind[]> {
  const resources = listAt((await api.send('GET', rootOf({ group, version }))).body, 'resources');
  return resources
    .filter((each) => listAt(each, 'verbs').includes('list'))
    .map((each) => ({
      group,
      version,
      plural: textAt(each, 'name'),
      kind: textAt(each, 'kind'),
      namespaced: at(each, 'namespaced') === true,
      preferred,
    }));
}
