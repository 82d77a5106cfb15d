import { readField } from './field-path.ts';

/** Where an Event says when it last happened; events of the scheduler have neither count nor lastTimestamp. */
const FIELDS = [
  'series.lastObservedTime',
  'lastTimestamp',
  'eventTime',
  'firstTimestamp',
  'metadata.creationTimestamp',
];

/** When an Event last happened, RFC 3339, or an empty text (API reference, Event v1 and events.k8s.io/v1). */
export function eventTime(event: unknown): string {
  const times = FIELDS.map((field) => readField(event, field));
  return times.find((time): time is string => typeof time === 'string' && time !== '') ?? '';
}
