import type { Check, Difference, PreflightReport } from '../model/preflight.ts';

/** What has changed from one look to the next. Figures in the summary of a check that passes are no change. */
export function differenceOf(last: PreflightReport, next: PreflightReport): Difference {
  const before = new Map(last.checks.map((check) => [keyOf(check), check]));
  const changed = next.checks.flatMap((check) => {
    const old = before.get(keyOf(check));
    return old !== undefined && isSame(old, check) ? [] : [{ check, before: old?.result ?? null }];
  });
  return {
    now: next.contexts.find(({ now }) => now !== null)?.now ?? null,
    verdict: next.verdict,
    before: last.verdict === next.verdict ? null : last.verdict,
    checks: changed,
    open: next.checks.filter(({ result }) => result === 'fail' || result === 'unknown').length,
  };
}

function keyOf({ id, context }: Check): string {
  return JSON.stringify([id, context]);
}

function isSame(old: Check, now: Check): boolean {
  if (old.result !== now.result) return false;
  return now.result === 'pass' || now.result === 'not-applicable' || old.summary === now.summary;
}
