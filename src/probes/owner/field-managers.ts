import { compareText, entry, field, list, text } from '../read.ts';

/** Programs with which somebody writes from a shell; kubectl names itself after its command (kubectl, fieldManagerFlag). */
const BY_HAND = /^(?:kubectl(?:-.*)?|k9s|kube-?lens|node-fetch|Mozilla)$/;

/** Argo CD's application controller (argo-cd, ArgoCDSSAManager); older ones write under the name of their program. */
const ARGO_CD = /^argocd(?:-application)?-controller$/;

/** Controllers that write on what others own: counts, conditions, annotations. */
const CONTROL_PLANE = /^(?:kube-controller-manager|kube-scheduler|kubelet|cluster-autoscaler|vpa-.*|kube-apiserver)$/;

/** Who wrote on an object, by the names that programs give themselves (`metadata.managedFields`); names only. */
export interface Writers {
  /** Those that somebody types into: kubectl and its like, in order. */
  readonly hands: readonly string[];
  /** When such a program wrote last; empty where none did. */
  readonly lastHand: string;
  /** All others but the control plane, in order. */
  readonly programs: readonly string[];
  readonly hasArgoCd: boolean;
}

/** Reads the writers of an object; what writes only its status or its scale is none. */
export function writersOf(object: unknown): Writers {
  const entries = list(field(object, 'metadata.managedFields')).filter(
    (each) => text(entry(each, 'subresource')) === '' && text(entry(each, 'manager')) !== '',
  );
  const byHand = entries.filter((each) => BY_HAND.test(text(entry(each, 'manager'))));
  const names = [...new Set(entries.map((each) => text(entry(each, 'manager'))))].toSorted(compareText);
  return {
    hands: names.filter((name) => BY_HAND.test(name)),
    lastHand: byHand.map((each) => text(entry(each, 'time'))).reduce((a, b) => (b > a ? b : a), ''),
    programs: names.filter((name) => !BY_HAND.test(name) && !CONTROL_PLANE.test(name)),
    hasArgoCd: names.some((name) => ARGO_CD.test(name)),
  };
}
