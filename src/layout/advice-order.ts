import type { Advice } from '../model/report.ts';

/** The advice of one finding in the order in which a person needs it. */
export interface AdviceOrder {
  /** The recommended one; undefined where no rule recommends any on this cluster. */
  readonly fix: Advice | undefined;
  /** What is done at once when the fix has arrived, such as clearing a retry counter. */
  readonly afterwards: readonly Advice[];
  /** The alternatives, numbered from `firstNumber` on. */
  readonly others: readonly Advice[];
  readonly firstNumber: 1 | 2;
}

/**
 * Parts the advice of a finding. Advice for at once beside a recommended fix that lasts is no alternative to it but the
 * step after it, unless it loses data.
 */
export function orderAdvice(advice: readonly Advice[]): AdviceOrder {
  const fix = advice.find((one) => one.recommended);
  const rest = advice.filter((one) => one !== fix);
  const afterwards = rest.filter((one) => fix !== undefined && comesAfter(fix, one));
  const others = rest.filter((one) => !afterwards.includes(one));
  return { fix, afterwards, others, firstNumber: fix === undefined ? 1 : 2 };
}

function comesAfter(fix: Advice, { tier, risk }: Advice): boolean {
  return fix.tier !== 'now' && tier === 'now' && risk !== 'loses-data';
}
