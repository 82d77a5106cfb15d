import type { Api } from '../../plane/api.ts';
import { at, textAt } from '../../plane/manifest.ts';
import { type Capture, loadCapture } from '../../../../src/replay/capture.ts';
import { fullName, listAt, rootOf, type ServedKind } from './kinds.ts';
import { LOG_NAMESPACE, LOGGED } from './logs.ts';

/** Everything that the real server holds, as the replay server takes it: one list per kind, and the logs. */
export async function captureAll(api: Api, kinds: readonly ServedKind[]): Promise<Capture> {
  const files = new Map<string, string>();
  for (const kind of kinds.filter(isStored)) {
    files.set(`${fullName(kind)}.json`, JSON.stringify(await listOf(api, kind)));
  }
  for (const { pod, container, previous = false } of LOGGED) {
    const file = `logs/${LOG_NAMESPACE}/${pod}/${container}`;
    files.set(`${file}.log`, await logOf(api, pod, container, false));
    if (previous) files.set(`${file}.previous.log`, await logOf(api, pod, container, true));
  }
  const version = textAt((await api.send('GET', '/version')).body, 'gitVersion');
  files.set('snapshot.yaml', JSON.stringify({ version, complete: true, capturedAt: new Date().toISOString() }));
  return loadCapture('plane', {
    listFiles: () => Promise.resolve([...files.keys()].toSorted()),
    readText: (path) => Promise.resolve(files.get(path.replace(/^plane\//, '')) ?? ''),
  });
}

/**
 * Of two names for the same objects one is enough, as in any folder of a capture: the preferred version of the group,
 * and events of the core group.
 */
function isStored(kind: ServedKind): boolean {
  return kind.preferred && !['events.events.k8s.io', 'componentstatuses'].includes(fullName(kind));
}

async function listOf(api: Api, kind: ServedKind): Promise<object> {
  const path = `${rootOf(kind)}/${kind.plural}`;
  const { status, body } = await api.send('GET', path);
  if (status !== 200) throw new Error(`${path}: ${status} ${textAt(body, 'message')}`);
  return { apiVersion: at(body, 'apiVersion'), kind: at(body, 'kind'), items: listAt(body, 'items') };
}

async function logOf(api: Api, pod: string, container: string, previous: boolean): Promise<string> {
  const query = `container=${container}&timestamps=true&previous=${String(previous)}`;
  const { status, body } = await api.send('GET', `/api/v1/namespaces/${LOG_NAMESPACE}/pods/${pod}/log?${query}`);
  if (status !== 200 || typeof body !== 'string')
    throw new Error(`log of ${pod}: ${status} ${textAt(body, 'message')}`);
  return body;
}
