import { entry, field, isRecord, list, namespaceOf, text } from '../read.ts';
import { selects } from '../label-selector.ts';
import { labelSelectorText } from './label-selector-text.ts';
import { labelsOf } from './pods.ts';

type Labels = Readonly<Record<string, unknown>>;

/** The labels of a namespace by its name; undefined where namespaces could not be read. */
export type NamespaceLabels = ((namespace: string) => Labels) | undefined;

/** One required term of a pod's affinity to other pods. */
export interface AffinityTerm {
  readonly topologyKey: string;
  /** What it selects, in words. */
  readonly text: string;
  /** Whether it is about this pod; undefined where that hangs on a namespace whose labels are not known. */
  readonly matches: (pod: unknown) => boolean | undefined;
}

/** The labels of namespaces from a list of them; each has its own name as a label, also one that is not listed. */
export function namespaceLabels(namespaces: readonly unknown[]): NamespaceLabels {
  const known = new Map(namespaces.map((each) => [text(field(each, 'metadata.name')), labelsOf(each)]));
  return (name) => ({ 'kubernetes.io/metadata.name': name, ...known.get(name) });
}

/** The required terms of a pod's affinity, or of its anti-affinity, to other pods. */
export function affinityTerms(
  pod: unknown,
  kind: 'podAffinity' | 'podAntiAffinity',
  namespaces: NamespaceLabels,
): readonly AffinityTerm[] {
  return requiredTerms(pod, kind).map((term) => ({
    topologyKey: text(entry(term, 'topologyKey')),
    text: labelSelectorText(entry(term, 'labelSelector')),
    matches: (other) => isSelected(term, pod, other) && isInNamespaces(term, pod, other, namespaces),
  }));
}

function requiredTerms(pod: unknown, kind: string): readonly unknown[] {
  return list(field(pod, `spec.affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution`));
}

/**
 * The label selector, narrowed by `matchLabelKeys` and `mismatchLabelKeys` (KEP-3633). The API server writes both into
 * the selector of a stored pod, which changes nothing here; a template still needs it.
 */
function isSelected(term: unknown, pod: unknown, other: unknown): boolean {
  const [own, labels] = [labelsOf(pod), labelsOf(other)];
  const valueOf = (key: unknown) => entry(own, text(key));
  const like = list(entry(term, 'matchLabelKeys')).filter((key) => valueOf(key) !== undefined);
  const unlike = list(entry(term, 'mismatchLabelKeys')).filter((key) => valueOf(key) !== undefined);
  return (
    selects(entry(term, 'labelSelector'), labels) &&
    like.every((key) => entry(labels, text(key)) === valueOf(key)) &&
    unlike.every((key) => entry(labels, text(key)) !== valueOf(key))
  );
}

/**
 * `AffinityTerm.Matches` (kube-scheduler framework): the namespaces by name and those that the selector picks; without
 * both the pod's own namespace; an empty selector picks all.
 */
function isInNamespaces(term: unknown, pod: unknown, other: unknown, namespaces: NamespaceLabels): boolean | undefined {
  const names = list(entry(term, 'namespaces'));
  const selector = entry(term, 'namespaceSelector');
  const name = namespaceOf(other);
  if (names.includes(name)) return true;
  if (!isRecord(selector)) return names.length === 0 && name === namespaceOf(pod);
  return isEmptyOrMissing(selector) || (namespaces === undefined ? undefined : selects(selector, namespaces(name)));
}

function isEmptyOrMissing(selector: unknown): boolean {
  if (!isRecord(selector)) return true;
  const labels = entry(selector, 'matchLabels');
  const hasLabels = isRecord(labels) && Object.keys(labels).length > 0;
  return !hasLabels && list(entry(selector, 'matchExpressions')).length === 0;
}
