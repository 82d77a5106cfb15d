import { entry, text } from '../read.ts';
import { viewCondition } from './condition-view.ts';
import { isSuspended } from './helm-release.ts';

/**
 * Why a Kustomization applies nothing at present: the reason of its Ready=False; empty where it does apply. Some reasons
 * (`applied`) come after the apply, so with them everything was applied all the same.
 */
export function failsWith(kustomization: unknown, applied: readonly unknown[]): string {
  const { status, reason } = viewCondition(kustomization, 'Ready');
  return status === 'False' && !applied.includes(reason) ? reason : '';
}

/** Whether a Kustomization brings nothing at present, suspended or failing. */
export function isIdle(kustomization: unknown, applied: readonly unknown[]): boolean {
  return isSuspended(kustomization) || failsWith(kustomization, applied) !== '';
}

/** `namespace/name` of the Kustomization that applied an object, by the labels that kustomize-controller leaves on it. */
export function applierOf(labels: unknown): string {
  const label = (key: string): string => text(entry(labels, `kustomize.toolkit.fluxcd.io/${key}`));
  return `${label('namespace')}/${label('name')}`;
}
