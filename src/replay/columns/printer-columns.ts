import type { KubeObject } from '../../model/object.ts';
import { parseFieldPath, readField } from '../../text/field-path.ts';
import { asList, asNumber, asText, at } from '../narrow.ts';
import { ageColumn, ageOf, nameColumn, type Cell, type Column } from './column.ts';

/**
 * The columns that a CustomResourceDefinition declares for one version (`additionalPrinterColumns`), after the name;
 * one that declares none has name and age.
 */
export function printerColumns(definition: KubeObject, version: string): readonly Column[] {
  const versions = asList(at(definition, 'spec', 'versions'));
  const declared = asList(
    at(
      versions.find((one) => at(one, 'name') === version),
      'additionalPrinterColumns',
    ),
  );
  if (declared.length === 0) return [nameColumn, { ...ageColumn, type: 'date' }];
  return [nameColumn, ...declared.map(declaredColumn)];
}

function declaredColumn(column: unknown): Column {
  const type = asText(at(column, 'type'));
  const path = asText(at(column, 'jsonPath'));
  return {
    name: asText(at(column, 'name')),
    type: isColumnType(type) ? type : 'string',
    format: asText(at(column, 'format')),
    description: asText(at(column, 'description')),
    wide: asNumber(at(column, 'priority')) > 0,
    cell: (object, now) => cellAt(object, path, type, now),
  };
}

function isColumnType(type: string): type is NonNullable<Column['type']> {
  return ['string', 'integer', 'number', 'boolean', 'date'].includes(type);
}

/** A missing value is an empty cell (`null`), a date is shown as its age. */
function cellAt(object: KubeObject, jsonPath: string, type: string, now: number): Cell {
  const path = toFieldPath(jsonPath);
  // A path with more of the language in it than definitions use shows nothing.
  const value = parseFieldPath(path) && readField(object, path);
  if (value === undefined || value === null) return null;
  if (type === 'date') return ageOf(value, now);
  if (typeof value === 'number' || typeof value === 'boolean') return type === 'string' ? String(value) : value;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `.status.conditions[?(@.type=="Ready")].status` → `status.conditions[type=Ready].status`. */
function toFieldPath(jsonPath: string): string {
  return (
    jsonPath
      .replace(/^\./, '')
      .replace(/\[\?\(@\.([\w-]+)\s*==\s*["']([^"']*)["']\)\]/g, '[$1=$2]')
      // Of many values the server shows the first.
      .replace(/\[\*\]/g, '[0]')
      .replace(/\['([^']+)'\]/g, '["$1"]')
      .replace(
        /\.((?:\\\.|[^.[\]\\])*\\\.(?:\\\.|[^.[\]\\])*)/g,
        (_, name: string) => `["${name.replaceAll('\\.', '.')}"]`,
      )
  );
}

const ready = condition('Ready', 'status');
const status = condition('Status', 'message');

function condition(name: string, field: string): Column {
  return { name, cell: (object) => asText(readField(object, `status.conditions[type=Ready].${field}`)) };
}

function field(name: string, path: string): Column {
  return { name, cell: (object) => asText(readField(object, path)) };
}

/** What the definitions of well-known add-ons declare, for captures that hold objects of theirs but no definition. */
export const addOnColumns: Readonly<Record<string, readonly Column[]>> = {
  'helmreleases.helm.toolkit.fluxcd.io': [nameColumn, ageColumn, ready, status],
  'kustomizations.kustomize.toolkit.fluxcd.io': [nameColumn, ageColumn, ready, status],
  'gitrepositories.source.toolkit.fluxcd.io': [nameColumn, field('URL', 'spec.url'), ageColumn, ready, status],
  'helmrepositories.source.toolkit.fluxcd.io': [nameColumn, field('URL', 'spec.url'), ageColumn, ready, status],
  'ocirepositories.source.toolkit.fluxcd.io': [nameColumn, field('URL', 'spec.url'), ready, status, ageColumn],
  'helmcharts.source.toolkit.fluxcd.io': [
    nameColumn,
    field('Chart', 'spec.chart'),
    field('Version', 'spec.version'),
    field('Source Kind', 'spec.sourceRef.kind'),
    field('Source Name', 'spec.sourceRef.name'),
    ageColumn,
    ready,
    status,
  ],
  'certificates.cert-manager.io': [nameColumn, ready, field('Secret', 'spec.secretName'), ageColumn],
};
