import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, field, fullName, list, num, text } from './read.ts';
import { failsWith, isIdle } from './release/applies.ts';
import { isRelease, isSuspended } from './release/helm-release.ts';

/**
 * Which Kustomizations a HelmRelease that is not there comes from: one that has it in its inventory is certain to be
 * meant; else those count that bring nothing at present and that apply something in its namespace or have never applied
 * anything.
 */
export const releaseBringers: Probe = {
  name: 'release-bringers',
  computes: 'Which Kustomizations applied a HelmRelease that is not there, or may be what is to bring it.',
  params: {
    namespace: { is: 'text', means: 'the namespace of the HelmRelease' },
    name: { is: 'text', means: 'its name' },
    kustomizations: { is: 'list', means: 'the Kustomizations' },
    applied: { is: 'list', means: 'reasons of Ready with which everything was applied all the same' },
    most: { is: 'number', means: 'how many of those that may bring it are told at most' },
  },
  returns: {
    owners: 'those that have it in their inventory: {name, suspended, reason}, reason being why they fail, or empty',
    suspects: 'the first of those that may be what is to bring it, likewise; empty where there are owners',
  },
  run({ namespace, name, kustomizations, applied, most }) {
    const limit = num(most);
    if (!Array.isArray(kustomizations) || limit === undefined) return undefined;
    const reasons = list(applied);
    const all = list(kustomizations)
      .filter(isRelease)
      .toSorted((a, b) => compareText(fullName(a), fullName(b)));
    const id = `${text(namespace)}_${text(name)}_helm.toolkit.fluxcd.io_HelmRelease`;
    const owners = all.filter((each) => inventoryOf(each).includes(id));
    const suspects = all.filter((each) => isIdle(each, reasons) && mayBring(each, text(namespace)));
    const toRow = (each: unknown): ProbeResult => ({
      name: fullName(each),
      suspended: isSuspended(each),
      reason: failsWith(each, reasons),
    });
    return {
      owners: owners.map(toRow),
      suspects: owners.length > 0 ? [] : suspects.slice(0, limit).map(toRow),
    };
  },
};

function mayBring(kustomization: unknown, namespace: string): boolean {
  const ids = inventoryOf(kustomization);
  const target = text(field(kustomization, 'spec.targetNamespace'));
  return ids.length === 0 || target === namespace || ids.some((id) => id.startsWith(`${namespace}_`));
}

/** Identities such as `shop_web_helm.toolkit.fluxcd.io_HelmRelease`. */
function inventoryOf(kustomization: unknown): readonly string[] {
  return list(field(kustomization, 'status.inventory.entries')).map((each) => text(field(each, 'id')));
}
