import type { CheckResult, PreflightVerdict } from '../model/preflight.ts';

/**
 * Whether the workshop can begin. A check that fails stops it; one that could not be seen may hide one that fails; and where
 * nothing applied nothing was learned.
 */
export function verdictOf(results: readonly CheckResult[]): PreflightVerdict {
  if (results.includes('fail')) return 'no-go';
  if (results.includes('unknown') || results.every((result) => result === 'not-applicable')) return 'cannot-tell';
  return results.includes('warn') ? 'go-with-risks' : 'go';
}
