import { entry, field, isRecord, nameOf, text } from '../read.ts';
import type { Applier } from './owner-marks.ts';

/**
 * Whether a change of an object by hand is undone by itself; null where that is not known. Flux applies what Git says
 * again and again; a HelmRelease and an application do so only where they are told to.
 */
export function revertsOf(mark: Applier, object: unknown, applier: unknown): boolean | null {
  const known = isRecord(applier) && nameOf(applier) === mark.name ? applier : undefined;
  const isSuspended = field(known, 'spec.suspend') === true;
  if (mark.by === 'kustomization') return !isSuspended && !isLeftAlone(object);
  if (mark.by === 'hand' || mark.by === 'helm') return false;
  if (known === undefined) return null;
  if (mark.by === 'helmrelease') return !isSuspended && correctsDrift(known);
  return field(known, 'spec.syncPolicy.automated.selfHeal') === true;
}

/** HelmRelease v2, spec.driftDetection: `warn` only tells, and off is the default. */
function correctsDrift(release: unknown): boolean {
  return text(field(release, 'spec.driftDetection.mode')) === 'enabled';
}

/** Annotations by which an object opts out of being applied again (kustomize-controller, "Controlling the apply behavior"). */
function isLeftAlone(object: unknown): boolean {
  const annotations = field(object, 'metadata.annotations');
  if (text(entry(annotations, 'kustomize.toolkit.fluxcd.io/reconcile')).toLowerCase() === 'disabled') return true;
  return /^(?:ignore|ifnotpresent)$/i.test(text(entry(annotations, 'kustomize.toolkit.fluxcd.io/ssa')));
}

/** What becomes of a change by hand, as one sentence. `reverts` as of `revertsOf`. */
export function fateOf(mark: Applier, owner: string, reverts: boolean | null): string {
  if (mark.by === 'kustomization')
    return reverts === true
      ? `${owner} undoes a change by hand.`
      : `${owner} does not undo a change by hand at present.`;
  if (mark.by === 'helmrelease' || mark.by === 'argocd') {
    if (reverts === true) return `${owner} undoes a change by hand.`;
    const next = mark.by === 'argocd' ? 'sync' : 'upgrade';
    return `A change by hand lasts no longer than until the next ${next} of ${owner}.`;
  }
  if (mark.by === 'helm') return `A change by hand may be undone by the next upgrade of ${owner}.`;
  if (mark.by === 'hand') return 'Nothing undoes a change by hand, but the next kubectl apply of its file.';
  if (mark.said !== '')
    return `Its label app.kubernetes.io/managed-by names ${mark.said}, which may undo a change by hand.`;
  return 'Nothing on it says who declares it, so nobody can tell whether a change by hand stays.';
}
