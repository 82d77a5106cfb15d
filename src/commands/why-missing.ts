import { compareText, field, list, nameOf, namespaceOf, text } from '../probes/read.ts';
import { viewCondition } from '../probes/release/condition-view.ts';
import { isSuspended } from '../probes/release/helm-release.ts';

/** How many Kustomizations are named at most. */
const TOLD = 3;

/** Reasons with which everything was applied all the same (kustomize-controller, `reconcile`). */
const APPLIED = ['HealthCheckFailed', 'PruneFailed'];

/**
 * Which Kustomizations are the probable reason that a HelmRelease is not there, in words; empty without one. One that has
 * it in its inventory is certain to be meant; else those count that bring nothing at present and that apply something in
 * the namespace or have never applied anything.
 */
export function whyMissing(namespace: string, name: string, kustomizations: readonly unknown[]): string {
  const all = kustomizations.toSorted((a, b) => compareText(fullName(a), fullName(b)));
  const id = `${namespace}_${name}_helm.toolkit.fluxcd.io_HelmRelease`;
  const owners = all.filter((each) => inventoryOf(each).includes(id));
  if (owners.length > 0) return owners.map((each) => `Kustomization ${fullName(each)} ${owns(each)}`).join('; ');
  const suspects = all.filter((each) => stateOf(each) !== '' && mayBring(each, namespace)).slice(0, TOLD);
  return suspects
    .map((each) => `Kustomization ${fullName(each)} ${stateOf(each)} and may be what is to bring it`)
    .join('; ');
}

function owns(kustomization: unknown): string {
  const state = stateOf(kustomization);
  return state === ''
    ? 'applied it, so somebody deleted it since; its next run brings it back'
    : `applied it once and ${state} now, so it does not come back`;
}

/** Why it applies nothing at present, in words; empty where it does. */
function stateOf(kustomization: unknown): string {
  if (isSuspended(kustomization)) return 'is suspended';
  const { status, reason } = viewCondition(kustomization, 'Ready');
  if (status !== 'False' || APPLIED.includes(reason)) return '';
  return `fails (${reason})`;
}

function mayBring(kustomization: unknown, namespace: string): boolean {
  const ids = inventoryOf(kustomization);
  const target = text(field(kustomization, 'spec.targetNamespace'));
  return ids.length === 0 || target === namespace || ids.some((id) => id.startsWith(`${namespace}_`));
}

/** Identities such as `shop_web_helm.toolkit.fluxcd.io_HelmRelease`. */
function inventoryOf(kustomization: unknown): readonly string[] {
  return list(field(kustomization, 'status.inventory.entries')).map((each) => text(field(each, 'id')));
}

function fullName(kustomization: unknown): string {
  return `${namespaceOf(kustomization)}/${nameOf(kustomization)}`;
}
