import type { Fact } from '../../src/model/fact.ts';
import type { KubeObject } from '../../src/model/object.ts';
import type { AddressQuery, GetQuery, ListQuery, LogsQuery, Query, StatsQuery } from '../../src/model/query.ts';
import type { World } from '../../src/model/world.ts';
import { resourceName } from '../../src/replay/api-resource.ts';
import { logKey, type Capture } from '../../src/replay/capture.ts';
import { parseFieldSelector } from '../../src/replay/field-selector.ts';
import { nodeStatsOf } from '../../src/sources/kubernetes/node-stats.ts';
import { addressIn } from '../../src/sources/kubernetes/secret-address.ts';
import { parseLabelSelector } from '../../src/replay/label-selector.ts';

/** What befalls some of the look-ups; undefined where the capture answers. */
export type Mishap = (query: Query) => Fact | undefined;

/** A world that answers from a capture without a server between: the same facts as the real source gives, at once. */
export function memoryWorld(capture: Capture, mishap: Mishap = () => undefined): World {
  return {
    lookUp: (query) => Promise.resolve(mishap(query) ?? answer(capture, query)),
    ask: (question) => Promise.resolve(capture.answers[question.id]),
    tell: () => undefined,
  };
}

function answer(capture: Capture, query: Query): Fact {
  switch (query.from) {
    case 'server': {
      const { context, namespace, version, now } = capture;
      return { state: 'known', value: { context, namespace, version, now } };
    }
    case 'list':
      return served(capture, query) ? { state: 'known', value: list(capture, query) } : ABSENT_KIND;
    case 'get':
      return served(capture, query) ? get(capture, query) : ABSENT_KIND;
    case 'address':
      return address(capture, query);
    case 'logs':
      return logs(capture, query);
    case 'stats':
      return stats(capture, query);
    case 'run':
    case 'aws':
    case 'http':
    case 'dns':
    case 'registry':
    case 'terraform':
      return { state: 'failed', reason: 'nothing beside the cluster is asked here', hint: '' };
  }
}

function address(capture: Capture, { namespace, name, key }: AddressQuery): Fact {
  const secret = get(capture, { from: 'get', resource: 'secrets', namespace, name });
  return secret.state === 'known' ? { state: 'known', value: addressIn(secret.value, key) } : secret;
}

const ABSENT_KIND: Fact = { state: 'absent', what: 'kind' };

function served(capture: Capture, { resource }: ListQuery | GetQuery): boolean {
  return capture.catalogue.served.some((one) => resourceName(one) === resource);
}

function list(capture: Capture, query: ListQuery): readonly KubeObject[] {
  const labels = parseLabelSelector(query.labelSelector ?? '');
  const fields = parseFieldSelector(query.fieldSelector ?? '');
  if ('wrong' in labels || 'wrong' in fields) throw new Error('a selector is broken');
  return objectsOf(capture, query.resource)
    .filter((object) => query.namespace === null || object.metadata.namespace === query.namespace)
    .filter((object) => labels.selects(object) && fields.selects(object))
    .map((object) => shaped(object, query));
}

function get(capture: Capture, query: GetQuery): Fact {
  const found = objectsOf(capture, query.resource).find(
    ({ metadata }) => metadata.name === query.name && (metadata.namespace ?? null) === query.namespace,
  );
  return found === undefined ? { state: 'absent', what: 'object' } : { state: 'known', value: shaped(found, query) };
}

function logs(capture: Capture, { namespace, pod, container, previous }: LogsQuery): Fact {
  const text = capture.logs.get(logKey(namespace, pod, container, previous));
  return text === undefined ? { state: 'absent', what: 'object' } : { state: 'known', value: text };
}

/** A capture without what the kubelet measured is one where nobody was asked for it. */
function stats(capture: Capture, { node }: StatsQuery): Fact {
  const text = capture.stats.get(node);
  return text === undefined
    ? { state: 'failed', reason: 'the capture does not hold what the kubelet measured', hint: '', unasked: true }
    : { state: 'known', value: nodeStatsOf(JSON.parse(text) as Readonly<Record<string, unknown>>) };
}

function objectsOf(capture: Capture, resource: string): readonly KubeObject[] {
  return capture.objects.filter((object) => resourceName(capture.catalogue.ofObject(object)) === resource);
}

function shaped(object: KubeObject, { as }: { readonly as?: 'metadata' }): KubeObject {
  const { apiVersion, kind, metadata } = object;
  return as === 'metadata' ? { apiVersion, kind, metadata } : object;
}
