import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { KubeObject } from '../model/object.ts';
import { parseDocuments } from '../replay/parse-documents.ts';
import { isOfKind, objectsOf } from '../replay/read-objects.ts';

/** What files hold. */
export interface Manifests {
  /** Each with where it stands in the annotation PATH: `file:line`. */
  readonly objects: readonly KubeObject[];
  /** HelmReleases that say too little to be one: patches of an overlay, which are not applied here. */
  readonly patches: readonly KubeObject[];
}

/** The annotation by which kustomize and its relatives note the file of an object. */
export const PATH = 'config.kubernetes.io/path';

/**
 * Reads YAML and JSON files, and those below folders. Charts are passed over: their templates are no YAML yet. Throws
 * `UsageError` for what is not there, cannot be read or parsed, and where no HelmRelease is among it.
 */
export function readManifests(places: readonly string[]): Manifests {
  const files = [...new Set(places.flatMap(filesAt))];
  const all = files.flatMap(readObjects);
  const releases = all.filter(isRelease);
  if (releases.length === 0) {
    const where = places.join(', ');
    throw new UsageError(
      `there is no HelmRelease in ${where}`,
      `${String(files.length)} YAML and JSON files were read`,
    );
  }
  const patches = releases.filter(isPatch);
  return { objects: all.filter((object) => !patches.includes(object)), patches };
}

function isRelease(object: KubeObject): boolean {
  return isOfKind(object, 'helm.toolkit.fluxcd.io', 'HelmRelease');
}

/** The API asks for an interval, and for a chart or a reference to one. */
function isPatch({ spec }: KubeObject): boolean {
  if (typeof spec !== 'object' || spec === null) return true;
  return !('interval' in spec) || !('chart' in spec || 'chartRef' in spec);
}

function filesAt(place: string): readonly string[] {
  return attempt(place, () => (statSync(place).isDirectory() ? filesBelow(place) : [place]));
}

function filesBelow(folder: string): readonly string[] {
  if (existsSync(join(folder, 'Chart.yaml'))) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : filesAt(path);
    return entry.isFile() && /\.(ya?ml|json)$/.test(entry.name) ? [path] : [];
  });
}

function readObjects(file: string): readonly KubeObject[] {
  const text = attempt(file, () => readFileSync(file, 'utf8'));
  return parseDocuments(file, text).flatMap((document) => {
    const [, line = '1'] = /:(\d+):\d+$/.exec(document.place()) ?? [];
    return objectsOf(document.value).objects.map((object) => standingAt(object, `${file}:${line}`));
  });
}

function standingAt(object: KubeObject, place: string): KubeObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, [PATH]: place } } };
}

function attempt<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(code === 'ENOENT' ? `there is no file ${place}` : `${place} cannot be read: ${code}`);
  }
}
