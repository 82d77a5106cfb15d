import type { KubeObject } from '../model/object.ts';
import type { VersionedResource } from './api-resource.ts';
import type { Cell, Column } from './columns/column.ts';
import { columnsOf } from './columns/columns-of.ts';
import { podRowConditions } from './columns/pod.ts';
import { metadataOnly, type Page } from './list-page.ts';
import type { View } from './view.ts';

/** How a table is wanted. */
export interface TableWish {
  /** Of `meta.k8s.io`. */
  readonly version: string;
  /** What stands beside the cells: `None`, `Metadata` (where it is null as well) or `Object`. */
  readonly include: string | null;
}

/** The `Table` (`meta.k8s.io`) of some objects, with the columns that kubectl shows for their kind. */
export function tableOf(view: View, kind: VersionedResource, page: Page, { version, include }: TableWish): object {
  const columns = columnsOf(view, kind);
  const whole: Record<string, (object: KubeObject) => unknown> = { None: () => null, Object: (object) => object };
  const part = whole[include ?? ''] ?? ((object) => metadataOnly(object, version));
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: page.metadata,
    columnDefinitions: columns.map(definitionOf),
    rows: page.objects.map((object) => ({ ...rowOf(columns, object, view.now), object: part(object) })),
  };
}

/** The text of a table in a stream that has named its columns before. */
export function withoutDefinitions(table: string): string {
  return JSON.stringify({ ...(JSON.parse(table) as object), columnDefinitions: null });
}

function definitionOf({ name, type = 'string', format = '', description = '', wide = false }: Column): object {
  return { name, type, format, description, priority: wide ? 1 : 0 };
}

function rowOf(columns: readonly Column[], object: KubeObject, now: number): object {
  const cells = columns.map((column): Cell => column.cell(object, now));
  const conditions = podRowConditions(object);
  return conditions.length === 0 ? { cells } : { cells, conditions };
}
