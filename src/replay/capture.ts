import { basename, resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { KubeObject } from '../model/object.ts';
import type { RecordedAnswer } from './answer-files.ts';
import { resourceName } from './api-resource.ts';
import { diskIo, type CaptureIo } from './capture-io.ts';
import { readCaptureFiles, type ReadValues } from './capture-files.ts';
import { buildCatalogue, type Catalogue } from './catalogue.ts';
import { newestTime } from './newest-time.ts';
import { storedObjects } from './read-objects.ts';
import { minorOf } from './server-minor.ts';
import { NO_CLAIMS, type SnapshotClaims } from './snapshot-file.ts';

/** A folder of objects, logs and answers that stands in for a cluster. */
export interface Capture {
  readonly folder: string;
  /** The name of the context it was captured from, or the folder's. */
  readonly context: string;
  /** The namespace of that context. */
  readonly namespace: string;
  /** The address that the API server had; null where the capture does not say. It tells which cluster it was, and is never asked. */
  readonly server: string | null;
  /** The moment of the capture: RFC 3339 in UTC, whole seconds. */
  readonly now: string;
  /** `gitVersion` of the API server; null where the capture does not say. */
  readonly version: string | null;
  /** Whether nothing of the cluster's objects was left out, but for the kinds that it says it omits. */
  readonly complete: boolean;
  readonly objects: readonly KubeObject[];
  /** Full names (`plural.group`, or `pods/log`) of what the person who captured was not allowed to read. */
  readonly denied: readonly string[];
  /** Log texts by `logKey`. */
  readonly logs: ReadonlyMap<string, string>;
  /** What kubelets measured, as they say it (`/stats/summary`), by the name of the node. */
  readonly stats: ReadonlyMap<string, string>;
  readonly commands: readonly RecordedAnswer[];
  /** Answers by the id of the question. */
  readonly answers: Readonly<Record<string, string>>;
  readonly catalogue: Catalogue;
  /** Whether the capture knows all objects of a resource (`plural.group`), be it that there are none. */
  readonly isHeld: (resource: string) => boolean;
}

/** The key of one container's log in `Capture.logs`. */
export function logKey(namespace: string, pod: string, container: string, previous: boolean): string {
  return `${namespace}/${pod}/${container}${previous ? '.previous' : ''}`;
}

/**
 * Loads a folder with objects as kubectl prints them (YAML or JSON, single, as lists, several to a file), logs under
 * `logs/NAMESPACE/POD/CONTAINER[.previous].log`, what kubelets measured under `stats/NODE.json`, and `snapshot.yaml`, `commands.yaml` and `answers.yaml`. Other files
 * are left alone. A folder that does not exist or holds no cluster, and a file that cannot be read, are `UsageError`s.
 */
export async function loadCapture(folder: string, io: CaptureIo = diskIo, values?: ReadValues): Promise<Capture> {
  const files = await readCaptureFiles(folder, io, values);
  const namesOnly = buildCatalogue(files.objects);
  const emptyKinds = files.emptyLists.flatMap((name) => namesOnly.nameOfFile(name) ?? []);
  if (files.objects.length === 0 && emptyKinds.length === 0 && files.snapshot === null) {
    throw new UsageError(`${folder} holds no Kubernetes objects`);
  }
  const claims = files.snapshot ?? NO_CLAIMS;
  const listed = claims.complete === true ? [] : claims.complete;
  const claimed = [...emptyKinds, ...listed, ...claims.denied.map(withoutSubresource)];
  const catalogue = buildCatalogue(files.objects, claimed, minorOf(claims.version));
  const objects = storedObjects(files.objects, catalogue);
  const held = new Set([...kindsOf(objects, catalogue), ...emptyKinds, ...listed.map(catalogue.fullName)]);
  const omitted = new Set(claims.omitted.map(catalogue.fullName));
  const isHeld = (resource: string): boolean =>
    held.has(resource) || (claims.complete === true && !omitted.has(resource));
  return {
    folder,
    context: claims.context ?? basename(resolve(folder)),
    namespace: claims.namespace ?? 'default',
    server: claims.server,
    now: toNow(claims, objects),
    version: claims.version,
    complete: claims.complete === true,
    objects,
    denied: claims.denied.map((name) => fullNameOf(catalogue, name)),
    logs: files.logs,
    stats: files.stats,
    commands: files.commands,
    answers: files.answers,
    catalogue,
    isHeld: (resource) => isHeld(catalogue.fullName(resource)),
  };
}

function kindsOf(objects: readonly KubeObject[], catalogue: Catalogue): readonly string[] {
  return objects.map((object) => resourceName(catalogue.ofObject(object)));
}

function withoutSubresource(name: string): string {
  return name.replace(/\/.*/, '');
}

/** `pods/log` is the log of a pod: the part behind the slash stays as it is. */
export function fullNameOf(catalogue: Catalogue, name: string): string {
  return catalogue.fullName(withoutSubresource(name)) + name.slice(withoutSubresource(name).length);
}

/** Rounded up to a whole second, which is all that a `Date` header can say, so that nothing lies in the future. */
function toNow(claims: SnapshotClaims, objects: readonly KubeObject[]): string {
  const seconds = claims.capturedAt ?? newestTime(objects) ?? 0;
  return `${new Date(Math.ceil(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}
