import { stringify } from 'yaml';
import { textAt } from '../plane/manifest.ts';
import { cleaned } from './clean.ts';
import { LEFT_OUT } from './left-out.ts';
import { placesOf } from './places.ts';
import type { ClusterState } from './read-cluster.ts';

/** The files of a capture, name to text. */
export type CaptureFiles = ReadonlyMap<string, string>;

/**
 * What was read as the files that `--from` takes: one per kind, the newest API server's words otherwise untouched, in
 * the order of namespace and name; logs; and what the capture says of itself.
 */
export function captureFiles({ version, readAt, objects, logs }: ClusterState): CaptureFiles {
  const placed = placesOf(objects);
  const kept = objects.map((each) => JSON.parse(placed(JSON.stringify(cleaned(each)))) as unknown);
  const files = new Map<string, string>();
  files.set('snapshot.yaml', stringify(snapshotOf(version, readAt)));
  for (const [kind, some] of byKind(kept)) {
    const documents = some.toSorted(byPlace).map((each) => stringify(each, { lineWidth: 0 }));
    files.set(`${kind.toLowerCase()}.yaml`, documents.join('---\n'));
  }
  for (const [place, text] of Object.entries(logs)) files.set(`logs/${place}.log`, placed(text));
  return files;
}

/** Times of objects are whole seconds; the moment is rounded up, so that none of them lies after it. */
function snapshotOf(version: string, readAt: number): object {
  const capturedAt = `${new Date(Math.ceil(readAt / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  return { capturedAt, context: 'plane', version, complete: true, omitted: Object.keys(LEFT_OUT) };
}

function byKind(objects: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const kinds = new Map<string, unknown[]>();
  for (const object of objects) {
    const kind = textAt(object, 'kind');
    kinds.set(kind, [...(kinds.get(kind) ?? []), object]);
  }
  return kinds;
}

function byPlace(one: unknown, other: unknown): number {
  return placeOf(one) < placeOf(other) ? -1 : 1;
}

function placeOf(object: unknown): string {
  return `${textAt(object, 'metadata.namespace')}/${textAt(object, 'metadata.name')}`;
}
