import type { KubeObject } from '../model/object.ts';
import type { ApiRequest } from './api-request.ts';
import type { VersionedResource } from './api-resource.ts';
import type { Cell, Column } from './columns/column.ts';
import { columnsOf } from './columns/columns-of.ts';
import { metadataOnly, type Page } from './list-page.ts';
import type { View } from './view.ts';

/** The `Table` (`meta.k8s.io/v1`) of some objects, with the columns that kubectl shows for their kind. */
export function tableOf(view: View, kind: VersionedResource, page: Page, request: ApiRequest): object {
  const columns = columnsOf(view, kind);
  const include = request.query.get('includeObject') ?? 'Metadata';
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: page.metadata,
    columnDefinitions: columns.map(definitionOf),
    rows: page.objects.map((object) => rowOf(columns, object, view.now, include)),
  };
}

function definitionOf({ name, type = 'string', format = '', description = '', wide = false }: Column): object {
  return { name, type, format, description, priority: wide ? 1 : 0 };
}

function rowOf(columns: readonly Column[], object: KubeObject, now: number, include: string): object {
  const cells = columns.map((column): Cell => column.cell(object, now));
  if (include === 'None') return { cells };
  return { cells, object: include === 'Object' ? object : metadataOnly(object) };
}
