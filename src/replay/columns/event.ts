import type { KubeObject } from '../../model/object.ts';
import { asNumber, asText, at } from '../narrow.ts';
import { ageOf, nameColumn, textColumn, wide, type Column } from './column.ts';

/** What `kubectl get events` shows. */
export const eventColumns: readonly Column[] = [
  { name: 'Last Seen', cell: lastSeen },
  textColumn('Type', 'type'),
  textColumn('Reason', 'reason'),
  { name: 'Object', cell: involvedObject },
  wide(textColumn('Subobject', 'involvedObject', 'fieldPath')),
  wide({ name: 'Source', cell: sourceText }),
  { name: 'Message', cell: (event) => asText(event['message']).trim() },
  wide({ name: 'First Seen', cell: firstSeen }),
  wide({ name: 'Count', cell: countOf }),
  wide(nameColumn),
];

function lastSeen(event: KubeObject, now: number): string {
  return ageOf(at(event, 'series', 'lastObservedTime') ?? event['lastTimestamp'] ?? firstTime(event), now);
}

function firstSeen(event: KubeObject, now: number): string {
  return ageOf(firstTime(event), now);
}

function firstTime(event: KubeObject): unknown {
  return event['firstTimestamp'] ?? event['eventTime'];
}

function involvedObject(event: KubeObject): string {
  const kind = asText(at(event, 'involvedObject', 'kind')).toLowerCase();
  return `${kind}/${asText(at(event, 'involvedObject', 'name'))}`;
}

function sourceText(event: KubeObject): string {
  const component = asText(at(event, 'source', 'component')) || asText(event['reportingComponent']);
  const host = asText(at(event, 'source', 'host')) || asText(event['reportingInstance']);
  return [component, host].filter(Boolean).join(', ');
}

function countOf(event: KubeObject): number {
  return asNumber(at(event, 'series', 'count') ?? event['count'] ?? 1);
}
