import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../plane/api.ts';
import { at, tableOf, textAt } from '../plane/manifest.ts';
import { isKindKept, isObjectKept } from './left-out.ts';

/** Asks the API server for a path; a log comes as text, everything else as JSON. */
export type Ask = (path: string) => Promise<Answer>;

/** Everything of a cluster that a capture keeps, as the API server says it. */
export interface ClusterState {
  /** `gitVersion` of the API server. */
  readonly version: string;
  /** When the last answer was there, in milliseconds since 1970. */
  readonly readAt: number;
  readonly objects: readonly unknown[];
  /** Log texts, with times, by `NAMESPACE/POD/CONTAINER[.previous]`. */
  readonly logs: Readonly<Record<string, string>>;
}

/** Lists every kind that discovery names and that is kept, and the end of the log of every container that has one. */
export async function readCluster(ask: Ask, clock: () => number = Date.now): Promise<ClusterState> {
  const kinds = (await discover(ask)).filter(isKindKept);
  const lists = await Promise.all(kinds.map((kind) => list(ask, kind)));
  const objects = lists.flat().filter(isObjectKept);
  const logs = await readLogs(ask, objects);
  const version = textAt((await ask('/version')).body, 'gitVersion');
  return { version, readAt: clock(), objects, logs };
}

interface Kind {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly apiVersion: string;
}

async function discover(ask: Ask): Promise<readonly Kind[]> {
  const groups = listAt((await asked(ask, '/apis')).body, 'groups');
  const preferred = groups.map((group) => textAt(group, 'preferredVersion.groupVersion'));
  const kinds = await Promise.all(['v1', ...preferred].map((apiVersion) => kindsOf(ask, apiVersion)));
  return kinds.flat();
}

async function kindsOf(ask: Ask, apiVersion: string): Promise<readonly Kind[]> {
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
  // A group that a Service answers for, and that Service is away.
  if ((await ask(rootOf(apiVersion))).status === 503) return [];
  const answer = await asked(ask, rootOf(apiVersion));
  return listAt(answer.body, 'resources')
    .filter((each) => listAt(each, 'verbs').includes('list'))
    .map((each) => ({ group, apiVersion, plural: textAt(each, 'name'), kind: textAt(each, 'kind') }));
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** The items of a list leave out what its head says of all of them. */
async function list(ask: Ask, { apiVersion, kind, plural }: Kind): Promise<readonly unknown[]> {
  const { body } = await asked(ask, `${rootOf(apiVersion)}/${plural}`);
  return listAt(body, 'items').map((item) => ({ apiVersion, kind, ...tableOf(item) }));
}

/** The API server asks for patience (429) while it fills its cache of a kind that nobody listed before. */
async function asked(ask: Ask, path: string, patience = 50): Promise<Answer> {
  const answer = await ask(path);
  if (answer.status === 429 && patience > 0) {
    await sleep(200);
    return asked(ask, path, patience - 1);
  }
  if (answer.status >= 300) throw new Error(`GET ${path}: ${answer.status} ${textAt(answer.body, 'message')}`);
  return answer;
}

/** The end of a log that is worth its room. */
const LOG_LINES = 12;

async function readLogs(ask: Ask, objects: readonly unknown[]): Promise<Readonly<Record<string, string>>> {
  const wanted = objects.filter((each) => textAt(each, 'kind') === 'Pod').flatMap(logsOf);
  const read = wanted.map(async ({ key, path }): Promise<[string, string][]> => {
    const { status, body } = await ask(path);
    return status === 200 && typeof body === 'string' && body !== '' ? [[key, body]] : [];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

function logsOf(pod: unknown): readonly { readonly key: string; readonly path: string }[] {
  const [namespace, name] = [textAt(pod, 'metadata.namespace'), textAt(pod, 'metadata.name')];
  return listAt(pod, 'status.containerStatuses').flatMap((status) => {
    const container = textAt(status, 'name');
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/log?container=${container}&timestamps=true&tailLines=${LOG_LINES}`;
    const key = `${namespace}/${name}/${container}`;
    const now = { key, path };
    return Number(at(status, 'restartCount')) > 0
      ? [now, { key: `${key}.previous`, path: `${path}&previous=true` }]
      : [now];
  });
}

function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}
