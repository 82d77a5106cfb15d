import { condition, entry, field, list, nameOf, namespaceOf, record, text } from '../read.ts';

/** Namespace and name as one key; a template has neither. */
export function podKey(pod: unknown): string {
  return `${namespaceOf(pod)}/${nameOf(pod)}`;
}

/** The node that a pod was put on; an empty text while it waits for one. */
export function nodeOf(pod: unknown): string {
  return text(field(pod, 'spec.nodeName'));
}

/** A pod that has ended takes no room any more; a Terminating one still does. */
export function hasEnded(pod: unknown): boolean {
  const phase = field(pod, 'status.phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Whether the pod's Ready condition is True. */
export function isReady(pod: unknown): boolean {
  return entry(condition(pod, 'Ready'), 'status') === 'True';
}

/** The labels of an object. */
export function labelsOf(object: unknown): Readonly<Record<string, unknown>> {
  return record(field(object, 'metadata.labels'));
}

/** Which revision a pod belongs to, by the label that its controller put on it; an empty text without one. */
export function revisionHash(pod: unknown): string {
  const labels = labelsOf(pod);
  return text(entry(labels, 'pod-template-hash')) || text(entry(labels, 'controller-revision-hash'));
}

/**
 * Whether `owner`, an object of a namespace, controls `object`: by uid, and by kind and name where a uid is missing on
 * either side. Objects out of a list may have no kind; then the name decides.
 */
export function isOwnedBy(object: unknown, owner: unknown): boolean {
  if (namespaceOf(object) !== namespaceOf(owner)) return false;
  return list(field(object, 'metadata.ownerReferences')).some((reference) => refersTo(reference, owner));
}

function refersTo(reference: unknown, owner: unknown): boolean {
  if (entry(reference, 'controller') === false) return false;
  const wanted = text(field(owner, 'metadata.uid'));
  const uid = text(entry(reference, 'uid'));
  if (wanted !== '' && uid !== '') return wanted === uid;
  const kind = text(entry(owner, 'kind'));
  return entry(reference, 'name') === nameOf(owner) && (kind === '' || entry(reference, 'kind') === kind);
}
