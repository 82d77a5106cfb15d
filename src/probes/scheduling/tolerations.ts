import { entry, field, list, text } from '../read.ts';

/** A taint that keeps pods away; `PreferNoSchedule` does not. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** The taints of a node that stop scheduling (`NoSchedule`, `NoExecute`). */
export function hardTaints(node: unknown): readonly Taint[] {
  return list(field(node, 'spec.taints'))
    .map((taint) => ({
      key: text(entry(taint, 'key')),
      value: text(entry(taint, 'value')),
      effect: text(entry(taint, 'effect')),
    }))
    .filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
}

/** Whether one of the pod's tolerations admits the taint (`Toleration.ToleratesTaint`, k8s.io/api/core/v1). */
export function tolerates(pod: unknown, taint: Taint): boolean {
  return list(field(pod, 'spec.tolerations')).some((toleration) => admits(toleration, taint));
}

/** The taint as `kubectl taint` writes it: `key=value:NoSchedule`. */
export function taintText({ key, value, effect }: Taint): string {
  return `${key}${value === '' ? '' : `=${value}`}:${effect}`;
}

function admits(toleration: unknown, taint: Taint): boolean {
  const effect = text(entry(toleration, 'effect'));
  if (effect !== '' && effect !== taint.effect) return false;
  const key = text(entry(toleration, 'key'));
  if (key !== '' && key !== taint.key) return false;
  return admitsValue(text(entry(toleration, 'operator')), text(entry(toleration, 'value')), taint.value);
}

/** `Lt` and `Gt` ask whether the taint's number is below or above that of the toleration (KEP-5471). */
function admitsValue(operator: string, value: string, tainted: string): boolean {
  switch (operator) {
    case '':
    case 'Equal':
      return value === tainted;
    case 'Exists':
      return true;
    case 'Lt':
      return areIntegers(value, tainted) && BigInt(tainted) < BigInt(value);
    case 'Gt':
      return areIntegers(value, tainted) && BigInt(tainted) > BigInt(value);
    default:
      return false;
  }
}

function areIntegers(...values: readonly string[]): boolean {
  return values.every((value) => /^-?\d{1,19}$/.test(value));
}
