import { UsageError } from '../model/errors.ts';
import { parseTime } from '../text/time.ts';
import { isMapping, type Mapping } from './narrow.ts';
import { parseDocuments, type ParsedDocument } from './parse-documents.ts';

/** What `snapshot.yaml` says about the capture beside it. Null is what it does not say. */
export interface SnapshotClaims {
  /** Seconds since 1970. */
  readonly capturedAt: number | null;
  readonly context: string | null;
  readonly namespace: string | null;
  /** The address of the API server, as the kubeconfig had it. */
  readonly server: string | null;
  /** `gitVersion` of the API server. */
  readonly version: string | null;
  /** True when nothing was left out, else the resources of which nothing was. */
  readonly complete: true | readonly string[];
  /** Resources that a capture left out although the cluster may have some; with `complete: true` the exceptions from it. */
  readonly omitted: readonly string[];
  /** Resources that whoever captured was not allowed to read. */
  readonly denied: readonly string[];
}

/** What holds for a folder without `snapshot.yaml`. */
export const NO_CLAIMS: SnapshotClaims = {
  capturedAt: null,
  context: null,
  namespace: null,
  server: null,
  version: null,
  complete: [],
  omitted: [],
  denied: [],
};

/**
 * Reads `snapshot.yaml`. Keys that it does not know are left alone, so that later versions can say more; a known key
 * with a wrong value is a `UsageError` with its place.
 */
export function parseSnapshotFile(file: string, text: string): SnapshotClaims {
  const [document] = parseDocuments(file, text);
  if (document === undefined || document.value === null) return NO_CLAIMS;
  const claims = document.value;
  if (!isMapping(claims)) throw new UsageError(`${document.place()}: a snapshot is a map with keys such as capturedAt`);
  return {
    capturedAt: readTime(document, claims),
    context: readText(document, claims, 'context'),
    namespace: readText(document, claims, 'namespace'),
    server: readText(document, claims, 'server'),
    version: readText(document, claims, 'version'),
    complete: readComplete(document, claims),
    omitted: readNames(document, claims, 'omitted'),
    denied: readNames(document, claims, 'denied'),
  };
}

function readTime(document: ParsedDocument, claims: Mapping): number | null {
  const text = readText(document, claims, 'capturedAt');
  if (text === null) return null;
  const seconds = parseTime(text);
  if (seconds !== undefined) return seconds;
  throw new UsageError(`${document.place('capturedAt')}: capturedAt is a time such as 2025-11-12T20:34:29Z`);
}

function readText(document: ParsedDocument, claims: Mapping, key: string): string | null {
  const value = claims[key] ?? null;
  if (value === null || (typeof value === 'string' && value !== '')) return value;
  throw new UsageError(`${document.place(key)}: ${key} is a text`);
}

function readComplete(document: ParsedDocument, claims: Mapping): true | readonly string[] {
  const value = claims['complete'] ?? false;
  if (value === true) return true;
  return value === false ? [] : readNames(document, claims, 'complete');
}

function readNames(document: ParsedDocument, claims: Mapping, key: string): readonly string[] {
  const value = claims[key] ?? [];
  if (isListOfTexts(value)) return value;
  throw new UsageError(`${document.place(key)}: ${key} is a list of resources such as [pods, deployments.apps]`);
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
}
