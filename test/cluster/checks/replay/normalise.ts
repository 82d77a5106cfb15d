import { at, tableOf, textAt } from '../../plane/manifest.ts';
import type { Answer } from './ask.ts';
import { listAt } from './kinds.ts';
import { HOME } from './users.ts';

/**
 * The answer without what two servers cannot have in common, whatever they do:
 * - the name of the one who asks: a service account on the real server, `reader` on the other;
 * - the resource version of a list, which counts every write of the whole cluster, a bookmark's too;
 * - the token for a further page, which each server makes as it likes;
 * - the beats of what is alive (leases of nodes and of the API server), which go on while the questions are asked.
 */
export function normalise(answer: Answer): Answer {
  return { ...answer, body: withoutAccidents(answer.body) };
}

function withoutAccidents(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(USER, 'reader').replace(NEWEST, '$1 of the list');
  if (Array.isArray(value)) return value.map(withoutAccidents);
  if (typeof value !== 'object' || value === null) return value;
  const table = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutAccidents(inner)]));
  if (isLivingLease(value)) return withoutBeat(table);
  if (textAt(value, 'kind') === 'Table') return withNamedCells(table);
  if (isCollection(value)) return { ...table, metadata: withoutVersion(table['metadata']) };
  if (textAt(value, 'type') === 'BOOKMARK') return { ...table, object: bookmarkOf(table['object']) };
  return table;
}

/** What is said to one who asks for a version that is yet to come. */
const NEWEST = /^(Timeout: Too large resource version: \d+, current:) \d+$/;
const USER = new RegExp(`system:serviceaccount:${HOME}:(?:reader|limited)`, 'g');

function isCollection(value: unknown): boolean {
  return textAt(value, 'kind').endsWith('List') && at(value, 'metadata.resourceVersion') !== undefined;
}

/** The cells of a table under the names of their columns, so that one column more is one difference. */
function withNamedCells(table: Readonly<Record<string, unknown>>): object {
  const columns = listAt(table, 'columnDefinitions').map((column) => textAt(column, 'name'));
  const nameCells = (row: unknown): object => {
    const cells = listAt(row, 'cells').map((cell, index) => [columns[index] ?? String(index), cell] as const);
    return { ...tableOf(row), cells: Object.fromEntries(cells) };
  };
  const rows = Array.isArray(table['rows']) ? table['rows'].map(nameCells) : table['rows'];
  return { ...table, metadata: withoutVersion(table['metadata']), rows };
}

function withoutVersion(metadata: unknown): object {
  const more = textAt(metadata, 'continue') === '' ? {} : { continue: 'a token' };
  return { ...tableOf(metadata), resourceVersion: 'of the list', ...more };
}

function bookmarkOf(object: unknown): object {
  return { ...tableOf(object), metadata: withoutVersion(at(object, 'metadata')) };
}

/** A lease, or the metadata of one. */
function isLivingLease(value: unknown): boolean {
  const isOfNode = textAt(value, 'metadata.namespace') === 'kube-node-lease';
  return isOfNode || textAt(value, 'metadata.name').startsWith('apiserver-');
}

function withoutBeat(lease: Readonly<Record<string, unknown>>): object {
  const metadata = { ...tableOf(lease['metadata']), resourceVersion: 'beats', managedFields: 'beat' };
  return 'spec' in lease
    ? { ...lease, metadata, spec: { ...tableOf(lease['spec']), renewTime: 'beats' } }
    : { ...lease, metadata };
}
