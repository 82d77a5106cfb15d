import { parseTime } from '../../text/time.ts';
import { entry, field, list, text } from '../read.ts';

/** When the last container of a pod ended, seconds since 1970; when it was created where no container tells. */
export function endOfPod(pod: unknown): number {
  const ends = [...list(field(pod, 'status.initContainerStatuses')), ...list(field(pod, 'status.containerStatuses'))]
    .map((status) => parseTime(text(field(status, 'state.terminated.finishedAt'))))
    .filter((end) => end !== undefined);
  return ends.length > 0 ? Math.max(...ends) : createdAt(pod);
}

/** When an object was created, seconds since 1970; 0 where it does not tell. */
export function createdAt(object: unknown): number {
  return parseTime(text(field(object, 'metadata.creationTimestamp'))) ?? 0;
}

/** Whether a pod is being deleted. */
export function isEnding(pod: unknown): boolean {
  return text(entry(field(pod, 'metadata'), 'deletionTimestamp')) !== '';
}
