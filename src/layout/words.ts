import type { ObjectRef } from '../model/object.ts';
import type { Advice, Evidence, Risk, Tier } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';

/** What a risk means, in words. */
const RISK_WORDS: Readonly<Record<Risk, string>> = {
  reads: 'only reads',
  changes: 'changes the cluster',
  interrupts: 'interrupts the service',
  'loses-data': 'LOSES DATA',
};

/** What a tier means, in words. */
const TIER_WORDS: Readonly<Record<Tier, string>> = {
  now: 'at once',
  workaround: 'workaround until it is fixed for good',
  permanent: 'permanent fix',
};

/** `Kind namespace/name`, or `Kind name` for a cluster-scoped object, on one line and safe to print. */
export function objectName({ kind, namespace, name }: ObjectRef): string {
  return escapeLine(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`);
}

/** What was seen in a field: `not set` where the field is not there, `(empty)` where it holds no character. */
export function valueText({ value }: Pick<Evidence, 'value'>): string {
  if (value === null) return 'not set';
  return value === '' ? '(empty)' : String(value);
}

/** What an option does to the cluster and when it applies: tier, risk and, where something suffers, what. */
export function riskText({ tier, risk, impact }: Advice): string {
  return [TIER_WORDS[tier], RISK_WORDS[risk], ...(impact === '' ? [] : [impact])].join(' · ');
}
