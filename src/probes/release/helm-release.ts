import { parseGoDuration } from '../../text/duration.ts';
import { sha256 } from '../../text/sha256.ts';
import { field, isRecord, nameOf, namespaceOf, num, text } from '../read.ts';
import { viewCondition } from './condition-view.ts';

/** Helm's own limit for the name of a release. */
const LONGEST_NAME = 53;
/** `spec.timeout` where it is left out (helm-controller, HelmRelease API v2). */
export const DEFAULT_TIMEOUT = '5m';

/** Whether the value is an object with a name, the least that a probe of releases needs. */
export function isRelease(value: unknown): boolean {
  return isRecord(value) && nameOf(value) !== '';
}

/**
 * The name that Helm knows the release by. Flux joins the target namespace and the object's name, and cuts what is too
 * long to 40 characters and 12 digits of its SHA-256 (helm-controller, `GetReleaseName` and `release.ShortenName`).
 */
export function releaseName(release: unknown): string {
  const target = text(field(release, 'spec.targetNamespace'));
  const composed = target === '' ? nameOf(release) : `${target}-${nameOf(release)}`;
  const wanted = text(field(release, 'spec.releaseName')) || composed;
  return wanted.length > LONGEST_NAME ? `${wanted.slice(0, 40)}-${sha256(wanted).slice(0, 12)}` : wanted;
}

/** The namespace that the chart's objects go to. */
export function targetNamespace(release: unknown): string {
  return text(field(release, 'spec.targetNamespace')) || namespaceOf(release);
}

/** The namespace that holds Helm's release Secrets: the object's own one, not the target, unless it says otherwise. */
export function storageNamespace(release: unknown): string {
  const fromSpec = text(field(release, 'spec.storageNamespace')) || namespaceOf(release);
  return text(field(release, 'status.storageNamespace')) || fromSpec;
}

/** `install` or `upgrade`: what was attempted last, or would be attempted first on a release without history. */
export function lastAction(release: unknown): string {
  const attempted = text(field(release, 'status.lastAttemptedReleaseAction'));
  if (attempted !== '') return attempted;
  return field(release, 'status.history.0') === undefined ? 'install' : 'upgrade';
}

/** Seconds that one Helm action may take: its own `timeout`, else the release's, else 5 minutes. Null if unreadable. */
export function actionTimeout(release: unknown, action: string): number | null {
  const own = text(field(release, `spec.${action}.timeout`));
  return parseGoDuration(own || text(field(release, 'spec.timeout')) || DEFAULT_TIMEOUT) ?? null;
}

/** Seconds between two reconciles; null if unreadable. */
export function intervalSeconds(release: unknown): number | null {
  return parseGoDuration(text(field(release, 'spec.interval'))) ?? null;
}

/**
 * Whether the controller is done with the present spec; null without a generation. helm-controller up to 1.0 could
 * leave `observedGeneration` behind a Ready release, so a true Ready about this generation counts as well.
 */
export function isCurrent(release: unknown): boolean | null {
  const generation = num(field(release, 'metadata.generation'));
  if (generation === undefined) return null;
  if (num(field(release, 'status.observedGeneration')) === generation) return true;
  const ready = viewCondition(release, 'Ready');
  return ready.status === 'True' && ready.observedGeneration === generation;
}

/** Whether somebody set `spec.suspend`: from then on the conditions are history. */
export function isSuspended(release: unknown): boolean {
  return field(release, 'spec.suspend') === true;
}

/** Whether the object is on its way out. */
export function isDeleting(release: unknown): boolean {
  return text(field(release, 'metadata.deletionTimestamp')) !== '';
}
