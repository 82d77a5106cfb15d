import { entry, list, text } from './read.ts';

/**
 * Whether one requirement of a label or node selector holds for the value of its key; undefined means that there is no such
 * label. Source: `labels.Requirement.Matches` (apimachinery/pkg/labels/selector.go): a missing label passes `NotIn` and
 * `DoesNotExist` only; `Gt` and `Lt` compare whole numbers. An operator that does not exist holds for nothing: the API server
 * would have refused it.
 */
export function requirementHolds(requirement: unknown, value: string | undefined): boolean {
  const values = list(entry(requirement, 'values')).map(text);
  switch (entry(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return compareIntegers(value, values, (a, b) => a > b);
    case 'Lt':
      return compareIntegers(value, values, (a, b) => a < b);
    default:
      return false;
  }
}

/** The value of the requirement's key among these labels. */
export function valueFor(requirement: unknown, labels: unknown): string | undefined {
  const value = entry(labels, text(entry(requirement, 'key')));
  return typeof value === 'string' ? value : undefined;
}

function compareIntegers(
  value: string | undefined,
  values: readonly string[],
  holdsFor: (label: bigint, bound: bigint) => boolean,
): boolean {
  const [bound, ...more] = values;
  if (value === undefined || bound === undefined || more.length > 0) return false;
  const integer = /^[+-]?\d{1,19}$/;
  if (!integer.test(value) || !integer.test(bound)) return false;
  return holdsFor(BigInt(value.replace('+', '')), BigInt(bound.replace('+', '')));
}
